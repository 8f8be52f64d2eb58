import type { DataType, Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { KeptValues } from './kept-values.js';
import { nearestDoubles } from './numbers-of.js';
import { sortSteps } from './sorted-runs.js';
import { taken } from './taken.js';

/** Groups of few values that are sorted between two looks at the clock. */
const VALUES_AT_ONCE = 1 << 13;
const FLOAT64: DataType = { id: 'float64' };

/** What follows from the numbers of a group in ascending order: NaN last, -0 before 0. Memory 12 bytes per value, and 8 more at the end. */
export class SortedNumbers implements Accumulator {
  readonly #kept = new KeptValues();
  readonly #ofGroup: (sorted: Float64Array) => number | undefined;
  readonly #doubles: (vector: Vector) => Vector;
  #starts: Float64Array = new Float64Array(1);
  #sorted = new Float64Array(0);

  /** `ofGroup`: undefined is null. */
  constructor(type: DataType, ofGroup: (sorted: Float64Array) => number | undefined) {
    this.#doubles = nearestDoubles(type);
    this.#ofGroup = ofGroup;
  }

  get bytes(): number {
    return this.#kept.bytes + this.#kept.length * 8;
  }

  // eslint-disable-next-line require-yield -- nothing per group is kept before the end
  *reserve(): Steps<void> {
    return;
  }

  add(vector: Vector | undefined, groups: Int32Array): void {
    if (!vector) return;
    const rows = vector.validity ? groups.map((_, row) => row).filter(row => isValid(vector, row)) : undefined;
    const numbers = this.#doubles(rows ? taken(vector, rows) : vector);
    this.#kept.add(numbers, rows ? rows.map(row => groups[row] ?? 0) : groups);
  }

  partial(): unknown {
    return this.#kept.partial();
  }

  merge(partial: unknown, groups: Int32Array): void {
    this.#kept.merge(partial, groups);
  }

  *prepare(groupCount: number): Steps<void> {
    this.#starts = yield* this.#kept.starts(groupCount);
    const sorted = new Float64Array(this.#kept.length);
    yield* this.#kept.places(this.#starts, (vector, row, place) => {
      if (vector.form === 'number') sorted[place] = vector.values[row * vector.step] ?? 0;
    });
    let pending = 0;
    for (let group = 0; group < groupCount; group++) {
      const values = sorted.subarray(this.#starts[group], this.#starts[group + 1]);
      yield* sortSteps(values);
      pending += values.length;
      if (pending < VALUES_AT_ONCE) continue;
      pending = 0;
      yield undefined;
    }
    this.#sorted = sorted;
  }

  finish(from: number, to: number): Vector {
    const values = new Float64Array(to - from);
    const validity = new Uint8Array(to - from);
    for (let group = from; group < to; group++) {
      const start = this.#starts[group] ?? 0;
      const value = this.#ofGroup(this.#sorted.subarray(start, this.#starts[group + 1]));
      if (value === undefined) continue;
      validity[group - from] = 1;
      values[group - from] = value === value ? value : Number.NaN;
    }
    return { form: 'number', type: FLOAT64, step: 1, validity: validity.includes(0) ? validity : undefined, values };
  }
}

/** Linear interpolation between exact order statistics; `q` is from 0 to 1. */
export const quantile = (sorted: Float64Array, q: number): number | undefined =>
  quantileOf(sorted.length, place => sorted[place] ?? 0, q);

/** The same, of numbers of which each is told by its place in ascending order. */
export function quantileOf(count: number, at: (place: number) => number, q: number): number | undefined {
  if (count === 0) return undefined;
  const position = (count - 1) * q;
  const floor = Math.min(Math.floor(position), count - 1);
  const part = position - floor;
  const low = at(floor);
  const high = floor + 1 < count ? at(floor + 1) : low;
  return part === 0 || low === high ? low : between(low, high, part);
}

function between(low: number, high: number, part: number): number {
  const distance = high - low;
  return Number.isFinite(distance) ? low + distance * part : low * (1 - part) + high * part;
}
