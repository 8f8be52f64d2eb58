import { grown } from '../keys/grow.js';
import type { BytesVector } from '../expression/vector.js';

/** Bytes that are thrown away before what is left is moved together. */
const LEAST_WASTE = 1 << 16;

/** One run of bytes per group in one growing buffer; what is replaced is waste until half of the buffer is. */
export class ByteSlots {
  #starts = new Float64Array(0);
  #lengths = new Float64Array(0);
  #data = new Uint8Array(0);
  #used = 0;
  #waste = 0;

  set(group: number, source: Uint8Array, from: number, to: number): void {
    if (group >= this.#starts.length) {
      const size = Math.max(64, group * 2);
      this.#starts = grown(this.#starts, new Float64Array(size));
      this.#lengths = grown(this.#lengths, new Float64Array(size));
    }
    const length = to - from;
    const before = this.#lengths[group] ?? 0;
    // What fits in the place of the value before takes it.
    if (length > before) {
      this.#waste += before;
      this.#lengths[group] = 0;
      this.#makeRoom(length);
      this.#starts[group] = this.#used;
      this.#used += length;
    } else this.#waste += before - length;
    this.#lengths[group] = length;
    if (length > 0) this.#data.set(source.subarray(from, to), this.#starts[group]);
  }

  #makeRoom(length: number): void {
    if (this.#used + length <= this.#data.length) return;
    if (this.#waste > LEAST_WASTE && this.#waste * 2 > this.#used) this.#compact();
    if (this.#used + length > this.#data.length)
      this.#data = grown(this.#data.subarray(0, this.#used), new Uint8Array(Math.max(1024, 2 * (this.#used + length))));
  }

  #compact(): void {
    const data = new Uint8Array(this.#data.length);
    let used = 0;
    for (let group = 0; group < this.#lengths.length; group++) {
      const length = this.#lengths[group] ?? 0;
      if (length === 0) continue;
      const start = this.#starts[group] ?? 0;
      data.set(this.#data.subarray(start, start + length), used);
      this.#starts[group] = used;
      used += length;
    }
    this.#data = data;
    this.#used = used;
    this.#waste = 0;
  }

  /** Those of the groups `from … to`, one after the other; none where `validity` says null. */
  values(from: number, to: number, validity: Uint8Array | undefined): Pick<BytesVector, 'offsets' | 'data'> {
    const offsets = new Float64Array(to - from + 1);
    for (let i = 0; i < to - from; i++) {
      const length = validity?.[i] === 0 ? 0 : (this.#lengths[from + i] ?? 0);
      offsets[i + 1] = (offsets[i] ?? 0) + length;
    }
    const data = new Uint8Array(offsets[to - from] ?? 0);
    for (let i = 0; i < to - from; i++) {
      const [at = 0, end = 0] = [offsets[i], offsets[i + 1]];
      const start = this.#starts[from + i] ?? 0;
      if (end > at) data.set(this.#data.subarray(start, start + end - at), at);
    }
    return { offsets, data };
  }
}
