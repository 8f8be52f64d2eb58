import { exactly } from '../expression/decimal-order.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { grown } from '../keys/bytes-table.js';
import { nearestDouble } from './ratio.js';

/** One exact sum as plain data: finite parts that add up to it, and the sum of what was not finite (0 if all was). */
export interface FloatParts {
  readonly parts: readonly number[];
  readonly special: number;
}

/**
 * Correctly rounded sums of doubles, one per group. Two doubles per group take the sum and its rounding errors (Knuth's TwoSum, which loses
 * nothing); an error that even the second cannot take is kept aside, and all are added exactly at the end.
 * @see Shewchuk: Adaptive Precision Floating-Point Arithmetic, 1997
 */
export class FloatSums {
  #sums = new Float64Array(64);
  #errors = new Float64Array(64);
  /** infinities and NaN, summed as IEEE says */
  #special = new Float64Array(64);
  readonly #aside = new Map<number, number[]>();

  add(vector: Vector, groups: Int32Array, groupCount: number): void {
    this.#reserve(groupCount);
    if (vector.form !== 'number') return;
    const { values, step } = vector;
    for (let i = 0; i < groups.length; i++) if (isValid(vector, i)) this.#one(groups[i] ?? 0, values[i * step] ?? 0);
  }

  addParts(group: number, { parts, special }: FloatParts): void {
    this.#reserve(group + 1);
    for (const part of parts) this.#one(group, part);
    this.#special[group] = (this.#special[group] ?? 0) + special;
  }

  parts(group: number): FloatParts {
    const parts = [this.#sums[group] ?? 0, this.#errors[group] ?? 0, ...(this.#aside.get(group) ?? [])];
    return { parts: parts.filter(part => part !== 0), special: this.#special[group] ?? 0 };
  }

  /** The double nearest to the exact sum divided by `count`. */
  quotient(group: number, count: number): number {
    const special = this.#special[group] ?? 0;
    if (special !== 0) return special;
    const sum = this.#sums[group] ?? 0;
    const error = this.#errors[group] ?? 0;
    const aside = this.#aside.get(group);
    // One addition or one division is correctly rounded by itself.
    if (!aside && (count === 1 || error === 0)) return (sum + error) / count;
    return exactQuotient([sum, error, ...(aside ?? [])], count);
  }

  #one(group: number, value: number): void {
    if (!Number.isFinite(value)) {
      this.#special[group] = (this.#special[group] ?? 0) + value;
      return;
    }
    const before = this.#sums[group] ?? 0;
    const sum = before + value;
    if (!Number.isFinite(sum)) {
      // The sum so far is too large to be added to: it is put aside, and a new one begun.
      this.#putAside(group, before);
      this.#sums[group] = value;
      return;
    }
    this.#sums[group] = sum;
    const shadow = sum - before;
    const error = before - (sum - shadow) + (value - shadow);
    if (error === 0) return;
    const errorBefore = this.#errors[group] ?? 0;
    const errorSum = errorBefore + error;
    this.#errors[group] = errorSum;
    const errorShadow = errorSum - errorBefore;
    const lost = errorBefore - (errorSum - errorShadow) + (error - errorShadow);
    if (lost !== 0) this.#putAside(group, lost);
  }

  #putAside(group: number, value: number): void {
    const aside = this.#aside.get(group) ?? [];
    this.#aside.set(group, growExpansion(aside, value));
  }

  #reserve(groupCount: number): void {
    if (groupCount <= this.#sums.length) return;
    this.#sums = grown(this.#sums, new Float64Array(groupCount * 2));
    this.#errors = grown(this.#errors, new Float64Array(groupCount * 2));
    this.#special = grown(this.#special, new Float64Array(groupCount * 2));
  }
}

/** Shewchuk's GROW-EXPANSION: adds a value to parts that do not overlap, in place, without loss. */
function growExpansion(parts: number[], value: number): number[] {
  let x = value;
  let kept = 0;
  for (const y of parts) {
    const sum = x + y;
    // Parts near the greatest double are left side by side.
    if (!Number.isFinite(sum)) {
      parts[kept++] = y;
      continue;
    }
    const shadow = sum - x;
    const error = x - (sum - shadow) + (y - shadow);
    if (error !== 0) parts[kept++] = error;
    x = sum;
  }
  parts.length = kept;
  parts.push(x);
  return parts;
}

/** Parts as integers over 2^1074, added, divided and rounded once. */
function exactQuotient(parts: readonly number[], count: number): number {
  let sum = 0n;
  for (const part of parts) {
    const { mantissa, exponent } = exactly(part);
    sum += mantissa << BigInt(exponent + 1074);
  }
  return nearestDouble(sum, BigInt(count) << 1074n);
}
