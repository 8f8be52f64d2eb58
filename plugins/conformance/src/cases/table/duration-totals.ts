import type { CaseRandom, DataType, OperationCase, TableData, TimeUnit } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

const MOST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);
const UNITS = ['s', 'ms', 'us', 'ns'] as const satisfies readonly TimeUnit[];

const duration = (unit: TimeUnit): DataType => ({ id: 'duration', unit });
const encoded = (values: DataType): DataType => ({ id: 'dictionary', index: { id: 'int8' }, values, ordered: false });

const TOTALS = [
  { name: 'sum', function: 'sum', column: 'd' },
  { name: 'mean', function: 'mean', column: 'd' },
] as const;

/** Sum and mean of a column in milliseconds, in one batch and one row per batch. */
const totals = (
  name: string,
  values: readonly (bigint | null)[],
  sum: bigint | null,
  mean: bigint | null,
): readonly OperationCase[] =>
  [undefined, values.map(() => 1)].map(batches => ({
    name: `durations: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ d: [duration('ms'), values] }, batches) }],
    options: { aggregates: TOTALS },
    expect: { table: tableOf({ sum: [duration('ms'), [sum]], mean: [duration('ms'), [mean]] }) },
  }));

/** Sums and means of durations: of their unit, exact, means rounded once with halves to even. */
export const durationTotalCases: readonly OperationCase[] = [
  ...totals('a mean that is whole', [1n, 2n, 6n], 9n, 3n),
  ...totals('a half goes down to the even count', [2n, 3n], 5n, 2n),
  ...totals('a half goes up to the even count', [3n, 4n], 7n, 4n),
  ...totals('a negative half goes to the even count', [-2n, -3n], -5n, -2n),
  ...totals('a negative half goes down to the even count', [-3n, -4n], -7n, -4n),
  ...totals('half of the smallest is 0', [0n, -1n], -1n, 0n),
  ...totals('more than a half goes up', [1n, 2n, 2n], 5n, 2n),
  ...totals('less than a half goes towards 0', [-1n, -1n, -2n], -4n, -1n),
  ...totals('nulls are left out', [null, 10n, null, 5n, null], 15n, 8n),
  ...totals('only nulls', [null, null], null, null),
  ...totals('what a float64 cannot tell apart', [2n ** 53n + 1n, 2n ** 53n + 1n], 2n ** 54n + 2n, 2n ** 53n + 1n),
  ...totals('a half beyond 2^53', [2n ** 60n, 2n ** 60n + 1n, 0n, 0n, 0n, 0n], 2n ** 61n + 1n, (2n ** 61n + 1n + 3n) / 6n),
  ...totals('a half beyond 2^53 goes to the even count', [2n ** 60n + 1n, 2n ** 60n + 2n], 2n ** 61n + 3n, 2n ** 60n + 2n),
  ...totals('a total that goes beyond 64 bits on the way', [MOST, MOST, LEAST, LEAST, 7n], 5n, 1n),
  ...totals('the greatest and the least', [MOST, LEAST], -1n, 0n),
  {
    name: 'durations: nothing at all gives null',
    inputs: [{ kind: 'table', table: tableOf({ d: [duration('us'), []] }) }],
    options: { aggregates: TOTALS },
    expect: { table: tableOf({ sum: [duration('us'), [null]], mean: [duration('us'), [null]] }) },
  },
  {
    name: 'durations: the mean of what has a total beyond 64 bits',
    inputs: [{ kind: 'table', table: tableOf({ d: [duration('ns'), [MOST, MOST, MOST - 1n]] }) }],
    options: { aggregates: [{ name: 'mean', function: 'mean', column: 'd' }] },
    expect: { table: tableOf({ mean: [duration('ns'), [MOST]] }) },
  },
  ...[
    ['beyond the greatest', [MOST, 1n]],
    ['below the least', [LEAST, -1n]],
  ].map(([name, values]): OperationCase => ({
    name: `durations: a total ${String(name)} duration`,
    inputs: [{ kind: 'table', table: tableOf({ d: [duration('ns'), values as readonly bigint[]] }) }],
    options: { aggregates: TOTALS },
    expect: { error: 'INTEGER_OVERFLOW' },
  })),
  ...UNITS.map((unit): OperationCase => ({
    name: `durations: per group, in ${unit}`,
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          {
            k: ['utf8', ['b', 'a', null, 'b', 'a', 'b', 'c']],
            d: [duration(unit), [1n, -3n, MOST, 1n, -4n, 3n, null]],
          },
          [2, 1, 0, 4],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: [...TOTALS, { name: 'least', function: 'min', column: 'd' }] },
    expect: {
      table: tableOf({
        k: ['utf8', ['b', 'a', null, 'c']],
        sum: [duration(unit), [5n, -7n, MOST, null]],
        mean: [duration(unit), [2n, -4n, MOST, null]],
        least: [duration(unit), [1n, -4n, MOST, null]],
      }),
    },
  })),
  {
    name: 'durations of a dictionary are those of its values',
    inputs: [{ kind: 'table', table: tableOf({ d: [encoded(duration('s')), [5n, null, 5n, -3n]] }, [1, 3]) }],
    options: { aggregates: TOTALS },
    expect: { table: tableOf({ sum: [duration('s'), [7n]], mean: [duration('s'), [2n]] }) },
  },
  {
    name: 'numbers of a dictionary are those of its values',
    inputs: [
      {
        kind: 'table',
        table: tableOf({
          i: [encoded({ id: 'int32' }), [5, null, 5]],
          x: [encoded({ id: 'float64' }), [0.5, null, 0.5]],
          m: [encoded({ id: 'decimal', precision: 5, scale: 2 }), [150n, null, 150n]],
        }),
      },
    ],
    options: {
      aggregates: ['i', 'x', 'm'].flatMap(column =>
        (['sum', 'mean'] as const).map(f => ({ name: `${f} ${column}`, function: f, column })),
      ),
    },
    expect: {
      table: tableOf({
        'sum i': ['int64', [10n]],
        'mean i': ['float64', [5]],
        'sum x': ['float64', [1]],
        'mean x': ['float64', [0.5]],
        'sum m': [{ id: 'decimal', precision: 38, scale: 2 }, [300n]],
        'mean m': ['float64', [1.5]],
      }),
    },
  },
  ...(['date', 'time', 'timestamp'] as const).map((id): OperationCase => ({
    name: `a sum of ${id}s, of which there is none`,
    inputs: [{ kind: 'table', table: tableOf({ d: [instant(id), []] }) }],
    options: { aggregates: TOTALS },
    expect: { error: 'TYPE_MISMATCH' },
  })),
];

function instant(id: 'date' | 'time' | 'timestamp'): DataType {
  if (id === 'date') return { id, unit: 'day' };
  return id === 'time' ? { id, unit: 'us' } : { id, unit: 'us', timezone: null };
}

/** A few groups of durations that lie near each other, so that many means are halves, or so far apart that totals leave 64 bits. */
export function wildDurations(random: CaseRandom): TableData {
  const rows = random.integer(1, 40);
  const isFar = random.boolean();
  const value = (): bigint | null => {
    if (random.integer(0, 5) === 0) return null;
    const small = BigInt(random.integer(-9, 9));
    return isFar ? small * 2n ** BigInt(random.integer(0, 59)) + BigInt(random.integer(-2, 2)) : small;
  };
  const cut = random.integer(0, rows);
  return tableOf(
    {
      k: ['int32', Array.from({ length: rows }, () => random.integer(0, 2))],
      d: [duration(random.pick(UNITS)), Array.from({ length: rows }, value)],
    },
    [cut, rows - cut],
  );
}
