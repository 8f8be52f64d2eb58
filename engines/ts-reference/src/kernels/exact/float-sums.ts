import { atOnce, ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import { grownSteps } from '../keys/grow.js';
import { LongSum } from './long-sum.js';
import { pairQuotient } from './pair-quotient.js';
import { nearestDouble } from './ratio.js';

/** Exact sums as plain data that can be sent to another thread. */
export interface FloatParts {
  /** sum and error of each group */
  readonly pairs: Float64Array;
  readonly aside: readonly (readonly [group: number, parts: AsideParts])[];
}
interface AsideParts {
  readonly special: number;
  readonly pending: readonly number[];
  readonly chunks: Float64Array | undefined;
}

/** Doubles written between two looks at the clock. */
const FILLED_AT_ONCE = 1 << 17;

/** Values that are kept one by one before they go to a long accumulator. */
const PENDING = 16;

/**
 * Correctly rounded sums of doubles, one per group. Two doubles per group take the sum and its rounding errors (Knuth's TwoSum, which loses nothing). What even the second
 * cannot take is kept aside, exactly too: nothing is lost, so order and division do not show. Each begins at −0, to which −0 adds up.
 * @see Shewchuk: Adaptive Precision Floating-Point Arithmetic, 1997
 */
export class FloatSums {
  #pairs = new Float64Array(128).fill(-0);
  readonly #aside = new Map<number, Aside>();

  add(vector: Vector, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    if (vector.form !== 'number') return;
    const { values, step, validity } = vector;
    for (let i = 0; i < groups.length; i++)
      if (validity?.[i * step] !== 0) this.#one(2 * (groups[i] ?? 0), values[i * step] ?? 0);
  }

  #one(at: number, value: number): void {
    const pairs = this.#pairs;
    const before = pairs[at] ?? 0;
    const sum = before + value;
    const part = sum - before;
    const rounding = before - (sum - part) + (value - part);
    const errorBefore = pairs[at + 1] ?? 0;
    const error = errorBefore + rounding;
    const errorPart = error - errorBefore;
    const lost = errorBefore - (error - errorPart) + (rounding - errorPart);
    // What was lost is NaN, which is not 0 either, after an overflow and for infinities and NaN.
    if (lost === 0) {
      pairs[at] = sum;
      pairs[at + 1] = error;
    } else this.#addAside(at, value);
  }

  addParts({ pairs, aside }: FloatParts, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    for (let i = 0; i < groups.length; i++) {
      const at = 2 * (groups[i] ?? 0);
      this.#one(at, pairs[2 * i] ?? 0);
      const error = pairs[2 * i + 1] ?? 0;
      if (error !== 0) this.#one(at, error);
    }
    for (const [group, parts] of aside) this.#asideOf(groups[group] ?? 0).merge(parts);
  }

  parts(groupCount: number): FloatParts {
    this.reserve(groupCount);
    return {
      pairs: this.#pairs.slice(0, 2 * groupCount),
      aside: [...this.#aside].map(([group, aside]) => [group, aside.parts()] as const),
    };
  }

  /** The double nearest to the exact sum divided by `count`; NaN is always the same one. */
  quotient(group: number, count: number): number {
    const sum = this.#pairs[2 * group] ?? 0;
    const error = this.#pairs[2 * group + 1] ?? 0;
    const aside = this.#aside.size === 0 ? undefined : this.#aside.get(group);
    if (aside) return aside.special === 0 ? aside.quotient(sum, error, count) : canonical(aside.special);
    return pairQuotient(sum, error, count) ?? new Aside().quotient(sum, error, count);
  }

  #addAside(at: number, value: number): void {
    const aside = this.#asideOf(at / 2);
    if (!Number.isFinite(value)) {
      aside.special += value;
      return;
    }
    const before = this.#pairs[at] ?? 0;
    const sum = before + value;
    const part = sum - before;
    const rounding = before - (sum - part) + (value - part);
    if (!Number.isFinite(sum) || !Number.isFinite(rounding)) {
      // The sum so far is too large to be added to: it is put aside, and a new one begun.
      aside.push(before);
      this.#pairs[at] = value;
      return;
    }
    const errorBefore = this.#pairs[at + 1] ?? 0;
    const error = errorBefore + rounding;
    const errorPart = error - errorBefore;
    this.#pairs[at] = sum;
    this.#pairs[at + 1] = error;
    aside.push(errorBefore - (error - errorPart) + (rounding - errorPart));
  }

  #asideOf(group: number): Aside {
    const known = this.#aside.get(group);
    if (known) return known;
    const aside = new Aside();
    this.#aside.set(group, aside);
    return aside;
  }

  reserve(groupCount: number): void {
    if (2 * groupCount > this.#pairs.length) atOnce(this.reserveSteps(groupCount));
  }

  *reserveSteps(groupCount: number): Steps<void> {
    if (2 * groupCount <= this.#pairs.length) return;
    const used = this.#pairs.length;
    const pairs = yield* grownSteps(this.#pairs, new Float64Array(groupCount * 4));
    yield* ranges(pairs.length - used, (from, to) => pairs.fill(-0, used + from, used + to), FILLED_AT_ONCE);
    this.#pairs = pairs;
  }
}

const canonical = (value: number): number => (Number.isNaN(value) ? Number.NaN : value);

/** What does not fit the pair of a group. */
class Aside {
  /** infinities and NaN, summed as IEEE says; 0 without any */
  special = 0;
  #pending: number[] = [];
  #long: LongSum | undefined;

  push(value: number): void {
    if (!this.#long && this.#pending.length < PENDING) this.#pending.push(value);
    else this.#toLong().add(value);
  }

  #toLong(): LongSum {
    const long = (this.#long ??= new LongSum());
    for (const value of this.#pending) long.add(value);
    this.#pending = [];
    return long;
  }

  merge({ special, pending, chunks }: AsideParts): void {
    this.special += special;
    if (chunks) this.#toLong().addChunks(chunks);
    for (const value of pending) this.push(value);
  }

  parts(): AsideParts {
    return { special: this.special, pending: this.#pending, chunks: this.#long?.chunks() };
  }

  /** All parts as an integer over 2^1074, divided and rounded once. */
  quotient(sum: number, error: number, count: number): number {
    const long = new LongSum();
    if (this.#long) long.addChunks(this.#long.chunks());
    for (const value of [sum, error, ...this.#pending]) long.add(value);
    return nearestDouble(long.total(), BigInt(count) << 1074n);
  }
}
