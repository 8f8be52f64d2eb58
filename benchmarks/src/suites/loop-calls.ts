/** The calls whose hold on the event loop is measured: every asynchronous one there is. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { col, count, type DataFrame, type Runtime } from '@parquetframe/core';
import { mixed, numbers, texts, writeCsv } from './loop-data.js';

export interface LoopCall {
  readonly name: string;
  /** what comes before, and is not measured */
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

const NUMBERS = { k: 'int64', x: 'float64', i: 'int32' } as const;
const TEXTS = { k: 'int64', name: 'utf8' } as const;

type Numbers = DataFrame<{ k: 'int64'; x: 'float64'; i: 'int32' }>;
type Texts = DataFrame<{ k: 'int64'; name: 'utf8' }>;

/** What the calls run over. */
interface Subjects {
  readonly runtime: Runtime;
  readonly engine: string;
  readonly folder: string;
  readonly rows: number;
  /** rows of what makes JavaScript objects or texts: as many as memory allows */
  readonly objects: number;
  readonly groups: number;
  readonly frame: Numbers;
  readonly names: Texts;
}

/** Every call over `rows` rows; those that make JavaScript objects of them over fewer. */
export function* loopCalls(runtime: Runtime, rows: number, engine: string, folder: string): Generator<LoopCall> {
  const objects = Math.ceil(rows / 10);
  const groups = Math.ceil(rows * 0.4);
  const subjects: Subjects = {
    ...{ runtime, engine, folder, rows, objects, groups },
    frame: runtime.fromArrow(numbers(rows, groups), { schema: NUMBERS, engine }),
    names: runtime.fromArrow(texts(objects), { schema: TEXTS, engine }),
  };
  yield* results(subjects);
  yield* verbs(subjects);
  yield* mixedColumns(subjects);
  yield* files(subjects);
  yield* graphs(subjects);
}

const at = (count: number): string => count.toLocaleString('en');

/** How answers are taken. */
function* results({ runtime, engine, rows, objects, frame }: Subjects): Generator<LoopCall> {
  yield {
    name: `fromRows ${at(objects)}, then collect`,
    prepare: () =>
      runtime.fromRows(
        Array.from({ length: objects }, (_, i) => ({ id: i, name: `name ${String(i)}`, at: new Date(i) })),
        { engine },
      ),
    run: async given => {
      await collected(given as DataFrame);
    },
  };
  const half = frame.filter(row => row.x.gt(0.5));
  yield { name: `toRows ${at(objects)}`, run: () => frame.limit(objects).toRows() };
  yield { name: `toArrow ${at(rows)}`, run: () => frame.toArrow() };
  yield { name: `batches ${at(rows)}`, run: () => drained(half) };
  yield { name: `count ${at(rows)}`, run: () => half.count() };
  yield { name: `schema ${at(rows)}`, run: () => half.schema() };
  yield { name: `explain ${at(rows)}`, run: () => grouped(half, 'k').explain() };
  yield {
    name: `cache ${at(rows)}, used twice`,
    run: async () => {
      const cached = half.cache();
      await collected(cached.limit(1));
      await collected(cached.limit(1, 1));
      await cached.close();
    },
  };
}

function* verbs({ runtime, engine, rows, objects, groups, frame, names }: Subjects): Generator<LoopCall> {
  yield { name: `filter ${at(rows)}`, run: () => collected(frame.filter(row => row.x.gt(0.5))) };
  yield { name: `filter texts ${at(objects)}`, run: () => collected(names.filter(row => row.k.gt(10))) };
  yield { name: `project ${at(rows)}`, run: () => collected(frame.withColumns(row => ({ y: row.x.mul(2) }))) };
  yield { name: `limit ${at(rows)}`, run: () => collected(frame.limit(rows - 2, 1)) };
  yield { name: `aggregate to 1,000 groups ${at(rows)}`, run: () => collected(grouped(frame, 'i')) };
  yield { name: `aggregate to ${at(groups)} groups ${at(rows)}`, run: () => collected(grouped(frame, 'k')) };
  yield { name: `aggregate texts ${at(objects)}`, run: () => collected(names.groupBy('name').agg({ n: count() })) };
  yield { name: `distinct ${at(rows)} to ${at(groups)}`, run: () => collected(frame.distinct({ subset: ['k'] })) };
  yield { name: `distinct texts ${at(objects)}`, run: () => collected(names.distinct({ subset: ['name'], keep: 'last' })) };
  yield { name: `sort ${at(rows)}`, run: () => collected(frame.sort('x')) };
  yield { name: `sort texts ${at(objects)}`, run: () => collected(names.sort('name')) };
  yield { name: `join ${at(rows)} with ${at(objects)}`, run: () => collected(frame.join(names, { on: 'k' })) };
  yield { name: `left join ${at(rows)} with ${at(objects)}`, run: () => collected(frame.join(names, { on: 'k', how: 'left' })) };
  const third = Math.ceil(rows / 3);
  const more = runtime.fromArrow(numbers(third, third), { schema: NUMBERS, engine });
  yield { name: `concat 3 × ${at(third)}, then sort`, run: () => collected(more.run('table.concat', {}, more, more).sort('k')) };
}

/** Nulls, booleans, instants and dictionaries in two batches. */
function* mixedColumns({ runtime, engine, folder, rows, objects }: Subjects): Generator<LoopCall> {
  const all = runtime.fromArrow(mixed(rows), { engine });
  const path = join(folder, 'mixed.parquet');
  yield { name: `mixed: filter ${at(rows)}`, run: () => collected(all.filter(col('price').gt(500))) };
  yield { name: `mixed: sort ${at(objects)}`, run: () => collected(all.limit(objects).sort('city')) };
  yield { name: `mixed: aggregate ${at(rows)}`, run: () => collected(all.groupBy('city', 'open').agg({ n: count() })) };
  yield { name: `mixed: toRows ${at(objects)}`, run: () => all.limit(objects).toRows() };
  yield { name: `mixed: toArrow ${at(rows)}`, run: () => all.toArrow() };
  yield { name: `mixed: writeParquet ${at(rows)}`, run: () => all.writeParquet(path) };
  yield {
    name: `mixed: readParquet ${at(rows)}`,
    prepare: () => written(all, path),
    run: () => collected(runtime.readParquet(path, { engine })),
  };
}

function* files({ runtime, engine, folder, rows, objects, frame, names }: Subjects): Generator<LoopCall> {
  const parquet = join(folder, 'x.parquet');
  const csv = join(folder, 'x.csv');
  const textFile = join(folder, 'names.parquet');
  const read = (file: string): DataFrame => runtime.readParquet(file, { engine });
  const prepare = async (): Promise<void> => {
    await written(frame, parquet);
    await written(names, textFile);
  };
  yield { name: `writeParquet ${at(rows)}`, run: () => frame.writeParquet(parquet) };
  yield { name: `writeParquet texts ${at(objects)}`, run: () => names.writeParquet(textFile) };
  yield { name: `readParquet ${at(rows)}`, prepare, run: () => collected(read(parquet)) };
  yield { name: `readParquet texts ${at(objects)}`, prepare, run: () => collected(read(textFile)) };
  yield { name: `batches of readParquet ${at(rows)}`, prepare, run: () => drained(read(parquet)) };
  yield { name: `metadata ${at(rows)}`, prepare, run: () => runtime.metadata(parquet) };
  yield {
    name: `concat readParquet of 2 × ${at(rows)}`,
    prepare,
    run: () => collected(runtime.readParquet([parquet, parquet], { engine }).limit(2 * rows - 1)),
  };
  yield {
    name: `readCsv ${at(objects)}`,
    run: async () => {
      await writeCsv(csv, objects);
      await collected(runtime.readCsv(csv, { engine }));
    },
  };
}

function* graphs({ runtime, engine, rows }: Subjects): Generator<LoopCall> {
  const edges = runtime.fromArrow(numbers(rows, Math.ceil(rows / 10)), { schema: NUMBERS, engine });
  const withEnds = edges.withColumns(row => ({ end: row.k.add(row.i.cast('int64')) }));
  const graph = runtime.graph.fromEdges(withEnds, { src: 'k', dst: 'end', engine });
  yield { name: `graph of ${at(rows)} edges, bfs`, run: () => collected(graph.bfs({ source: 1n })) };
  yield { name: `facts ${at(rows)}`, run: () => graph.facts({ engine }) };
  yield { name: `degree ${at(rows)}`, run: () => collected(graph.degree()) };
  yield { name: `pageRank ${at(rows)}`, run: () => collected(graph.pageRank()) };
  yield { name: `wcc ${at(rows)}`, run: () => collected(graph.wcc()) };
  const undirected = runtime.graph.fromEdges(withEnds, { src: 'k', dst: 'end', directed: false, engine });
  yield { name: `undirected graph of ${at(rows)} edges, triangles`, run: () => collected(undirected.triangles()) };
}

/** The frame as a file, also where the engine that is measured writes none. */
async function written<S>(frame: DataFrame<S>, path: string): Promise<void> {
  if (!existsSync(path)) await frame.using({ engine: 'ts-reference' }).writeParquet(path);
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
