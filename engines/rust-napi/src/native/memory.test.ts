import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { columnFromValues, tableData, toArrow, toShared } from '@parquetframe/core/engine';
import type { Schema, TableData } from '@parquetframe/core/engine';
import test from 'ava';
import { ignore, importTable, never, openAddon, request } from './open.test.data.js';

const addon = openAddon();

const schema: Schema = [
  { name: 'id', type: { id: 'int64' }, nullable: false },
  { name: 'x', type: { id: 'float64' }, nullable: true },
  { name: 's', type: { id: 'utf8' }, nullable: false },
];

function table(rows: number): TableData {
  const values = Array.from({ length: rows }, (_, row) => row);
  const columns = [
    columnFromValues({ id: 'int64' }, values.map(BigInt)),
    columnFromValues(
      { id: 'float64' },
      values.map(value => (value % 7 === 0 ? null : value / 2)),
    ),
    columnFromValues(
      { id: 'utf8' },
      values.map(value => `v${value % 10}`),
    ),
  ];
  return tableData(schema, [{ length: rows, columns }]);
}

const bytes = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const addressesOf = (data: TableData): number[] =>
  data.batches.flatMap(batch =>
    batch.columns.flatMap(column => column.buffers.flatMap(buffer => (buffer ? [addon.addressOf(bytes(buffer))] : []))),
  );

test('typed arrays are borrowed: the native table lies where they lie', async t => {
  const heap = table(1000);
  const native = await importTable(addon, heap);
  t.deepEqual(native.addresses(), addressesOf(heap));
  t.is(native.bytes(), 0, 'borrowed memory is not native memory');
  native.dispose();
});

test('typed arrays over shared memory are borrowed too', async t => {
  const shared = toShared(table(1000));
  t.true(shared.batches[0]?.columns[0]?.buffers[1]?.buffer instanceof SharedArrayBuffer);
  const native = await importTable(addon, shared);
  t.deepEqual(native.addresses(), addressesOf(shared));
  native.dispose();
});

test('native results are views of native memory, up to the vectors of arrow-js', async t => {
  const edges = await importTable(addon, table(10_000));
  const keep = {
    kind: 'call',
    function: 'isNotNull',
    arguments: [{ kind: 'column', name: 'x', type: { id: 'float64' } }],
    type: { id: 'bool' },
  };
  const result = await addon.runPipeline(request({ step: 'filter', predicate: keep }), [edges], 1, never(), ignore);
  t.true(result.bytes() > 0);
  const { batches, copied } = result.view();
  t.false(copied);
  const data = tableData(schema, batches);
  t.deepEqual(addressesOf(data), result.addresses());
  const arrow = await toArrow(data);
  const chunk = arrow.getChild('x')?.data[0];
  const values: unknown = chunk?.values;
  t.true(values instanceof Float64Array);
  if (values instanceof Float64Array) t.true(result.addresses().includes(addon.addressOf(bytes(values))));
  t.is(arrow.getChild('id')?.get(1), 2n);
  result.dispose();
  edges.dispose();
});

test('a graph is a view of native memory, and a borrowed one lies where its arrays lie', async t => {
  const rows = [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
  ] as const;
  const type = { id: 'uint32' } as const;
  const fields: Schema = ['src', 'dst'].map(name => ({ name, type, nullable: false }));
  const columns = [
    columnFromValues(
      type,
      rows.map(row => row[0]),
    ),
    columnFromValues(
      type,
      rows.map(row => row[1]),
    ),
  ];
  const edges = await importTable(addon, tableData(fields, [{ length: rows.length, columns }]));
  const build = {
    src: 'src',
    dst: 'dst',
    weight: null,
    directed: true,
    ids: 'sorted',
    vertex: null,
    vertexCount: null,
    idType: type,
  };
  const graph = await addon.graphBuild(JSON.stringify(build), edges, undefined, 1, never(), ignore);
  const first = graph.view();
  const second = graph.view();
  t.is(addon.addressOf(bytes(first.csr.targets)), addon.addressOf(bytes(second.csr.targets)));
  t.deepEqual([...first.csr.offsets], [0, 1, 2, 4, 4]);
  const { offsets, targets } = first.csr;
  const side = { offsets: bytes(offsets), targets: bytes(targets) };
  const csc = first.csc && { offsets: bytes(first.csc.offsets), targets: bytes(first.csc.targets) };
  const borrowed = await addon.importGraph(
    JSON.stringify({ directed: true, idType: type, weightType: null }),
    side,
    csc,
    undefined,
  );
  t.is(addon.addressOf(bytes(borrowed.view().csr.targets)), addon.addressOf(bytes(targets)));
  t.is(borrowed.bytes(), 0);
  const components = await addon.graphRun(
    'graph.wcc',
    JSON.stringify({ options: {}, fast: false }),
    borrowed,
    1,
    never(),
    ignore,
  );
  t.is(components.rows, 4);
});

test.serial('after 1,000 results are disposed no native memory is left', async t => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const source = await importTable(addon, table(20_000));
  const before = process.memoryUsage.rss();
  const tidy = async (): Promise<void> => {
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
    // Finalizers run in a turn of the event loop of their own.
    await new Promise(resolve => setImmediate(resolve));
  };
  for (let run = 0; run < 1000; run++) {
    const keep = {
      kind: 'call',
      function: 'isNotNull',
      arguments: [{ kind: 'column', name: 'x', type: { id: 'float64' } }],
      type: { id: 'bool' },
    };
    const result = await addon.runPipeline(request({ step: 'filter', predicate: keep }), [source], 2, never(), ignore);
    t.true(result.rows > 0 && addon.liveBytes() > 0);
    if (run % 10 === 0) result.view();
    result.dispose();
    if (run % 100 === 99) await tidy();
  }
  for (let turn = 0; turn < 50 && addon.liveBytes() > 0; turn++) await tidy();
  t.is(addon.liveBytes(), 0);
  t.log(`RSS before ${Math.round(before / 2 ** 20)} MiB, after ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`);
  source.dispose();
});

test('a disposed table says so', async t => {
  const native = await importTable(addon, table(10));
  native.dispose();
  native.dispose();
  t.throws(() => native.rows, { message: /CLOSED/ });
});

test('a malformed column is refused, not read', async t => {
  const broken = { length: 3, buffers: [undefined, new Int32Array([0, 1, 2, 900]), new Uint8Array(3)] };
  const wanted: Schema = [{ name: 's', type: { id: 'utf8' }, nullable: false }];
  const batches = [{ length: 3, columns: [{ length: 3, buffers: broken.buffers.map(view => view && bytes(view)) }] }];
  await t.throwsAsync(addon.importTable(JSON.stringify(wanted), batches), { message: /INVALID_ARGUMENT/ });
});
