import type { DataType, Steps } from '@parquetframe/core/engine';
import { nearestDouble } from '../exact/ratio.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { KeptValues } from './kept-values.js';
import { sortSteps } from './sorted-runs.js';
import { taken } from './taken.js';

/** Groups of few values that are sorted between two looks at the clock. */
const VALUES_AT_ONCE = 1 << 13;
const FLOAT64: DataType = { id: 'float64' };

/** A quantile of numbers: linear interpolation between exact order statistics. Memory 12 bytes per value, and 8 more at the end. */
export class Quantile implements Accumulator {
  readonly #kept = new KeptValues();
  readonly #q: number;
  readonly #unit: bigint;
  readonly #multiple: bigint;
  #starts: Float64Array = new Float64Array(1);
  #sorted = new Float64Array(0);

  constructor(type: DataType, q: number) {
    const scale = type.id === 'decimal' ? type.scale : 0;
    this.#unit = 10n ** BigInt(Math.max(scale, 0));
    this.#multiple = 10n ** BigInt(Math.max(-scale, 0));
    this.#q = q;
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

  /** The double nearest to each: that keeps the order of values. */
  #doubles(vector: Vector): Vector {
    if (vector.form !== 'bigint') return { ...vector, type: FLOAT64 };
    const values = Float64Array.from(vector.values, value =>
      vector.type.id === 'decimal' ? nearestDouble(value * this.#multiple, this.#unit) : Number(value),
    );
    return { form: 'number', type: FLOAT64, step: vector.step, validity: undefined, values };
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
      const count = (this.#starts[group + 1] ?? 0) - start;
      if (count === 0) continue;
      validity[group - from] = 1;
      values[group - from] = this.#quantile(start, count);
    }
    return { form: 'number', type: FLOAT64, step: 1, validity: validity.includes(0) ? validity : undefined, values };
  }

  #quantile(start: number, count: number): number {
    const position = (count - 1) * this.#q;
    const floor = Math.min(Math.floor(position), count - 1);
    const part = position - floor;
    const low = this.#sorted[start + floor] ?? 0;
    const high = this.#sorted[start + floor + 1] ?? low;
    const value = part === 0 || low === high ? low : between(low, high, part);
    return value === value ? value : Number.NaN;
  }
}

function between(low: number, high: number, part: number): number {
  const distance = high - low;
  return Number.isFinite(distance) ? low + distance * part : low * (1 - part) + high * part;
}
