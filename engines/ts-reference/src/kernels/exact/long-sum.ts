/** All bits of a double, from 2^-1074 on, 32 per chunk, and room for carries. */
const CHUNKS = 68;
/** A value adds less than 2^33 to a chunk, of which a double holds 2^53. */
const BETWEEN_CARRIES = 1_000_000;
const TWO_32 = 2 ** 32;

const double = new Float64Array(1);
const [LOW, HIGH] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];
const words = new Uint32Array(double.buffer);

/**
 * A long accumulator: any number of finite doubles, added without rounding. Chunks of the whole range of doubles, 32 bits apart, each a double that is a whole
 * number, so that carries are moved up once in a million values.
 * @see Neal: Fast exact summation using small and large superaccumulators, arXiv 1505.05571
 */
export class LongSum {
  readonly #chunks = new Float64Array(CHUNKS);
  #added = 0;

  add(value: number): void {
    if (this.#added++ === BETWEEN_CARRIES) this.#carry();
    double[0] = value;
    const high = words[HIGH] ?? 0;
    const low = words[LOW] ?? 0;
    const exponent = (high >>> 20) & 0x7ff;
    // Subnormal numbers have the exponent of the smallest normal ones, without their leading bit.
    const top = exponent === 0 ? high & 0xfffff : (high & 0xfffff) | 0x100000;
    const position = exponent === 0 ? 0 : exponent - 1;
    const shift = position & 31;
    const sign = high >>> 31 === 1 ? -1 : 1;
    const chunk = position >>> 5;
    this.#move(chunk, sign * ((low << shift) >>> 0));
    this.#move(chunk + 1, sign * ((shift === 0 ? 0 : low >>> (32 - shift)) + ((top << shift) >>> 0)));
    if (shift > 0) this.#move(chunk + 2, sign * (top >>> (32 - shift)));
  }

  /** Chunks as plain data, for `addChunks` of another. */
  chunks(): Float64Array {
    this.#carry();
    return this.#chunks;
  }

  addChunks(chunks: Float64Array): void {
    this.#carry();
    chunks.forEach((value, chunk) => {
      this.#move(chunk, value);
    });
    this.#carry();
  }

  /** The sum in units of 2^-1074. */
  total(): bigint {
    this.#carry();
    return this.#chunks.reduceRight((sum, chunk) => (sum << 32n) + BigInt(chunk), 0n);
  }

  #move(chunk: number, value: number): void {
    this.#chunks[chunk] = (this.#chunks[chunk] ?? 0) + value;
  }

  /** Leaves 32 bits in every chunk but the last, which has the sign. */
  #carry(): void {
    let carry = 0;
    for (let chunk = 0; chunk < CHUNKS - 1; chunk++) {
      const value = (this.#chunks[chunk] ?? 0) + carry;
      carry = Math.floor(value / TWO_32);
      this.#chunks[chunk] = value - carry * TWO_32;
    }
    this.#move(CHUNKS - 1, carry);
    this.#added = 0;
  }
}
