import test from 'ava';
import { leastRowBytes } from './row-bytes.js';
import type { DataType } from './types.js';

const bytes = (type: DataType, nullable = false): number => leastRowBytes([{ name: 'a', type, nullable }]);
const int32 = { name: 'x', type: { id: 'int32' }, nullable: false } as const;

test('a row takes at least the width of its values, an offset where it varies, and a bit for null', t => {
  t.is(bytes({ id: 'null' }), 0);
  t.is(bytes({ id: 'int64' }), 8);
  t.is(bytes({ id: 'int64' }, true), 8.125);
  t.is(bytes({ id: 'bool' }), 0.125);
  t.is(bytes({ id: 'utf8' }), 4);
  t.is(bytes({ id: 'largeUtf8' }), 8);
  t.is(bytes({ id: 'utf8View' }), 16);
  t.is(bytes({ id: 'decimal', precision: 5, scale: 2 }), 16);
  t.is(bytes({ id: 'dictionary', index: { id: 'int16' }, values: { id: 'utf8' }, ordered: false }), 2);
  t.is(bytes({ id: 'fixedSizeList', size: 3, item: int32 }), 12);
  t.is(bytes({ id: 'struct', fields: [int32, int32] }), 8);
  t.is(bytes({ id: 'list', item: int32 }), 4);
});
