import test from 'ava';
import { acceptsType } from './declared.js';
import type { DataType } from './types.js';

const item = { name: 'item', type: { id: 'utf8' }, nullable: true } as const;

test('one name stands for all encodings of the same values, and for nothing else', t => {
  const accepted: readonly (readonly [declared: string, found: DataType])[] = [
    ['utf8', { id: 'largeUtf8' }],
    ['utf8', { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8View' }, ordered: false }],
    ['binary', { id: 'fixedSizeBinary', byteWidth: 4 }],
    ['list', { id: 'largeList', item }],
    ['timestamp', { id: 'timestamp', unit: 'ns', timezone: 'UTC' }],
  ];
  for (const [declared, found] of accepted) t.true(acceptsType(declared, found), declared);
  // Rows show a map as pairs, which is not what `list` promises to the compiler.
  t.false(acceptsType('list', { id: 'map', entries: item, keysSorted: false }));
  t.false(acceptsType('utf8', { id: 'binary' }));
  t.false(acceptsType({ id: 'utf8' }, { id: 'largeUtf8' }));
});
