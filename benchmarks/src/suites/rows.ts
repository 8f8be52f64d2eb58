import type { DataFrame, Runtime } from '@parquetframe/core';
import { tableData } from '@parquetframe/core/engine';
import { Mt19937 } from '../generate/mt19937.js';
import type { Case } from '../measure.js';
import { closing, label, peerWith, sides, type Question } from './db-benchmark.js';

const LEFT = { x: 'float64', few: 'int32', many: 'int32', fifth: 'int64', every: 'int64' } as const;
const RIGHT = { k: 'int64', v: 'float64' } as const;

/** Sorts and joins: `fifth` has a partner in one of five rows, `every` in every one; there is a right row for each ten left ones. */
export async function* rowCases(runtime: Runtime, rows: number): AsyncGenerator<Case> {
  const random = new Mt19937(20261128);
  const partners = Math.ceil(rows / 10);
  const whole = (below: number) => () => random.next() % below;
  const big = (below: number) => () => BigInt(random.next() % below);
  const x = Float64Array.from({ length: rows }, () => random.next() / 7);
  const few = Int32Array.from({ length: rows }, whole(100));
  const many = Int32Array.from({ length: rows }, whole(1000));
  const fifth = BigInt64Array.from({ length: rows }, big(5 * partners));
  const every = BigInt64Array.from({ length: rows }, big(partners));
  const k = BigInt64Array.from({ length: partners }, (_, row) => BigInt((row * 7919) % partners));
  const v = Float64Array.from({ length: partners }, () => random.next());
  const left = runtime.fromArrow(numbersTable(LEFT, [x, few, many, fifth, every]), { schema: LEFT });
  const right = runtime.fromArrow(numbersTable(RIGHT, [k, v]), { schema: RIGHT });
  const { duckdb, close } = await peerWith({ l: left, r: right });
  const one = (
    name: string,
    [operation, ...sums]: readonly string[],
    sql: string,
    frame: (engine: string) => { unchecked(): DataFrame },
  ): Case => {
    const question: Question = { name, sql, sums, operations: [operation ?? ''] };
    return {
      name: `${label(rows)}: ${name}`,
      baseline: 'duckdb',
      tolerance: 1e-9,
      sides: sides(runtime, duckdb, question, engine => frame(engine).unchecked()),
    };
  };
  const on = (key: 'fifth' | 'every', how: 'inner' | 'semi' | 'anti') => (engine: string) =>
    left.using({ engine }).select(key, 'x').join(right, { leftOn: key, rightOn: 'k', how });
  yield* closing(
    [
      one('sort by a float', ['table.sort', 'x'], 'SELECT x, fifth FROM l ORDER BY x', engine =>
        left.using({ engine }).select('x', 'fifth').sort('x'),
      ),
      one('sort by three keys', ['table.sort', 'x'], 'SELECT few, many, x FROM l ORDER BY few, many, x', engine =>
        left.using({ engine }).select('few', 'many', 'x').sort(['few', 'many', 'x']),
      ),
      one('the first ten by a float', ['table.sort', 'x'], 'SELECT x, fifth FROM l ORDER BY x LIMIT 10', engine =>
        left.using({ engine }).select('x', 'fifth').sort('x').limit(10),
      ),
      one(
        'join, 20 % match',
        ['table.join', 'v'],
        'SELECT l.fifth, l.x, r.* FROM l JOIN r ON l.fifth = r.k',
        on('fifth', 'inner'),
      ),
      one(
        'join, 100 % match',
        ['table.join', 'v'],
        'SELECT l.every, l.x, r.* FROM l JOIN r ON l.every = r.k',
        on('every', 'inner'),
      ),
      one('semi join', ['table.join', 'x'], 'SELECT fifth, x FROM l SEMI JOIN r ON l.fifth = r.k', on('fifth', 'semi')),
      one('anti join', ['table.join', 'x'], 'SELECT fifth, x FROM l ANTI JOIN r ON l.fifth = r.k', on('fifth', 'anti')),
    ],
    close,
  );
}

/** A table of columns of numbers without nulls. */
export const numbersTable = (
  schema: { readonly [name: string]: 'float64' | 'int32' | 'int64' },
  columns: readonly ArrayBufferView[],
) => {
  const length = Math.max(...columns.map(({ byteLength }, i) => byteLength / (Object.values(schema)[i] === 'int32' ? 4 : 8)));
  return tableData(
    Object.entries(schema).map(([name, id]) => ({ name, type: { id }, nullable: false })),
    [{ length, columns: columns.map(values => ({ length, nullCount: 0, buffers: [undefined, values] })) }],
  );
};
