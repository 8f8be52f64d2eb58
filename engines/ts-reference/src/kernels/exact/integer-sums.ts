import { grown } from '../keys/bytes-table.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';

/** Exact sums of integers, one per group: in doubles as long as they stay within ±2⁵³, what goes beyond is moved to bigints. */
export class IntegerSums {
  #sums = new Float64Array(64);
  readonly #beyond = new Map<number, bigint>();

  add(vector: Vector, groups: Int32Array, groupCount: number): void {
    this.#reserve(groupCount);
    const sums = this.#sums;
    if (vector.form === 'number') {
      const { values, step } = vector;
      for (let i = 0; i < groups.length; i++) {
        if (!isValid(vector, i)) continue;
        const group = groups[i] ?? 0;
        const value = values[i * step] ?? 0;
        const sum = (sums[group] ?? 0) + value;
        if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) sums[group] = sum;
        else {
          this.#moveOut(group);
          sums[group] = value;
        }
      }
    } else if (vector.form === 'bigint') {
      for (let i = 0; i < groups.length; i++)
        if (isValid(vector, i)) this.addTotal(groups[i] ?? 0, vector.values[i * vector.step] ?? 0n);
    }
  }

  addTotal(group: number, value: bigint): void {
    this.#reserve(group + 1);
    this.#beyond.set(group, (this.#beyond.get(group) ?? 0n) + value);
  }

  total(group: number): bigint {
    return (this.#beyond.get(group) ?? 0n) + BigInt(this.#sums[group] ?? 0);
  }

  #moveOut(group: number): void {
    this.#beyond.set(group, this.total(group));
    this.#sums[group] = 0;
  }

  #reserve(groupCount: number): void {
    if (groupCount > this.#sums.length) this.#sums = grown(this.#sums, new Float64Array(groupCount * 2));
  }
}
