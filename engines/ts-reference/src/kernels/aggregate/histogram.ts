import { ranges } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { grown, grownSteps } from '../keys/grow.js';
import type { Accumulator } from './accumulator.js';
import { nearestDoubles } from './numbers-of.js';

/** How many values of each group lie between breaks. */
export class Histogram implements Accumulator {
  readonly #breaks: Float64Array;
  readonly #bins: number;
  readonly #doubles: (vector: Vector) => Vector;
  #counts: Float64Array = new Float64Array(0);

  constructor(type: DataType, breaks: readonly number[]) {
    this.#breaks = Float64Array.from(breaks);
    this.#bins = breaks.length - 1;
    this.#doubles = nearestDoubles(type);
  }

  *reserve(groupCount: number): Steps<void> {
    const needed = groupCount * this.#bins;
    if (needed > this.#counts.length) this.#counts = yield* grownSteps(this.#counts, new Float64Array(needed * 2));
  }

  #makeRoom(groupCount: number): void {
    const needed = groupCount * this.#bins;
    if (needed > this.#counts.length) this.#counts = grown(this.#counts, new Float64Array(needed * 2));
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#makeRoom(groupCount);
    const numbers = vector && this.#doubles(vector);
    if (numbers?.form !== 'number') return;
    for (let row = 0; row < groups.length; row++) {
      if (!isValid(numbers, row)) continue;
      const bin = this.#binOf(numbers.values[row * numbers.step] ?? 0);
      if (bin !== undefined) this.#count((groups[row] ?? 0) * this.#bins + bin, 1);
    }
  }

  #count(at: number, more: number): void {
    this.#counts[at] = (this.#counts[at] ?? 0) + more;
  }

  #binOf(value: number): number | undefined {
    const breaks = this.#breaks;
    const last = breaks[this.#bins] ?? 0;
    if (!(value >= (breaks[0] ?? 0) && value <= last)) return undefined;
    if (value === last) return this.#bins - 1;
    let [low, high] = [0, this.#bins];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((breaks[middle] ?? 0) <= value) low = middle;
      else high = middle;
    }
    return low;
  }

  partial(groupCount: number): Float64Array {
    this.#makeRoom(groupCount);
    return this.#counts.slice(0, groupCount * this.#bins);
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    this.#makeRoom(groupCount);
    if (!(partial instanceof Float64Array)) return;
    for (let at = 0; at < partial.length; at++) {
      const bin = at % this.#bins;
      this.#count((groups[(at - bin) / this.#bins] ?? 0) * this.#bins + bin, partial[at] ?? 0);
    }
  }

  finish(from: number, to: number): Vector {
    throw new TypeError(`groups ${from} to ${to} are part of one column`);
  }

  *column(groupCount: number): Steps<ColumnData> {
    this.#makeRoom(groupCount);
    const count = groupCount * this.#bins;
    if (count > 2 ** 31 - 1) throw new RangeError('more than 2^31 - 1 values in the lists of one batch');
    const counts = new BigInt64Array(count);
    yield* ranges(count, (from, to) => {
      for (let at = from; at < to; at++) counts[at] = BigInt(this.#counts[at] ?? 0);
    });
    const offsets = Int32Array.from({ length: groupCount + 1 }, (_, group) => group * this.#bins);
    return {
      length: groupCount,
      nullCount: 0,
      buffers: [undefined, offsets],
      children: [{ length: count, nullCount: 0, buffers: [undefined, counts] }],
    };
  }
}
