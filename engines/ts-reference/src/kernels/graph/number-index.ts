/**
 * Numbers safe integers by first appearance: open addressing with linear probing, at most half full.
 * A `Map` costs about ten times the memory and several times the time for this.
 */
export class NumberIndex {
  #keys = new Float64Array(1 << 10);
  /** code + 1; 0 marks a free slot */
  #codes = new Uint32Array(1 << 10);
  #values = new Float64Array(1 << 9);
  #count = 0;

  /** The number of a value, new or known. Amortised O(1). */
  add(value: number): number {
    const mask = this.#codes.length - 1;
    let slot = hash(value) & mask;
    for (;;) {
      const code = this.#codes[slot] ?? 0;
      if (code === 0) break;
      if (this.#keys[slot] === value) return code - 1;
      slot = (slot + 1) & mask;
    }
    if (this.#count === this.#values.length) {
      this.#grow();
      return this.add(value);
    }
    this.#keys[slot] = value;
    this.#values[this.#count] = value;
    this.#codes[slot] = ++this.#count;
    return this.#count - 1;
  }

  /** The distinct values in order of first appearance. */
  values(): Float64Array {
    return this.#values.slice(0, this.#count);
  }

  #grow(): void {
    const slots = this.#codes.length * 2;
    const keys = new Float64Array(slots);
    const codes = new Uint32Array(slots);
    for (let i = 0; i < this.#count; i++) {
      const value = this.#values[i] ?? 0;
      let slot = hash(value) & (slots - 1);
      while (codes[slot] !== 0) slot = (slot + 1) & (slots - 1);
      keys[slot] = value;
      codes[slot] = i + 1;
    }
    const values = new Float64Array(slots >>> 1);
    values.set(this.#values);
    this.#keys = keys;
    this.#codes = codes;
    this.#values = values;
  }
}

/** Both halves of the integer, mixed (the multipliers are those of MurmurHash3). */
function hash(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  let mixed = Math.imul(value ^ Math.imul(high, 0xcc9e2d51), 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
