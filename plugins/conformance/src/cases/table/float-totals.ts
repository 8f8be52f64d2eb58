import type { CaseRandom, OperationCase, TableData } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

const MIN = 2 ** -1074;
const MAX = Number.MAX_VALUE;
const UP = 1 + 2 ** -52;

const TOTALS = [
  { name: 'sum', function: 'sum', column: 'x' },
  { name: 'mean', function: 'mean', column: 'x' },
] as const;

/** Sum and mean of a column, in one batch and one row per batch. */
const totals = (name: string, values: readonly (number | null)[], sum: number, mean: number): readonly OperationCase[] =>
  [undefined, values.map(() => 1)].map(batches => ({
    name: `${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x: ['float64', values] }, batches) }],
    options: { aggregates: TOTALS },
    expect: { table: tableOf({ sum: ['float64', [sum]], mean: ['float64', [mean]] }) },
  }));

const repeated = (count: number, ...values: readonly number[]): readonly number[] =>
  Array.from({ length: count }, () => values).flat();

/** Sums that an engine gets wrong that adds in any order, or in double the precision. */
export const floatTotalCases: readonly OperationCase[] = [
  ...totals('what cancels leaves what is small', [1e100, 1, -1e100], 1, 1 / 3),
  ...totals('ten tenths are one', repeated(10, 0.1), 1, 0.1),
  ...totals('a finite total does not overflow on the way', [1e308, 1e308, -1e308], 1e308, 1e308 / 3),
  ...totals('nor do large values that all cancel', [MAX, MAX, MAX, -MAX, -MAX, -MAX, 5], 5, 5 / 7),
  ...totals('a total beyond the range is infinite, its mean is not', [MAX, MAX], Infinity, MAX),
  ...totals('half a unit beyond the greatest number is infinite', [MAX, 2 ** 970], Infinity, MAX / 2 + 2 ** 969),
  ...totals('a little less is the greatest number', [MAX, 2 ** 970, -MIN], MAX, MAX / 3 + 0),
  ...totals('a tie goes to the even number', [1, 2 ** -53], 1, 0.5),
  ...totals('a tie goes up to the even number', [UP, 2 ** -53], UP + 2 ** -52, UP / 2 + 2 ** -53),
  ...totals('the smallest number decides what is not a tie', [1, 2 ** -53, MIN], UP, 1 / 3 + 2 ** -54),
  ...totals('also from below', [UP, 2 ** -53, -MIN], UP, UP / 3),
  ...totals('the whole range of numbers at once', [2 ** 1023, 1, MIN, -(2 ** 1023), -1], MIN, 0),
  ...totals('subnormal numbers', [MIN, MIN, MIN, -(2 ** -1022)], 3 * MIN - 2 ** -1022, (3 * MIN - 2 ** -1022) / 4),
  ...totals('a mean of subnormal numbers is rounded once', [MIN, 0], MIN, 0),
  ...totals('a mean is that of the exact sum, not of the rounded one', [2 ** 53, 1, 1, 1], 2 ** 53 + 4, 2 ** 51 + 0.75),
  ...totals('nulls are left out', [null, 0.1, null, 0.2, 0.3, null], 0.6, 0.2),
  ...totals('-0 alone gives -0', [-0, -0, -0], -0, -0),
  ...totals('-0 and 0 give 0', [-0, 0], 0, 0),
  ...totals('1 and -1 give 0', [-0, 1, -1], 0, 0),
  ...totals('NaN gives NaN', [1, Number.NaN, 1e308, 1e308], Number.NaN, Number.NaN),
  ...totals('infinities of one sign', [1e308, 1e308, -Infinity], -Infinity, -Infinity),
  ...totals('infinities of both signs give NaN', [Infinity, 1, -Infinity], Number.NaN, Number.NaN),
  {
    name: 'the total of thousands of values over many batches',
    inputs: [{ kind: 'table', table: tableOf({ x: ['float64', repeated(3000, 1e16, 1, -1e16)] }, repeated(9, 1000)) }],
    options: { aggregates: TOTALS },
    expect: { table: tableOf({ sum: ['float64', [3000]], mean: ['float64', [1 / 3]] }) },
  },
  {
    name: 'float32 values are added as float64',
    inputs: [{ kind: 'table', table: tableOf({ x: ['float32', [16777216, 1, Math.fround(0.1)]] }) }],
    options: { aggregates: TOTALS },
    expect: {
      table: tableOf({ sum: ['float64', [16777217 + Math.fround(0.1)]], mean: ['float64', [(16777217 + Math.fround(0.1)) / 3]] }),
    },
  },
  {
    name: 'totals per group, groups in the order of their first rows',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          { k: ['utf8', ['b', 'a', null, 'b', 'a', 'b']], x: ['float64', [1e100, -0, 2.5, 1, -0, -1e100]] },
          [2, 1, 0, 3],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: TOTALS },
    expect: {
      table: tableOf({ k: ['utf8', ['b', 'a', null]], sum: ['float64', [1, -0, 2.5]], mean: ['float64', [1 / 3, -0, 2.5]] }),
    },
  },
];

/** A table of a few groups, floats that cancel, tie, overflow on the way or lie far apart, and integers that a float cannot add. */
export function wildFloats(random: CaseRandom): TableData {
  const rows = random.integer(1, 40);
  const value = (): number => {
    if (random.boolean()) return random.pick([1e308, -1e308, 1e16, -1e16, 1, -1, 0.1, 2 ** -53, MIN, -MIN, MAX, -MAX, -0]);
    return (random.boolean() ? 1 : -1) * (1 + random.integer(0, 1000) / 1000) * 2 ** random.integer(-1070, 1023);
  };
  const cut = random.integer(0, rows);
  return tableOf(
    {
      k: ['int32', Array.from({ length: rows }, () => random.integer(0, 2))],
      x: ['float64', Array.from({ length: rows }, value)],
      y: ['int64', Array.from({ length: rows }, () => BigInt(random.integer(-1000, 1000)) * 2n ** 50n)],
    },
    [cut, rows - cut],
  );
}

/** In units of 2^-1074. */
export function unitsOf(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const exponent = (bits.getUint16(0) >>> 4) & 0x7ff;
  const fraction = bits.getBigUint64(0) & (2n ** 52n - 1n);
  const magnitude = exponent === 0 ? fraction : (fraction + 2n ** 52n) << BigInt(exponent - 1);
  return bits.getUint8(0) >= 128 ? -magnitude : magnitude;
}

/** Whether no other double is nearer to `sum` units / `count`, and of two as near this is the even one. */
export function isNearest(sum: bigint, count: bigint, value: number): boolean {
  const size = (n: bigint): bigint => (n < 0n ? -n : n);
  const isBeyond = 2n * size(sum) >= (2n * unitsOf(MAX) + 2n ** 2045n) * count;
  if (!Number.isFinite(value)) return isBeyond && !Number.isNaN(value) && value > 0 === sum > 0n;
  if (isBeyond) return false;
  const at = unitsOf(value);
  const distance = size(sum - at * count);
  return [-1n, 1n].every(direction => {
    // The neighbour of a power of two on the side of 0 is half as far away.
    const step = unitsOf(MIN) * 2n ** BigInt(Math.max(0, size(at).toString(2).length - 53));
    const isPower = step > 1n && size(at).toString(2).lastIndexOf('1') === 0;
    const towardsZero = at > 0n === direction < 0n;
    const neighbour = at + direction * (isPower && towardsZero ? step / 2n : step);
    const other = size(sum - neighbour * count);
    return distance < other || (distance === other && (size(at) / step) % 2n === 0n);
  });
}
