import test from 'ava';
import { expectTypeOf } from 'expect-type';
import { createRuntime } from '../runtime.js';

test('columns become a table, and come back as they were; typed arrays are not copied', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const ids = new BigInt64Array([1n, 2n, 3n]);
  const values = new Float32Array([0.5, 1.5, 2.5]);
  const frame = pf.fromColumns({ name: ['a', null, 'c'], ids, values, when: [new Date(0), new Date(1), new Date(2)] });
  t.deepEqual(
    (await frame.schema()).map(({ type, nullable }) => [type.id, nullable]),
    [
      ['utf8', true],
      ['int64', false],
      ['float32', false],
      ['timestamp', true],
    ],
  );
  const table = await frame.collect();
  expectTypeOf(table.toRows()).toEqualTypeOf<{ name: string | null; ids: bigint; values: number; when: Date }[]>();
  t.deepEqual(table.toRows()[1], { name: null, ids: 2n, values: 1.5, when: new Date(1) });
  const [batch] = table.data.batches;
  t.is(batch?.columns[1]?.buffers[1], ids);
  t.is(batch?.columns[2]?.buffers[1], values);
});

test('a schema declares types, chooses columns, and is checked', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const given = { a: [1, 2], b: ['x', 'y'], c: Int32Array.of(7, 8) };
  const rows = await pf.fromColumns(given, { schema: { c: 'int64', a: 'int32' } }).toRows();
  t.deepEqual(rows, [
    { c: 7n, a: 1 },
    { c: 8n, a: 2 },
  ]);
  t.throws(() => pf.fromColumns(given, { schema: { d: 'int32' } }), { code: 'SCHEMA_MISMATCH', message: /"d".*"a", "b", "c"/ });
  t.throws(() => pf.fromColumns(given, { schema: { b: 'int32' } }), {
    code: 'INVALID_ARGUMENT',
    message: /column "b", row 0: 'x'/,
  });
});

test('many values are copied a piece at a time when they are needed', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const length = 25_000;
  const given = {
    text: Array.from({ length }, (_, row) => (row % 7 === 0 ? null : `row ${String(row)}`)),
    row: Int32Array.from({ length }, (_, row) => row),
  };
  const columns = await pf.fromColumns(given).toColumns();
  t.deepEqual(columns.text, given.text);
  t.deepEqual(Array.from(columns.row), Array.from(given.row));
  const wrong = { text: given.text.map((text, row) => (row === 12_345 ? 1 : text)) };
  t.throws(() => pf.fromColumns(wrong), { code: 'INVALID_ARGUMENT', message: /row 12345/ });
  const declared = pf.fromColumns(wrong, { schema: { text: 'utf8' } });
  await t.throwsAsync(declared.toRows(), { code: 'INVALID_ARGUMENT', message: /12345/ });
});

test('what is no object of arrays of one length is refused', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const fromColumns = pf.fromColumns as (columns: unknown) => unknown;
  for (const given of [undefined, null, 5, 'text', [[1]], new Map([['a', [1]]])])
    t.throws(() => fromColumns(given), { code: 'INVALID_ARGUMENT', message: /fromColumns takes an object of arrays/ });
  for (const values of [1, 'text', { 0: 1 }, new DataView(new ArrayBuffer(8)), new Set([1])])
    t.throws(() => fromColumns({ a: values }), { code: 'INVALID_ARGUMENT', message: /column "a" must be an array/ });
  t.throws(() => fromColumns({ a: [1, 2], b: [1] }), { code: 'LENGTH_MISMATCH', message: /"a" has 2 values.*"b" has 1/ });
  t.deepEqual(await pf.fromColumns({}).toRows(), []);
});
