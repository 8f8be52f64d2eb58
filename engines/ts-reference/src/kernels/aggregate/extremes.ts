import { atOnce, compareNumbers, isFloat, valueType } from '@parquetframe/core/engine';
import type { DataType, Steps } from '@parquetframe/core/engine';
import { orderOfBytes } from '../expression/compare.js';
import { isValid } from '../expression/vector.js';
import type { NumberVector, Vector } from '../expression/vector.js';
import { grownSteps } from '../keys/grow.js';
import type { Accumulator } from './accumulator.js';

type Won = (group: number, row: number) => void;

/** min or max: of numbers in the order in which NaN is greatest (so min leaves it out while there is another value, and max is NaN if any is) and −0 is less than 0, of strings by bytes. */
export class Extremes implements Accumulator {
  readonly #least: boolean;
  readonly #type: DataType;
  #seen = new Uint8Array(64);
  /** while all values are safe numbers; bools are 0 and 1 */
  #numbers: Float64Array | undefined = new Float64Array(64);
  readonly #others: (bigint | Uint8Array)[] = [];

  readonly #won: Won | undefined;

  /** `won` is told of every row, or entry of a partial, that is better than all before it. */
  constructor(least: boolean, type: DataType, won?: Won) {
    this.#won = won;
    this.#least = least;
    this.#type = valueType(type);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#reserve(groupCount);
    if (vector?.form === 'number' && this.#numbers) this.#addNumbers(this.#numbers, vector, groups, groupCount);
    else if (vector && vector.form !== 'opaque') {
      for (let i = 0; i < groups.length; i++)
        if (isValid(vector, i) && this.#one(groups[i] ?? 0, valueAt(vector, i))) this.#won?.(groups[i] ?? 0, i);
    }
  }

  #addNumbers(best: Float64Array, vector: NumberVector, groups: Int32Array, groupCount: number): void {
    const { values, step, validity } = vector;
    const seen = this.#seen;
    const least = this.#least;
    // Of rows of one group only the best matters.
    const isOne = groupCount === 1 && step === 1 && !validity && groups.length > 0;
    const [from, to] = isOne ? bestRow(values, groups.length, least) : [0, groups.length];
    for (let i = from; i < to; i++) {
      if (validity?.[i * step] === 0) continue;
      const group = groups[i] ?? 0;
      const value = values[i * step] ?? 0;
      if (seen[group] === 0 || isBetter(value, best[group] ?? 0, least)) {
        seen[group] = 1;
        // NaN has one bit pattern, whatever came in.
        best[group] = value === value ? value : Number.NaN;
        this.#won?.(group, i);
      }
    }
  }

  /** Whether the value is better than all before it. */
  #one(group: number, value: number | bigint | Uint8Array): boolean {
    const isFirst = this.#seen[group] === 0;
    this.#seen[group] = 1;
    if (typeof value === 'number' && this.#numbers) {
      const wins = isFirst || this.#isBetter(value, this.#numbers[group] ?? 0);
      if (wins) this.#numbers[group] = value;
      return wins;
    }
    if (this.#numbers) this.#leaveNumbers(this.#numbers, typeof value !== 'object');
    const other = typeof value === 'number' ? BigInt(value) : value;
    const wins = isFirst || this.#isBetter(other, this.#others[group]);
    if (wins) this.#others[group] = typeof other === 'object' ? other.slice() : other;
    return wins;
  }

  #isBetter(value: number | bigint | Uint8Array, current: number | bigint | Uint8Array | undefined): boolean {
    if (value === 0 && current === 0) return !Object.is(value, current) && Object.is(value, -0) === this.#least;
    const order =
      typeof value === 'object'
        ? compareBytes(value, current)
        : typeof current === 'object'
          ? 0
          : compareNumbers(value, current ?? 0);
    return this.#least ? order < 0 : order > 0;
  }

  /** A value came that a double cannot hold exactly: from now on all are bigints (or byte strings). */
  #leaveNumbers(numbers: Float64Array, convert: boolean): void {
    if (convert)
      this.#seen.forEach((seen, group) => {
        if (seen === 1) this.#others[group] = BigInt(numbers[group] ?? 0);
      });
    this.#numbers = undefined;
  }

  /** One entry per group, null where there was no value. */
  partial(groupCount: number): readonly unknown[] {
    this.#reserve(groupCount);
    return Array.from({ length: groupCount }, (_, group) => (this.#seen[group] === 1 ? this.#value(group) : null));
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    this.#reserve(groupCount);
    if (!Array.isArray(partial)) return;
    partial.forEach((value: unknown, i) => {
      const isValue = typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array;
      if (isValue && this.#one(groups[i] ?? 0, value)) this.#won?.(groups[i] ?? 0, i);
    });
  }

  #value(group: number): number | bigint | Uint8Array | undefined {
    return this.#numbers ? this.#numbers[group] : this.#others[group];
  }

  finish(from: number, to: number): Vector {
    this.#reserve(to);
    const length = to - from;
    const seen = this.#seen.subarray(from, to);
    const head = { type: this.#type, step: 1, validity: seen.includes(0) ? seen : undefined } as const;
    if (this.#type.id === 'bool') {
      const values = Uint8Array.from({ length }, (_, i) => this.#numbers?.[from + i] ?? 0);
      return { ...head, form: 'bool', values };
    }
    if (this.#numbers && (isFloat(this.#type) || !this.#others.length)) {
      if (isBytes(this.#type)) return { ...head, form: 'bytes', offsets: new Int32Array(length + 1), data: new Uint8Array(0) };
      return { ...head, form: 'number', values: this.#numbers.subarray(from, to) };
    }
    const others = this.#others.slice(from, to);
    if (isBytes(this.#type)) return { ...head, ...packed(others, length) };
    const values = Array.from({ length }, (_, i) => {
      const value = others[i];
      return typeof value === 'bigint' ? value : 0n;
    });
    return { ...head, form: 'bigint', values };
  }

  #reserve(groupCount: number): void {
    if (groupCount > this.#seen.length) atOnce(this.reserve(groupCount));
  }

  *reserve(groupCount: number): Steps<void> {
    if (groupCount <= this.#seen.length) return;
    const size = groupCount * 2;
    if (this.#numbers) this.#numbers = yield* grownSteps(this.#numbers, new Float64Array(size));
    this.#seen = yield* grownSteps(this.#seen, new Uint8Array(size));
  }
}

/** NaN is greatest, −0 is less than 0. */
function isBetter(value: number, current: number, least: boolean): boolean {
  if (least ? value > current : value < current) return false;
  return least
    ? value < current || (current !== current && value === value) || (Object.is(value, -0) && Object.is(current, 0))
    : value > current || (value !== value && current === current) || (Object.is(value, 0) && Object.is(current, -0));
}

/** The first of the best values, as a range of one row. */
function bestRow(values: Float64Array, length: number, least: boolean): readonly [from: number, to: number] {
  let best = 0;
  let current = values[0] ?? 0;
  for (let row = 1; row < length; row++) {
    const value = values[row] ?? 0;
    if (!isBetter(value, current, least)) continue;
    best = row;
    current = value;
  }
  return [best, best + 1];
}

const isBytes = (type: DataType): boolean =>
  ['utf8', 'largeUtf8', 'utf8View', 'binary', 'largeBinary', 'binaryView', 'fixedSizeBinary'].includes(type.id);

const compareBytes = (a: Uint8Array, b: unknown): number =>
  b instanceof Uint8Array ? orderOfBytes(a, 0, a.length, b, 0, b.length) : 0;

function valueAt(vector: Exclude<Vector, { form: 'opaque' }>, i: number): number | bigint | Uint8Array {
  const at = i * vector.step;
  return vector.form === 'bytes' ? vector.data.subarray(vector.offsets[at], vector.offsets[at + 1]) : (vector.values[at] ?? 0);
}

function packed(
  values: readonly (bigint | Uint8Array | undefined)[],
  count: number,
): Pick<Extract<Vector, { form: 'bytes' }>, 'form' | 'offsets' | 'data'> {
  const offsets = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    const value = values[i];
    offsets[i + 1] = (offsets[i] ?? 0) + (typeof value === 'object' ? value.length : 0);
  }
  const data = new Uint8Array(offsets[count] ?? 0);
  values.forEach((value, i) => {
    if (typeof value === 'object') data.set(value, offsets[i]);
  });
  return { form: 'bytes', offsets, data };
}
