import type { ColumnData } from '@parquetframe/core/engine';
import { sliced, type Pace } from './slices.js';
import { sortInSlices } from './sort.js';

/** Numbers byte strings by first appearance: open addressing over their FNV-1a hashes, the bytes copied once into one pool. */
export class StringIndex {
  /** code + 1; 0 marks a free slot; at most half full */
  #slots = new Uint32Array(1 << 11);
  #hashes = new Uint32Array(1 << 10);
  /** start of each string in the pool; one more entry than strings */
  #starts = new Float64Array((1 << 10) + 1);
  #pool = new Uint8Array(1 << 14);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** The number of the string `data[start … end)`, new or known. O(its length), amortised. */
  add(data: Uint8Array, start: number, end: number): number {
    const hash = fnv1a(data, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = (this.#slots[slot] ?? 0) - 1;
      if (code < 0) break;
      if (this.#hashes[code] === hash && this.#equals(code, data, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    if (this.#count === this.#hashes.length) {
      this.#grow();
      return this.add(data, start, end);
    }
    const at = this.#starts[this.#count] ?? 0;
    this.#reserve(at + end - start);
    this.#pool.set(data.subarray(start, end), at);
    this.#hashes[this.#count] = hash;
    this.#slots[slot] = ++this.#count;
    this.#starts[this.#count] = at + end - start;
    return this.#count - 1;
  }

  /** Codes in ascending order of their bytes. O(n log n) comparisons, most decided by the first four bytes. */
  sortedCodes(pace: Pace): Promise<Uint32Array> {
    const prefixes = new Uint32Array(this.#count);
    for (let code = 0; code < this.#count; code++) prefixes[code] = this.#prefix(code);
    const compare = (a: number, b: number): number => (prefixes[a] ?? 0) - (prefixes[b] ?? 0) || this.#compare(a, b);
    return sortInSlices(this.codes(), new Uint32Array(this.#count), compare, pace);
  }

  /** Codes in order of first appearance. */
  codes(): Uint32Array {
    const codes = new Uint32Array(this.#count);
    for (let code = 0; code < this.#count; code++) codes[code] = code;
    return codes;
  }

  /** A utf8 column of all strings in the given order of codes. */
  async column(codes: Uint32Array, pace: Pace): Promise<ColumnData> {
    const offsets = new Int32Array(codes.length + 1);
    const data = new Uint8Array(this.#starts[this.#count] ?? 0);
    await sliced(pace, codes.length, (from, to) => this.#copy(codes, offsets, data, from, to));
    return { length: codes.length, nullCount: 0, buffers: [undefined, offsets, data] };
  }

  #copy(codes: Uint32Array, offsets: Int32Array, data: Uint8Array, from: number, to: number): void {
    const pool = this.#pool;
    let at = offsets[from] ?? 0;
    for (let i = from; i < to; i++) {
      const code = codes[i] ?? 0;
      const end = this.#starts[code + 1] ?? 0;
      for (let byte = this.#starts[code] ?? 0; byte < end; byte++) data[at++] = pool[byte] ?? 0;
      offsets[i + 1] = at;
    }
  }

  #equals(code: number, data: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[code] ?? 0;
    if ((this.#starts[code + 1] ?? 0) - from !== end - start) return false;
    const pool = this.#pool;
    for (let i = start, j = from; i < end; i++, j++) if (pool[j] !== data[i]) return false;
    return true;
  }

  #compare(a: number, b: number): number {
    const [startA, endA] = [this.#starts[a] ?? 0, this.#starts[a + 1] ?? 0];
    const [startB, endB] = [this.#starts[b] ?? 0, this.#starts[b + 1] ?? 0];
    const shorter = Math.min(endA - startA, endB - startB);
    for (let i = 0; i < shorter; i++) {
      const difference = (this.#pool[startA + i] ?? 0) - (this.#pool[startB + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return endA - startA - (endB - startB);
  }

  /** The first four bytes, most significant first; missing ones are 0, so that ties are decided by `#compare`. */
  #prefix(code: number): number {
    const start = this.#starts[code] ?? 0;
    const end = this.#starts[code + 1] ?? 0;
    let prefix = 0;
    for (let i = start; i < start + 4; i++) prefix = prefix * 256 + (i < end ? (this.#pool[i] ?? 0) : 0);
    return prefix;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#pool.length) return;
    const pool = new Uint8Array(Math.max(bytes, this.#pool.length * 2));
    pool.set(this.#pool);
    this.#pool = pool;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (let code = 0; code < this.#count; code++) {
      let slot = (this.#hashes[code] ?? 0) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code + 1;
    }
    const hashes = new Uint32Array(slots.length >>> 1);
    hashes.set(this.#hashes);
    const starts = new Float64Array(hashes.length + 1);
    starts.set(this.#starts);
    this.#slots = slots;
    this.#hashes = hashes;
    this.#starts = starts;
  }
}

/** Fowler–Noll–Vo 1a, 32 bits, with a final mix because tables use the low bits. */
function fnv1a(data: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (data[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
