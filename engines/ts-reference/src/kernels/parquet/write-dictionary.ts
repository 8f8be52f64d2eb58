import type { SchemaElement } from 'hyparquet';
import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import type { BytesVector } from '../expression/vector.js';
import { BytesTable } from '../keys/bytes-table.js';

/** Values, or bytes of them, after which a column that hardly repeats any is given up, and the share of distinct bytes that is hardly any repetition. */
const SAMPLE = 65_536;
const SAMPLE_BYTES = 4 * 1024 * 1024;
const HARDLY_REPEATED = 0.9;
/** Bytes of distinct values that are kept, and how many of them where they are numbers: a larger map takes long to grow. */
export const MOST_DICTIONARY_BYTES = 8 * 1024 * 1024;
const MOST_NUMBERS = 100_000;
/** Numbers looked up in a step: the map grows meanwhile. */
const NUMBERED_AT_ONCE = 2_048;

/** Numbers the distinct values of a column chunk by first appearance, as long as a dictionary may pay. */
export class DictionaryBuilder {
  readonly values: unknown[] = [];
  readonly #numbers = new Map<unknown, number>();
  readonly #texts = new BytesTable();
  readonly #width: number;
  #count = 0;
  #bytes = 0;
  #distinctBytes = 0;

  constructor({ type, type_length: width }: SchemaElement) {
    this.#width = type === 'FIXED_LEN_BYTE_ARRAY' ? (width ?? 0) : type === 'INT32' || type === 'FLOAT' ? 4 : 8;
  }

  /** The number of each value; undefined once a dictionary would be no gain. */
  *add(values: readonly unknown[]): Steps<Int32Array | undefined> {
    const numbers = values[0] instanceof Uint8Array ? yield* this.#numberTexts(values) : yield* this.#numberAll(values);
    this.#count += values.length;
    const isSampled = this.#count >= SAMPLE || this.#bytes >= SAMPLE_BYTES;
    const isHopeless = isSampled && this.#distinctBytes > HARDLY_REPEATED * this.#bytes;
    const isTooLarge = this.#distinctBytes > MOST_DICTIONARY_BYTES || this.#numbers.size > MOST_NUMBERS;
    return isHopeless || isTooLarge ? undefined : numbers;
  }

  *#numberAll(values: readonly unknown[]): Steps<Int32Array> {
    const numbers = new Int32Array(values.length);
    yield* ranges(
      values.length,
      (from, to) => {
        for (let i = from; i < to; i++) numbers[i] = this.#numberOf(values[i]);
      },
      NUMBERED_AT_ONCE,
    );
    this.#bytes += values.length * this.#width;
    return numbers;
  }

  #numberOf(value: unknown): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const number = this.values.push(value) - 1;
    this.#numbers.set(value, number);
    this.#distinctBytes += this.#width;
    return number;
  }

  *#numberTexts(values: readonly unknown[]): Steps<Int32Array> {
    const texts = values.map(value => (value instanceof Uint8Array ? value : new Uint8Array(0)));
    const offsets = new Float64Array(texts.length + 1);
    texts.forEach((text, i) => {
      offsets[i + 1] = (offsets[i] ?? 0) + text.length;
    });
    const type = { id: 'binary' } as const;
    const vector: BytesVector = { form: 'bytes', type, step: 1, validity: undefined, offsets, data: Buffer.concat(texts) };
    yield undefined;
    yield* this.#texts.reserve(vector, texts.length);
    const numbers = this.#texts.lookup(vector, texts.length, true);
    yield undefined;
    texts.forEach((text, i) => {
      this.#bytes += LENGTH_BYTES + text.length;
      if (numbers[i] !== this.values.length) return;
      this.values.push(text);
      this.#distinctBytes += LENGTH_BYTES + text.length;
    });
    return numbers;
  }

  /** Whether dictionary and numbers together take half as much as the values at most. */
  get pays(): boolean {
    const bits = Math.ceil(Math.log2(this.values.length));
    return this.values.length > 0 && 2 * (this.#distinctBytes + (this.#count * bits) / 8) <= this.#bytes;
  }
}

/** What the length of a byte string takes. */
const LENGTH_BYTES = 4;
