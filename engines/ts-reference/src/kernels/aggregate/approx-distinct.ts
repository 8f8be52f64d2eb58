import type { DataType, Steps } from '@parquetframe/core/engine';
import { hasher } from '../expression/hash-value.js';
import { hash } from '../expression/xxh64.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { estimate, RANKS, REGISTERS } from './estimate.js';
import { sortSteps } from './sorted-runs.js';

interface Partial {
  /** group × registers + register */
  readonly keys: Float64Array;
  readonly ranks: Uint8Array;
}

/** About how many different values each group has, by HyperLogLog. Memory: 48 bytes for each register that is set, of at most 4096 per group. */
export class ApproxDistinct implements Accumulator {
  readonly #ranks = new Map<number, number>();
  readonly #bytes: (vector: Vector, row: number) => void;
  #keys = new Float64Array(0);

  constructor(type: DataType) {
    this.#bytes = hasher(type);
  }

  get bytes(): number {
    return this.#ranks.size * 48;
  }

  // eslint-disable-next-line require-yield -- registers are kept one by one
  *reserve(): Steps<void> {
    return;
  }

  add(vector: Vector | undefined, groups: Int32Array): void {
    if (!vector || vector.form === 'opaque') return;
    for (let row = 0; row < groups.length; row++) {
      if (!isValid(vector, row)) continue;
      this.#bytes(vector, row);
      this.#raise((groups[row] ?? 0) * REGISTERS + hashed.register(), hashed.rank());
    }
  }

  #raise(key: number, rank: number): void {
    if ((this.#ranks.get(key) ?? 0) < rank) this.#ranks.set(key, rank);
  }

  partial(): Partial {
    return { keys: Float64Array.from(this.#ranks.keys()), ranks: Uint8Array.from(this.#ranks.values()) };
  }

  merge(partial: unknown, groups: Int32Array): void {
    const { keys, ranks } = partial as Partial;
    keys.forEach((key, i) => {
      const register = key % REGISTERS;
      this.#raise((groups[(key - register) / REGISTERS] ?? 0) * REGISTERS + register, ranks[i] ?? 0);
    });
  }

  *prepare(): Steps<void> {
    this.#keys = Float64Array.from(this.#ranks.keys());
    yield* sortSteps(this.#keys);
  }

  finish(from: number, to: number): Vector {
    const values = new Float64Array(to - from);
    let at = firstFrom(this.#keys, from * REGISTERS);
    for (let group = from; group < to; group++) {
      const counts = new Float64Array(RANKS);
      const end = (group + 1) * REGISTERS;
      let set = 0;
      for (; at < this.#keys.length && (this.#keys[at] ?? 0) < end; at++, set++) {
        const rank = this.#ranks.get(this.#keys[at] ?? 0) ?? 0;
        counts[rank] = (counts[rank] ?? 0) + 1;
      }
      counts[0] = REGISTERS - set;
      values[group - from] = estimate(counts);
    }
    return { form: 'number', type: { id: 'int64' }, step: 1, validity: undefined, values };
  }
}

/** The place of the first key that is not below another, of keys in ascending order. */
function firstFrom(keys: Float64Array, key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the first bit that is set, of the 52 below those of the register; 53 where none is. */
function rankOf(high: number, low: number): number {
  if (high !== 0) return Math.clz32(high) - 11;
  return low === 0 ? 53 : Math.clz32(low) + 21;
}

/** What the last hash says of a sketch. */
export const hashed = {
  register: (): number => hash.high >>> 20,
  rank: (): number => rankOf(hash.high & 0xfffff, hash.low),
};
