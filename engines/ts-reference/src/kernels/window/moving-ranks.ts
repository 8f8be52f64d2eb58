import { ranges } from '@parquetframe/core/engine';
import type { ColumnData, Steps, WindowCall } from '@parquetframe/core/engine';
import { nearestDoubles } from '../aggregate/numbers-of.js';
import { quantileOf } from '../aggregate/sorted-numbers.js';
import { sortSteps } from '../aggregate/sorted-runs.js';
import { isValid } from '../expression/vector.js';
import { windowFrames } from './frames.js';
import type { WindowLayout } from './layout.js';
import { Drained, move } from './moving.js';
import { numberColumn } from './ranks.js';
import type { WindowTable } from './rows.js';

/** The column of a median or a quantile; undefined for any other function. Time O(rows log rows). */
export function* quantileColumn(call: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData | undefined> {
  const { function: f, column, where, frame, options } = call;
  if (column === null || !frame || (f !== 'median' && f !== 'quantile')) return undefined;
  const q = f === 'median' ? 0.5 : Number(options?.['q']);
  const { length } = layout.order;
  const counts = yield* table.counts(where);
  const vector = yield* table.vector(column);
  const numbers = nearestDoubles(vector.type)(vector);
  const doubles = numbers.form === 'number' ? numbers.values : new Float64Array(length);
  const counted = new Float64Array(length);
  let used = 0;
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++)
      if (isValid(numbers, row) && counts(row)) counted[used++] = doubles[row * numbers.step] ?? 0;
  });
  const sorted = counted.subarray(0, used);
  yield* sortSteps(sorted);
  // The rank of a value is the first place that it has among all.
  const ranks = new Int32Array(length).fill(NOTHING);
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++)
      if (isValid(numbers, row) && counts(row)) ranks[row] = firstPlace(sorted, doubles[row * numbers.step] ?? 0);
  });
  const present = new RankCounts(used);
  const moving = new Drained(length, (row, by) => {
    const rank = ranks[row] ?? NOTHING;
    if (rank !== NOTHING) present.change(rank, by);
  });
  const at = (place: number): number => sorted[present.rankAt(place)] ?? 0;
  const [values, validity] = [new Float64Array(length), new Uint8Array(length)];
  yield* move(layout, yield* windowFrames(layout, frame), moving, row => {
    const value = quantileOf(present.count, at, q);
    if (value === undefined) return;
    validity[row] = 1;
    values[row] = value === value ? value : Number.NaN;
  });
  return yield* numberColumn('float64', values, validity);
}

const NOTHING = -1;

/** The first place of a value that is there: NaN is above all, −0 below 0. */
function firstPlace(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(sorted[middle] ?? 0, value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBelow(a: number, b: number): boolean {
  if (a === 0 && b === 0) return Object.is(a, -0) && !Object.is(b, -0);
  return a < b || (b !== b && a === a);
}

/** How often each rank is there, as a binary indexed tree. @see Fenwick: A new data structure for cumulative frequency tables, 1994 */
class RankCounts {
  count = 0;
  readonly #sums: Int32Array;
  readonly #highest: number;

  constructor(ranks: number) {
    this.#sums = new Int32Array(ranks + 1);
    this.#highest = ranks === 0 ? 0 : 2 ** (31 - Math.clz32(ranks));
  }

  change(rank: number, by: number): void {
    this.count += by;
    for (let node = rank + 1; node < this.#sums.length; node += node & -node) this.#sums[node] = (this.#sums[node] ?? 0) + by;
  }

  /** The rank of what stands at a place in ascending order. */
  rankAt(place: number): number {
    let [rank, before] = [0, place];
    for (let step = this.#highest; step > 0; step >>>= 1) {
      const next = rank + step;
      const sum = this.#sums[next] ?? Infinity;
      if (sum > before) continue;
      rank = next;
      before -= sum;
    }
    return rank;
  }
}
