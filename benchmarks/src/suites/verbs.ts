import type { DataFrame, Runtime } from '@parquetframe/core';
import { Mt19937 } from '../generate/mt19937.js';
import type { Case } from '../measure.js';
import { closing, label, peerWith, sides, type Question } from './db-benchmark.js';
import { numbersTable } from './rows.js';

const EVENTS = { k: 'int32', t: 'int64', x: 'float64' } as const;
const QUOTES = { k: 'int32', t: 'int64', y: 'float64' } as const;
const ITEMS = { k: 'int32', x: 'float64' } as const;
const SPANS = { f: 'int64', e: 'int64' } as const;

type Frames = {
  readonly w: DataFrame<{ k: 'int32'; t: 'int64'; x: 'float64' }>;
  readonly q: DataFrame<{ k: 'int32'; t: 'int64'; y: 'float64' }>;
  readonly s: DataFrame<{ f: 'int64'; e: 'int64' }>;
  /** items of lists */
  readonly i: DataFrame<{ k: 'int32'; x: 'float64' }>;
  readonly l: DataFrame;
};

/** Verbs over rows as a whole, and over several tables, one operation each. */
export async function* verbCases(runtime: Runtime, rows: number): AsyncGenerator<Case> {
  const tenth = Math.floor(rows / 10);
  const { frames, close: closeLists } = await framesOf(runtime, rows);
  const { w, q, s, i, l } = frames;
  const peer = await peerWith({ w, q, s, i });
  await peer.duckdb.query('CREATE TABLE l AS SELECT k, list(x) AS x FROM i GROUP BY k', () => 0);
  const close = async (): Promise<void> => {
    await peer.close();
    await closeLists();
  };
  const on = (engine: string) => ({ w: w.using({ engine }), q: q.using({ engine }), s: s.using({ engine }) });
  const one = (
    name: string,
    operation: string,
    question: { readonly sql: string; readonly sums: readonly string[] },
    verb: (frames: ReturnType<typeof on>, engine: string) => { unchecked(): DataFrame },
  ): Case => ({
    name: `${label(rows)}: ${name}`,
    baseline: 'duckdb',
    tolerance: 1e-9,
    sides: sides(runtime, peer.duckdb, { name, ...question, operations: [operation] } satisfies Question, engine =>
      verb(on(engine), engine).unchecked(),
    ),
  });
  const ofBoth = { sql: 'SELECT * FROM w POSITIONAL JOIN (SELECT f, e FROM s)', sums: ['x'] };
  yield* closing(
    [
      one('one table below another', 'table.concat', { sql: 'SELECT * FROM w UNION ALL SELECT * FROM w', sums: ['x'] }, f =>
        f.w.concat(f.w),
      ),
      one('two side by side', 'table.beside', ofBoth, f => f.w.concat(f.s, { how: 'horizontal', missing: 'null' })),
      one('the last thousand rows', 'table.tail', { sql: `SELECT * FROM w OFFSET ${String(rows - 1000)}`, sums: ['x'] }, f =>
        f.w.tail(1000),
      ),
      one(
        'rows with their numbers',
        'table.withRowIndex',
        { sql: 'SELECT row_number() OVER () - 1 AS i, * FROM w', sums: ['i'] },
        f => f.w.withRowIndex({ name: 'i' }),
      ),
      one('a tenth of the rows', 'table.sample', { sql: `SELECT * FROM w USING SAMPLE ${String(tenth)} ROWS`, sums: [] }, f =>
        f.w.sample({ n: tenth }),
      ),
      one('a row for each item of lists', 'table.explode', { sql: 'SELECT k, unnest(x) AS x FROM l', sums: ['x'] }, (_, engine) =>
        l.using({ engine }).explode('x'),
      ),
      one(
        'the last of equal rows',
        'table.distinct',
        { sql: 'SELECT k, last(t) AS t, last(x) AS x FROM w GROUP BY k', sums: ['k'] },
        f => f.w.distinct({ subset: ['k'], keep: 'last' }),
      ),
      one(
        'the last quote of each event, by key',
        'table.joinAsof',
        { sql: 'SELECT w.*, q.y FROM w ASOF LEFT JOIN q ON w.k = q.k AND w.t >= q.t', sums: ['y'] },
        f => f.w.joinAsof(f.q, { on: 't', by: 'k' }),
      ),
      one(
        'the last quote of each event, of all',
        'table.joinAsof',
        { sql: 'SELECT w.*, q.y FROM w ASOF LEFT JOIN q ON w.t >= q.t', sums: ['y'] },
        f => f.w.joinAsof(f.q, { on: 't' }),
      ),
      one(
        'the spans that an event lies in',
        'table.joinWhere',
        { sql: 'SELECT w.*, s.* FROM w JOIN s ON w.t >= s.f AND w.t < s.e', sums: ['x'] },
        f =>
          f.w.joinWhere(f.s, {
            on: [
              ['t', '>=', 'f'],
              ['t', '<', 'e'],
            ],
          }),
      ),
    ],
    close,
  );
}

/** Events at random times, half as many quotes in order, and spans for a tenth of them, of which each event lies in about one. */
async function framesOf(runtime: Runtime, rows: number): Promise<{ readonly frames: Frames; close(): Promise<void> }> {
  const random = new Mt19937(20261128);
  const keys = Math.max(1, Math.ceil(rows / 4));
  const few = 1000;
  const times = (count: number): BigInt64Array => BigInt64Array.from({ length: count }, () => BigInt(random.next()));
  const ints = (count: number, below: number): Int32Array => Int32Array.from({ length: count }, () => random.next() % below);
  const floats = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.next() / 7);
  const w = runtime.fromArrow(numbersTable(EVENTS, [ints(rows, few), times(rows), floats(rows)]), { schema: EVENTS });
  const quotes = Math.floor(rows / 2);
  const q = runtime.fromArrow(numbersTable(QUOTES, [ints(quotes, few), times(quotes).sort(), floats(quotes)]), {
    schema: QUOTES,
  });
  const starts = times(Math.floor(rows / 10));
  const width = BigInt(Math.round(4e10 / rows));
  const s = runtime.fromArrow(numbersTable(SPANS, [starts, starts.map(start => start + width)]), { schema: SPANS });
  const i = runtime.fromArrow(numbersTable(ITEMS, [ints(rows, keys), floats(rows)]), { schema: ITEMS });
  const table = await i
    .groupBy('k')
    .agg(row => ({ x: row.x.list() }))
    .collect();
  const l = runtime.fromArrow(await table.toArrow()).unchecked();
  return { frames: { w, q, s, i, l }, close: () => table.close() };
}
