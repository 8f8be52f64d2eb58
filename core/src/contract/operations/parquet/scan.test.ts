import test from 'ava';
import { parameterList } from '../../plan/index.js';
import { parquetScan } from './scan.js';

const schema = [
  { name: 'id', type: { id: 'int64' }, nullable: false },
  { name: 's', type: { id: 'utf8' }, nullable: false },
];
const bytesOf = (columns: readonly string[], uncompressedBytes: number): number | undefined =>
  parquetScan.sizes([{ bytes: 5e5, rows: 1e6, uncompressedBytes }], parquetScan.bind({ schema, columns }, [], parameterList()))[
    'bytes'
  ];

test('a result takes at least the width of its rows, whatever encoded data the footer counts', t => {
  t.is(bytesOf(['id'], 1e6), 8e6);
  t.is(bytesOf(['id', 's'], 1e6), 12e6);
  t.is(bytesOf([], 1e5), 1e6);
});

test('long strings are counted by the footer', t => {
  t.is(bytesOf(['id', 's'], 1e9), 1e9);
  t.is(bytesOf(['s'], 1e9), 5e8);
});
