import type { Runtime } from '@parquetframe/core';
import { tableData } from '@parquetframe/core/engine';
import { enginesFor, tableFinished } from '../contestants.js';
import { Mt19937 } from '../generate/mt19937.js';
import type { Case, Side } from '../measure.js';

const SCHEMA = { few: 'int32', many: 'int32', x: 'float64', wide: 'float64' } as const;
const DETERMINISMS = ['exact', 'fast'] as const;

/** Groups of `many` per row: 4.3 M over 10 M rows, of which 3.9 M occur. */
const MANY = 0.43;

/**
 * What the exact sums of floats cost: sum and mean by the engines that also add in any order when asked to, whole calls through the API, from a table that is kept where the
 * engine works. Uniform keys; `x` has all 53 bits, `wide` powers of two from 2^-300 to 2^300 times such a number.
 */
export function sumCases(runtime: Runtime, rows: number): Case[] {
  const random = new Mt19937(20261127);
  const fraction = (): number => ((random.next() >>> 5) * 2 ** 26 + (random.next() >>> 6)) / 2 ** 53;
  const few = new Int32Array(rows);
  const many = new Int32Array(rows);
  const x = new Float64Array(rows);
  const wide = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    few[row] = random.next() % 100;
    many[row] = Math.floor(fraction() * rows * MANY);
    x[row] = fraction() * 1000;
    wide[row] = (fraction() - 0.5) * 2 ** ((random.next() % 600) - 300);
  }
  const table = tableData(
    Object.entries(SCHEMA).map(([name, id]) => ({ name, type: { id }, nullable: false })),
    [
      {
        length: rows,
        columns: [few, many, x, wide].map(values => ({ length: rows, nullCount: 0, buffers: [undefined, values] })),
      },
    ],
  );
  const source = runtime.fromArrow(table, { schema: SCHEMA });
  const engines = enginesFor(runtime, 'table.aggregate').filter(engine => engine === 'rust-napi');
  const numbers = rows.toLocaleString('en');
  const on = (key: 'few' | 'many' | undefined, column: 'x' | 'wide'): Side[] =>
    engines.flatMap(engine =>
      DETERMINISMS.map(determinism => ({
        name: `${engine} ${determinism}`,
        run: async () => {
          const pinned = source.using({ engine, determinism });
          const result =
            key === undefined
              ? pinned.agg(row => ({ sum: row[column].sum(), mean: row[column].mean() }))
              : pinned.groupBy(key).agg(row => ({ sum: row[column].sum(), mean: row[column].mean() }));
          return tableFinished(await result.collect({ engine, determinism }), ({ length }) => length);
        },
      })),
    );
  const baseline = 'rust-napi fast';
  const cases: Case[] = [
    { name: `sum and mean of ${numbers} rows`, baseline, sides: on(undefined, 'x') },
    { name: `sum and mean of ${numbers} rows by 100 groups`, baseline, sides: on('few', 'x') },
    {
      name: `sum and mean of ${numbers} rows by ${Math.floor(rows * MANY).toLocaleString('en')} groups`,
      baseline,
      sides: on('many', 'x'),
    },
    { name: `sum and mean of ${numbers} rows, values far apart`, baseline, sides: on(undefined, 'wide') },
    {
      name: `sum and mean of ${numbers} rows, values far apart, by 100 groups`,
      baseline,
      sides: on('few', 'wide'),
      close: () => source.close(),
    },
  ];
  return cases;
}
