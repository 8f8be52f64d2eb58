import { atOnce } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { grownSteps } from '../keys/grow.js';
import { LongSum } from './long-sum.js';
import { missedByProduct } from './pair-quotient.js';
import { plus, sumOfDoubles, timesPower, unitsOf } from './scaled.js';
import type { Scaled } from './scaled.js';

/** Exact sums as plain data that can be sent to another thread. */
export interface ExactParts {
  readonly parts: Float64Array;
  readonly aside: readonly (readonly [group: number, chunks: Float64Array | undefined, beyond: bigint])[];
}

interface Aside {
  long: LongSum | undefined;
  /** in units of 2^-2148 */
  beyond: bigint;
}

/** Factors of products that doubles hold without loss, with what the product misses. */
const LEAST = 2 ** -480;
const GREATEST = 2 ** 480;
/** Sums of values up to here do not overflow. */
const LARGEST = 2 ** 960;

/**
 * Exact sums of finite doubles, or of products of two, one per group. A few doubles per group take the sum, its rounding errors, theirs and so on (Knuth's TwoSum in a cascade, which loses nothing); what is
 * left after the last goes to a long accumulator, and what doubles cannot multiply is multiplied as integers. So order and division do not show.
 */
export class ExactSums {
  readonly #width: number;
  #parts: Float64Array;
  readonly #aside = new Map<number, Aside>();

  /** `width`: doubles per group. Two take most sums of values, four those of products. */
  constructor(width: number) {
    this.#width = width;
    this.#parts = new Float64Array(64 * width);
  }

  *reserveSteps(groupCount: number): Steps<void> {
    const needed = groupCount * this.#width;
    if (needed > this.#parts.length) this.#parts = yield* grownSteps(this.#parts, new Float64Array(needed * 2));
  }

  reserve(groupCount: number): void {
    if (groupCount * this.#width > this.#parts.length) atOnce(this.reserveSteps(groupCount));
  }

  add(group: number, value: number): void {
    if (value < LARGEST && value > -LARGEST) this.#push(group, value);
    else this.#asideOf(group).beyond += unitsOf(value) << 1074n;
  }

  addProduct(group: number, a: number, b: number): void {
    if (isModerate(a) && isModerate(b)) {
      this.#push(group, a * b);
      this.#push(group, missedByProduct(a, b));
    } else this.#asideOf(group).beyond += unitsOf(a) * unitsOf(b);
  }

  #push(group: number, value: number): void {
    const parts = this.#parts;
    const from = group * this.#width;
    const end = from + this.#width;
    let rest = value;
    for (let at = from; at < end; at++) {
      if (rest === 0) return;
      const before = parts[at] ?? 0;
      const sum = before + rest;
      const part = sum - before;
      rest = before - (sum - part) + (rest - part);
      parts[at] = sum;
    }
    if (rest !== 0) (this.#asideOf(group).long ??= new LongSum()).add(rest);
  }

  #asideOf(group: number): Aside {
    const known = this.#aside.get(group);
    if (known) return known;
    const aside = { long: undefined, beyond: 0n };
    this.#aside.set(group, aside);
    return aside;
  }

  parts(groupCount: number): ExactParts {
    this.reserve(groupCount);
    return {
      parts: this.#parts.slice(0, groupCount * this.#width),
      aside: [...this.#aside].map(([group, { long, beyond }]) => [group, long?.chunks(), beyond] as const),
    };
  }

  addParts({ parts, aside }: ExactParts, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    for (let at = 0; at < parts.length; at++) this.#push(groups[Math.floor(at / this.#width)] ?? 0, parts[at] ?? 0);
    for (const [group, chunks, beyond] of aside) {
      const own = this.#asideOf(groups[group] ?? 0);
      own.beyond += beyond;
      if (chunks) (own.long ??= new LongSum()).addChunks(chunks);
    }
  }

  /** The doubles whose exact sum is the total; undefined where more than these are needed. */
  doubles(group: number): Float64Array | undefined {
    if (this.#aside.size > 0 && this.#aside.has(group)) return undefined;
    return this.#parts.subarray(group * this.#width, (group + 1) * this.#width);
  }

  total(group: number): Scaled {
    const sum = sumOfDoubles(this.#parts.subarray(group * this.#width, (group + 1) * this.#width));
    const aside = this.#aside.get(group);
    if (!aside) return sum;
    const long = timesPower(aside.long?.total() ?? 0n, -1074);
    return plus(plus(sum, long), timesPower(aside.beyond, -2148));
  }
}

/** Products of these, and what they miss, are doubles; so are those with 0. */
const isModerate = (value: number): boolean => {
  const size = Math.abs(value);
  return (size > LEAST && size < GREATEST) || size === 0;
};
