import { grown, grownSteps } from '../keys/grow.js';
import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';

/** Exact sums of integers as plain data that can be sent to another thread. */
export interface IntegerParts {
  readonly sums: Float64Array;
  readonly beyond: readonly (readonly [group: number, total: bigint])[];
}

/** Exact sums of integers, one per group: in doubles as long as they stay within ±2⁵³, what goes beyond is moved to bigints. */
export class IntegerSums {
  #sums = new Float64Array(64);
  readonly #beyond = new Map<number, bigint>();

  add(vector: Vector, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    if (vector.form === 'number') {
      const { values, step, validity } = vector;
      for (let i = 0; i < groups.length; i++)
        if (validity?.[i * step] !== 0) this.#addNumber(groups[i] ?? 0, values[i * step] ?? 0);
    } else if (vector.form === 'bigint') {
      for (let i = 0; i < groups.length; i++)
        if (isValid(vector, i)) this.#addBig(groups[i] ?? 0, vector.values[i * vector.step] ?? 0n);
    }
  }

  #addNumber(group: number, value: number): void {
    const sum = (this.#sums[group] ?? 0) + value;
    if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) this.#sums[group] = sum;
    else {
      this.#addBig(group, BigInt(this.#sums[group] ?? 0));
      this.#sums[group] = value;
    }
  }

  #addBig(group: number, value: bigint): void {
    this.#beyond.set(group, (this.#beyond.get(group) ?? 0n) + value);
  }

  parts(groupCount: number): IntegerParts {
    this.reserve(groupCount);
    return { sums: this.#sums.slice(0, groupCount), beyond: [...this.#beyond] };
  }

  addParts({ sums, beyond }: IntegerParts, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    for (let i = 0; i < groups.length; i++) this.#addNumber(groups[i] ?? 0, sums[i] ?? 0);
    for (const [group, total] of beyond) this.#addBig(groups[group] ?? 0, total);
  }

  /** The exact total where it is within ±2⁵³, else undefined. */
  safeTotal(group: number): number | undefined {
    return this.#beyond.size > 0 && this.#beyond.has(group) ? undefined : this.#sums[group];
  }

  total(group: number): bigint {
    return (this.#beyond.get(group) ?? 0n) + BigInt(this.#sums[group] ?? 0);
  }

  *reserveSteps(groupCount: number): Steps<void> {
    if (groupCount > this.#sums.length) this.#sums = yield* grownSteps(this.#sums, new Float64Array(groupCount * 2));
  }

  reserve(groupCount: number): void {
    if (groupCount > this.#sums.length) this.#sums = grown(this.#sums, new Float64Array(groupCount * 2));
  }
}
