import { atOnce } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { BytesVector } from '../expression/vector.js';
import { grown, grownSteps, rehashed } from './grow.js';

/** Up to this many bytes a loop is faster than a view and a call into native code. */
const SHORT = 32;

/** Numbers byte strings 0, 1, 2 … by first appearance: a hash table with open addressing over one buffer of bytes. */
export class BytesTable {
  count = 0;
  /** entry + 1; 0 where there is none, so that a new table needs no filling */
  #slots = new Int32Array(1024);
  #hashes = new Int32Array(256);
  #ends = new Float64Array(257);
  #data = new Uint8Array(4096);

  /** Makes room for `length` values, so that `lookup` does not stop to do it. */
  *reserve({ offsets, step }: BytesVector, length: number): Steps<void> {
    const entries = this.count + length;
    if (entries > this.#hashes.length) {
      const size = Math.max(entries, this.#hashes.length * 2);
      this.#hashes = yield* grownSteps(this.#hashes, new Int32Array(size));
      this.#ends = yield* grownSteps(this.#ends, new Float64Array(size + 1));
    }
    const bytes = (this.#ends[this.count] ?? 0) + (offsets[length * step] ?? 0) - (offsets[0] ?? 0);
    if (bytes > this.#data.length)
      this.#data = yield* grownSteps(this.#data, new Uint8Array(Math.max(bytes, this.#data.length * 2)));
    let slots = this.#slots.length;
    while (entries * 2 > slots) slots *= 2;
    if (slots > this.#slots.length) this.#slots = yield* rehashed(this.#hashes, this.count, slots);
  }

  /** The number of each string; unknown ones are added, or −1 when `insert` is false. Nulls get 0. */
  lookup(vector: BytesVector, length: number, insert: boolean): Int32Array {
    const numbers = new Int32Array(length);
    const { offsets, data, step } = vector;
    for (let i = 0; i < length; i++) {
      if (!isValid(vector, i)) continue;
      const start = offsets[i * step] ?? 0;
      numbers[i] = this.#find(data, start, offsets[i * step + 1] ?? 0, insert);
    }
    return numbers;
  }

  #find(data: Uint8Array, start: number, end: number, insert: boolean): number {
    // FNV-1a, then a finaliser that spreads it over the low bits.
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (data[i] ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) {
        if (!insert) return -1;
        this.#slots[slot] = this.count + 1;
        return this.#add(data, start, end, hash);
      }
      if (this.#hashes[entry] === hash && this.#equals(entry, data, start, end)) return entry;
    }
  }

  #equals(entry: number, data: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[entry] ?? 0;
    const length = end - start;
    if ((this.#ends[entry + 1] ?? 0) - from !== length) return false;
    for (let i = 0; i < length; i++) if (this.#data[from + i] !== data[start + i]) return false;
    return true;
  }

  #add(data: Uint8Array, start: number, end: number, hash: number): number {
    const entry = this.count++;
    if (entry === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, new Int32Array(entry * 2));
      this.#ends = grown(this.#ends, new Float64Array(entry * 2 + 1));
    }
    const from = this.#ends[entry] ?? 0;
    const to = from + end - start;
    if (to > this.#data.length) this.#data = grown(this.#data, new Uint8Array(Math.max(to, this.#data.length * 2)));
    if (end - start <= SHORT) for (let i = start; i < end; i++) this.#data[from + i - start] = data[i] ?? 0;
    else this.#data.set(data.subarray(start, end), from);
    this.#ends[entry + 1] = to;
    this.#hashes[entry] = hash;
    if (this.count * 2 > this.#slots.length) this.#slots = atOnce(rehashed(this.#hashes, this.count, this.#slots.length * 2));
    return entry;
  }
}
