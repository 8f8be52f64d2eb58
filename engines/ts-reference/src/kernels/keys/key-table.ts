import { atOnce } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { keyEncoder } from './encode.js';
import type { KeyEncoder } from './encode.js';
import { grown, grownSteps, rehashed } from './grow.js';
import { areWhole, NearKeys } from './near-keys.js';

/**
 * Numbers distinct combinations of key values 0, 1, 2 … by first appearance. Every combination becomes a fixed number of 32-bit words
 * (null flags first), which a hash table with open addressing looks up; one key of whole numbers that lie close together needs none.
 */
export class KeyTable {
  count = 0;
  #encoders: readonly KeyEncoder[] | undefined;
  #flagWords = 0;
  #width = 0;
  /** entry + 1; 0 where there is none, so that a new table needs no filling */
  #slots = new Int32Array(1024);
  #hashes = new Int32Array(256);
  #keys = new Uint32Array(0);
  /** undefined: keys are hashed */
  #near: NearKeys | undefined = new NearKeys();

  /** Makes room for the keys of `length` rows, so that `lookup` does not stop to do it: moving millions of them takes longer than one turn of the event loop should. */
  *reserve(columns: readonly Vector[], length: number): Steps<void> {
    if (this.#near && (yield* this.#isNear(this.#near, columns, length))) return;
    if (this.#near) yield* this.#hash(this.#near, columns);
    const encoders = this.#encodersOf(columns);
    for (const [i, vector] of columns.entries()) {
      const steps = encoders[i]?.reserve?.(vector, length);
      if (steps) yield* steps;
    }
    const entries = this.count + length;
    if (entries > this.#hashes.length) {
      const size = Math.max(entries, this.#hashes.length * 2);
      this.#hashes = yield* grownSteps(this.#hashes, new Int32Array(size));
      this.#keys = yield* grownSteps(this.#keys, new Uint32Array(size * this.#width));
    }
    let slots = this.#slots.length;
    while (entries * 2 > slots) slots *= 2;
    if (slots > this.#slots.length) this.#slots = yield* rehashed(this.#hashes, this.count, slots);
  }

  /** The number of the key of each row; unknown ones are added, or −1 when `insert` is false. */
  lookup(columns: readonly Vector[], length: number, insert = true): Int32Array {
    const [only] = columns;
    if (this.#near) {
      const isNear = insert ? atOnce(this.#isNear(this.#near, columns, length)) : columns.length === 1 && only?.form === 'number';
      if (isNear && only?.form === 'number') {
        const numbers = this.#near.lookup(only, length, insert);
        this.count = this.#near.count;
        return numbers;
      }
      atOnce(this.#hash(this.#near, columns));
    }
    const words = this.#encode(columns, length, insert);
    const numbers = new Int32Array(length);
    for (let row = 0; row < length; row++) numbers[row] = this.#find(words, row * this.#width, insert);
    return numbers;
  }

  *#isNear(near: NearKeys, columns: readonly Vector[], length: number): Steps<boolean> {
    const [only] = columns;
    return columns.length === 1 && only !== undefined && areWhole(only) && (yield* near.reserve(only, length));
  }

  /** From now on keys are hashed: those that there are keep their numbers. */
  *#hash(near: NearKeys, columns: readonly Vector[]): Steps<void> {
    this.#near = undefined;
    const [only] = columns;
    if (near.count === 0 || !only) return;
    const known = [near.all(only)];
    this.count = 0;
    yield* this.reserve(known, near.count);
    this.lookup(known, near.count);
  }

  #encodersOf(columns: readonly Vector[]): readonly KeyEncoder[] {
    if (this.#encoders) return this.#encoders;
    this.#encoders = columns.map(keyEncoder);
    this.#flagWords = Math.ceil(columns.length / 32);
    this.#width = this.#encoders.reduce((sum, encoder) => sum + encoder.words, this.#flagWords);
    this.#keys = new Uint32Array(this.#width * this.#hashes.length);
    return this.#encoders;
  }

  #encode(columns: readonly Vector[], length: number, insert: boolean): Uint32Array {
    const encoders = this.#encodersOf(columns);
    const width = this.#width;
    const words = new Uint32Array(length * width);
    let at = this.#flagWords;
    columns.forEach((vector, column) => {
      const encoder = encoders[column];
      if (!encoder) throw new TypeError(`key column ${column} was not there before`);
      encoder.encode(vector, length, words, width, at, insert);
      at += encoder.words;
      if (!vector.validity) return;
      const [word, bit] = [column >>> 5, 1 << (column & 31)];
      for (let i = 0; i < length; i++) if (!isValid(vector, i)) words[i * width + word] = (words[i * width + word] ?? 0) | bit;
    });
    return words;
  }

  #find(words: Uint32Array, at: number, insert: boolean): number {
    const width = this.#width;
    let hash = 0;
    for (let word = 0; word < width; word++) {
      hash = Math.imul(hash ^ (words[at + word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) {
        if (!insert) return -1;
        this.#slots[slot] = this.count + 1;
        return this.#add(words, at, hash);
      }
      if (this.#hashes[entry] === hash && this.#equals(entry * width, words, at)) return entry;
    }
  }

  #equals(entry: number, words: Uint32Array, at: number): boolean {
    for (let word = 0; word < this.#width; word++) if (this.#keys[entry + word] !== words[at + word]) return false;
    return true;
  }

  #add(words: Uint32Array, at: number, hash: number): number {
    const entry = this.count++;
    if (entry === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, new Int32Array(entry * 2));
      this.#keys = grown(this.#keys, new Uint32Array(entry * 2 * this.#width));
    }
    this.#hashes[entry] = hash;
    for (let word = 0; word < this.#width; word++) this.#keys[entry * this.#width + word] = words[at + word] ?? 0;
    if (this.count * 2 > this.#slots.length) this.#slots = atOnce(rehashed(this.#hashes, this.count, this.#slots.length * 2));
    return entry;
  }
}
