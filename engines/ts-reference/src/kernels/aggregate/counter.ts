import type { Steps } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import { grown, grownSteps } from '../keys/grow.js';

/** What is asked of a vector, where all rows are counted. */
const EVERYWHERE = { validity: undefined, step: 1 };

/** Rows of each group, or values that are not null. */
export class Counter {
  #counts = new Float64Array(64);

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    const counts = this.#counts;
    const { validity, step } = vector ?? EVERYWHERE;
    if (groupCount === 1 && !validity) {
      counts[0] = (counts[0] ?? 0) + groups.length;
      return;
    }
    for (let i = 0; i < groups.length; i++) {
      if (validity?.[i * step] === 0) continue;
      const group = groups[i] ?? 0;
      counts[group] = (counts[group] ?? 0) + 1;
    }
  }

  /** There must be room for the group. */
  addOne(group: number): void {
    this.#counts[group] = (this.#counts[group] ?? 0) + 1;
  }

  /** Entry i belongs to `groups[i]`. */
  addCounts(more: Float64Array, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    const counts = this.#counts;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] ?? 0;
      counts[group] = (counts[group] ?? 0) + (more[i] ?? 0);
    }
  }

  *reserveSteps(groupCount: number): Steps<void> {
    if (groupCount > this.#counts.length) this.#counts = yield* grownSteps(this.#counts, new Float64Array(groupCount * 2));
  }

  reserve(groupCount: number): void {
    if (groupCount > this.#counts.length) this.#counts = grown(this.#counts, new Float64Array(groupCount * 2));
  }

  of(group: number): number {
    return this.#counts[group] ?? 0;
  }

  /** Counts of the groups `from … to`, without a copy. */
  counts(from: number, to: number): Float64Array {
    this.reserve(to);
    return this.#counts.subarray(from, to);
  }

  /** 0 where nothing was counted; undefined when something was everywhere. */
  validity(from: number, to: number): Uint8Array | undefined {
    this.reserve(to);
    let validity: Uint8Array | undefined;
    for (let group = from; group < to; group++) {
      if (this.#counts[group] !== 0) continue;
      validity ??= new Uint8Array(to - from).fill(1);
      validity[group - from] = 0;
    }
    return validity;
  }
}
