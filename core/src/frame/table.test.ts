import { inspect } from 'node:util';
import test from 'ava';
import {
  field,
  HEAP_ARROW,
  heldReplica,
  sliceTable,
  tableData,
  tableFromRows,
  type DataType,
  type Schema,
} from '../contract/data/index.js';
import type { Execution } from '../executor/index.js';
import { formatTable, formatValue, Table } from './index.js';

const SCHEMA: Schema = [field('name', 'utf8'), field('n', 'int64'), field('at', { id: 'timestamp', unit: 'us', timezone: null })];
const ROWS = [
  { name: 'a', n: 1n, at: new Date(1) },
  { name: null, n: 20n, at: null },
  { name: 'c\nd', n: null, at: new Date(-1) },
];

function tableOf(data = tableFromRows(SCHEMA, ROWS)): {
  table: Table<{ readonly name: 'utf8'; readonly n: 'int64'; readonly at: 'timestamp' }>;
  released: () => number;
} {
  let released = 0;
  const execution: Execution = {
    kind: { kind: 'table', schema: data.schema },
    replica: heldReplica(HEAP_ARROW, data, 0),
    sizes: { rows: data.length },
    notes: { iterations: 3 },
    provenance: { stages: [], seconds: 1, rebuilt: [] },
    release: () => {
      released++;
      return Promise.resolve();
    },
  };
  return { table: new Table(execution, { int64: 'bigint' }), released: () => released };
}

/** The same rows in two batches. */
const inPieces = () => {
  const data = tableFromRows(SCHEMA, ROWS);
  return tableData(SCHEMA, [...sliceTable(data, 0, 1).batches, ...sliceTable(data, 1, 3).batches]);
};

test('rows, cells and columns', async t => {
  for (const data of [tableFromRows(SCHEMA, ROWS), inPieces()]) {
    const { table } = tableOf(data);
    t.deepEqual(table.toRows(), ROWS);
    t.deepEqual([...table], ROWS);
    t.deepEqual([...table.rows({ int64: 'number', timestamp: 'bigint' })][0], { name: 'a', n: 1, at: 1000n });
    t.deepEqual(table.at(1), ROWS[1]);
    t.deepEqual(table.at(-1), ROWS[2]);
    t.is(table.at(3), undefined);
    t.is(table.at(-4), undefined);
    t.deepEqual(table.columns, ['name', 'n', 'at']);
    const n = table.column('n');
    t.deepEqual(n.toArray(), [1n, 20n, null]);
    t.deepEqual([...n], [1n, 20n, null]);
    t.is(n.nullCount, 1);
    t.is(n.get(1), 20n);
    t.is(n.get(3), undefined);
    t.true(n.isNull(2));
    t.false(n.isNull(0));
    t.false(n.isNull(9));
    t.is((await table.toArrow()).numRows, 3);
    t.throws(() => table.column('x' as never), { code: 'COLUMN_NOT_FOUND' });
  }
});

test('facts of the run, and the end of it', async t => {
  const { table, released } = tableOf();
  t.deepEqual(table.notes, { iterations: 3 });
  t.is(table.statistics['rows'], 3);
  t.is(table.provenance.seconds, 1);
  await table.close();
  await table[Symbol.asyncDispose]();
  t.is(released(), 1);
  t.throws(() => table.toRows(), { code: 'CLOSED' });
  t.is(String(table), 'Table (closed)');
  t.is(table.length, 3);
});

test('a table prints itself', t => {
  const { table } = tableOf();
  t.deepEqual(inspect(table).split('\n'), [
    '┌──────┬───────┬────────────────────────────┐',
    '│ name │     n │ at                         │',
    '│ utf8 │ int64 │ timestamp[us]              │',
    '├──────┼───────┼────────────────────────────┤',
    '│ a    │     1 │ 1970-01-01T00:00:00.001000 │',
    '│ null │    20 │ null                       │',
    '│ c\\nd │  null │ 1969-12-31T23:59:59.999000 │',
    '└──────┴───────┴────────────────────────────┘',
    '3 rows × 3 columns',
  ]);
});

test('a long table shows its first and last rows, a wide one says what it leaves out', t => {
  const long = tableFromRows(
    [field('x', 'int32')],
    Array.from({ length: 1000 }, (_, x) => ({ x })),
  );
  const lines = formatTable(long, { rows: 3 }).split('\n');
  t.deepEqual(
    lines.slice(4, 8).map(line => line.replace(/[│ ]/g, '')),
    ['0', '1', '…', '999'],
  );
  t.is(lines.at(-1), '1,000 rows × 1 column');
  const wide = tableFromRows(
    ['a', 'b', 'c'].map(name => field(name, 'utf8')),
    [{ a: 'x'.repeat(50), b: 'y', c: 'z' }],
  );
  const text = formatTable(wide, { width: 41, cell: 30 });
  t.regex(text, /x{29}…/);
  t.regex(text, /not shown: c/);
  t.is(formatTable(tableData([], [])), '0 rows × 0 columns');
  t.regex(formatTable(tableData([field('a', 'int8')], [])), / a │\n│ int8/);
});

test('values of every kind are shown exactly', t => {
  const shown = (type: DataType, value: unknown): string => formatValue(type, value);
  t.is(shown({ id: 'decimal', precision: 5, scale: 2 }, -105n), '-1.05');
  t.is(shown({ id: 'date', unit: 'day' }, 19_000), '2022-01-08');
  t.is(shown({ id: 'date', unit: 'millisecond' }, 86_400_001n), '1970-01-02T00:00:00.001');
  t.is(shown({ id: 'timestamp', unit: 'ns', timezone: 'UTC' }, -1n), '1969-12-31T23:59:59.999999999Z');
  t.is(shown({ id: 'timestamp', unit: 's', timezone: null }, 0n), '1970-01-01T00:00:00');
  t.is(shown({ id: 'timestamp', unit: 's', timezone: null }, 10n ** 15n), '1000000000000000 s');
  t.is(shown({ id: 'time', unit: 'ms' }, 3_661_001n), '01:01:01.001');
  t.is(shown({ id: 'duration', unit: 'ns' }, 5n), '5 ns');
  t.is(shown({ id: 'binary' }, new Uint8Array([1, 255])), '0x01ff');
  t.is(shown({ id: 'bool' }, true), 'true');
  t.is(shown({ id: 'dictionary', index: { id: 'int8' }, values: { id: 'date', unit: 'day' }, ordered: false }, 0), '1970-01-01');
  const item = field('item', { id: 'decimal', precision: 3, scale: 1 });
  t.is(shown({ id: 'list', item }, [15n, null]), '[1.5, null]');
  t.is(shown({ id: 'struct', fields: [item, field('s', 'utf8')] }, { item: 1n, s: 'a' }), '{item: 0.1, s: a}');
  const entries = field('entries', { id: 'struct', fields: [field('key', 'utf8', false), item] });
  t.is(shown({ id: 'map', entries, keysSorted: false }, [['k', 20n]]), '{k: 2.0}');
  t.is(shown({ id: 'utf8' }, undefined), 'null');
  t.is(shown({ id: 'utf8' }, {}), '?');
});
