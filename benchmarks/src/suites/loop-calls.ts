/** The calls whose hold on the event loop is measured. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { count, type DataFrame, type Runtime } from '@parquetframe/core';

export interface LoopCall {
  readonly name: string;
  /** what is synchronous, and so not measured */
  prepare?(): unknown;
  run(given: unknown): Promise<unknown>;
}

export function inFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'parquetframe-loop-'));
  return {
    folder,
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Numbers = DataFrame<{ k: 'int64'; x: 'float64'; i: 'int32' }>;

/** Every call over `rows` rows; those that make JavaScript objects of them over fewer, as many as memory allows. */
export function* loopCalls(runtime: Runtime, rows: number, engine: string, folder: string): Generator<LoopCall> {
  const objects = Math.ceil(rows / 10);
  const groups = Math.ceil(rows * 0.4);
  const frame: Numbers = runtime.fromArrow(numbers(rows, groups), {
    schema: { k: 'int64', x: 'float64', i: 'int32' },
    engine,
  });
  const names = runtime.fromArrow(texts(objects), { schema: { k: 'int64', name: 'utf8' }, engine });
  const parquet = join(folder, 'x.parquet');
  const csv = join(folder, 'x.csv');
  const at = (count: number): string => count.toLocaleString('en');
  yield {
    name: `fromRows ${at(objects)}, then collect`,
    prepare: () =>
      runtime.fromRows(Array.from({ length: objects }, (_, i) => ({ id: i, name: `name ${String(i)}`, at: new Date(i) }))),
    run: async given => {
      await (await (given as DataFrame).collect()).close();
    },
  };
  yield { name: `toRows ${at(objects)}`, run: () => frame.limit(objects).toRows() };
  yield { name: `toArrow ${at(rows)}`, run: () => frame.toArrow() };
  yield { name: `batches ${at(rows)}`, run: () => drained(frame.filter(row => row.x.gt(0.5))) };
  yield { name: `filter ${at(rows)}`, run: () => collected(frame.filter(row => row.x.gt(0.5))) };
  yield { name: `filter texts ${at(objects)}`, run: () => collected(names.filter(row => row.k.gt(10))) };
  yield { name: `project ${at(rows)}`, run: () => collected(frame.withColumns(row => ({ y: row.x.mul(2) }))) };
  yield { name: `aggregate to 1,000 groups ${at(rows)}`, run: () => collected(grouped(frame, 'i')) };
  yield { name: `aggregate to ${at(groups)} groups ${at(rows)}`, run: () => collected(grouped(frame, 'k')) };
  yield { name: `aggregate texts ${at(objects)}`, run: () => collected(names.groupBy('name').agg({ n: count() })) };
  yield { name: `sort ${at(rows)}`, run: () => collected(frame.sort('x')) };
  yield { name: `sort texts ${at(objects)}`, run: () => collected(names.sort('name')) };
  yield {
    name: `join ${at(rows)} with ${at(objects)}`,
    run: () => collected(frame.join(names, { on: 'k' })),
  };
  yield { name: `writeParquet ${at(rows)}`, run: () => frame.writeParquet(parquet) };
  yield { name: `writeParquet texts ${at(objects)}`, run: () => names.writeParquet(join(folder, 'names.parquet')) };
  yield { name: `readParquet ${at(rows)}`, run: () => collected(runtime.readParquet(parquet, { engine })) };
  yield {
    name: `readParquet texts ${at(objects)}`,
    run: () => collected(runtime.readParquet(join(folder, 'names.parquet'), { engine })),
  };
  yield {
    name: `readCsv ${at(objects)}`,
    run: async () => {
      await writeCsv(csv, objects);
      await collected(runtime.readCsv(csv, { engine }));
    },
  };
  const edges = runtime.fromArrow(numbers(rows, Math.ceil(rows / 10)), {
    schema: { k: 'int64', x: 'float64', i: 'int32' },
    engine,
  });
  const withEnds = edges.withColumns(row => ({ end: row.k.add(row.i.cast('int64')) }));
  const graph = runtime.graph.fromEdges(withEnds, { src: 'k', dst: 'end', engine });
  yield { name: `graph of ${at(rows)} edges, bfs`, run: () => collected(graph.bfs({ source: 1n })) };
  yield { name: `pageRank ${at(rows)}`, run: () => collected(graph.pageRank()) };
  yield { name: `wcc ${at(rows)}`, run: () => collected(graph.wcc()) };
}

async function collected<S>(frame: DataFrame<S>): Promise<void> {
  await (await frame.collect()).close();
}

async function drained<S>(frame: DataFrame<S>): Promise<void> {
  for await (const table of frame.batches()) await table.close();
}

const grouped = (frame: Numbers, key: 'i' | 'k'): DataFrame =>
  frame
    .groupBy(key)
    .agg(row => ({ n: count(), mean: row.x.mean() }))
    .unchecked();

/** Plain buffers, of which nothing is copied. */
function numbers(rows: number, keys: number): object {
  const k = new BigInt64Array(rows);
  const x = new Float64Array(rows);
  const i = new Int32Array(rows);
  let state = 1;
  for (let row = 0; row < rows; row++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    k[row] = BigInt(state % keys);
    x[row] = state / 2 ** 32;
    i[row] = state % 1000;
  }
  const schema = [
    { name: 'k', type: { id: 'int64' }, nullable: false },
    { name: 'x', type: { id: 'float64' }, nullable: false },
    { name: 'i', type: { id: 'int32' }, nullable: false },
  ];
  const columns = [k, x, i].map(values => ({ length: rows, nullCount: 0, buffers: [undefined, values] }));
  return { schema, length: rows, batches: [{ length: rows, columns }] };
}

/** Keys in order, and a text for each. */
function texts(rows: number): object {
  const k = BigInt64Array.from({ length: rows }, (_, row) => BigInt(row));
  const data = Buffer.from(
    Array.from({ length: rows }, (_, row) => `name ${String((row * 7919) % rows).padStart(8, '0')}`).join(''),
  );
  const offsets = Int32Array.from({ length: rows + 1 }, (_, row) => row * 13);
  const schema = [
    { name: 'k', type: { id: 'int64' }, nullable: false },
    { name: 'name', type: { id: 'utf8' }, nullable: false },
  ];
  const columns = [
    { length: rows, nullCount: 0, buffers: [undefined, k] },
    { length: rows, nullCount: 0, buffers: [undefined, offsets, data] },
  ];
  return { schema, length: rows, batches: [{ length: rows, columns }] };
}

const LINES_AT_ONCE = 2_000;

async function writeCsv(path: string, rows: number): Promise<void> {
  await pipeline(function* () {
    yield 'id,name,x\n';
    for (let row = 0; row < rows; row += LINES_AT_ONCE) {
      const lines = Array.from({ length: Math.min(LINES_AT_ONCE, rows - row) }, (_, i) => row + i);
      yield lines.map(id => `${String(id)},name ${String(id)},${String(id / 7)}\n`).join('');
    }
  }, createWriteStream(path));
}
