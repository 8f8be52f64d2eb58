import { copySteps, ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { TooLarge } from './row-window.js';

/** Values as they lie in a page, without nulls: little-endian fixed-width bytes, or byte strings one after the other. Bools are one byte each. */
export type PhysicalValues = FixedValues | ByteStrings;

export interface FixedValues {
  readonly kind: 'fixed';
  readonly width: number;
  readonly count: number;
  /** count × width, aligned for any typed array */
  readonly bytes: Uint8Array;
}
export interface ByteStrings {
  readonly kind: 'strings';
  readonly count: number;
  /** count + 1 */
  readonly offsets: Int32Array;
  readonly data: Uint8Array;
}

const MAX_STRING_BYTES = 2 ** 31 - 1;

/** Values `from … to`, as views. */
export function slicedValues(values: PhysicalValues, from: number, to: number): PhysicalValues {
  if (from === 0 && to === values.count) return values;
  const count = to - from;
  return values.kind === 'strings'
    ? { ...values, count, offsets: values.offsets.subarray(from, to + 1) }
    : { ...values, count, bytes: values.bytes.subarray(from * values.width, to * values.width) };
}

/** Collects the values of the pages of one column chunk, in steps. */
export interface ValueBuilder {
  readonly count: number;
  append(values: PhysicalValues): Steps<void>;
  /** Makes room for as many values more. */
  reserve(values: number): Steps<void>;
  /** Values of a dictionary by index. @throws RangeError for an index that it does not have */
  gather(dictionary: PhysicalValues, indexes: Int32Array): Steps<void>;
  finish(): PhysicalValues;
}

/** `width` undefined: byte strings. `count` is how many values are expected; room is made for a million at first, since a damaged file may promise any number. */
export function valueBuilder(width: number | undefined, count: number, take: (bytes: number) => void): ValueBuilder {
  const first = count > 0 ? Math.min(count, 1 << 20) : 0;
  return width === undefined ? new StringBuilder(first, take) : new FixedBuilder(width, first, take);
}

const badIndex = (index: number, count: number): RangeError =>
  new RangeError(`a value refers to entry ${index >>> 0} of a dictionary of ${count}`);

class FixedBuilder implements ValueBuilder {
  count = 0;
  #bytes: Uint8Array;
  readonly #width: number;

  readonly #take: (bytes: number) => void;

  constructor(width: number, first: number, take: (bytes: number) => void) {
    this.#width = width;
    this.#take = take;
    this.#bytes = new Uint8Array(Math.ceil((first * width) / 8) * 8);
  }

  *append(values: PhysicalValues): Steps<void> {
    if (values.kind !== 'fixed' || values.width !== this.#width) throw new RangeError('values of another width');
    yield* this.reserve(values.count);
    yield* copySteps(values.bytes.subarray(0, values.count * this.#width), this.#bytes, this.count * this.#width);
    this.count += values.count;
  }

  *gather(dictionary: PhysicalValues, indexes: Int32Array): Steps<void> {
    if (dictionary.kind !== 'fixed' || dictionary.width !== this.#width) throw new RangeError('a dictionary of another width');
    yield* this.reserve(indexes.length);
    this.#gather(dictionary, indexes);
    this.count += indexes.length;
  }

  #gather(dictionary: FixedValues, indexes: Int32Array): void {
    const width = this.#width;
    const entries = dictionary.count;
    if (width % 4 === 0) {
      // Whole words: bits are copied as they are, NaN payloads included.
      const step = width / 4;
      const source = new Int32Array(dictionary.bytes.buffer, dictionary.bytes.byteOffset, entries * step);
      const target = new Int32Array(this.#bytes.buffer);
      let at = this.count * step;
      for (let i = 0; i < indexes.length; i++) {
        const index = indexes[i] ?? 0;
        if (index >>> 0 >= entries) throw badIndex(index, entries);
        const from = index * step;
        target[at] = source[from] ?? 0;
        for (let word = 1; word < step; word++) target[at + word] = source[from + word] ?? 0;
        at += step;
      }
    } else {
      let at = this.count * width;
      for (let i = 0; i < indexes.length; i++) {
        const index = indexes[i] ?? 0;
        if (index >>> 0 >= entries) throw badIndex(index, entries);
        for (let byte = 0; byte < width; byte++) this.#bytes[at++] = dictionary.bytes[index * width + byte] ?? 0;
      }
    }
  }

  *reserve(more: number): Steps<void> {
    const needed = (this.count + more) * this.#width;
    if (needed <= this.#bytes.length) return;
    const size = Math.ceil(Math.max(needed, this.#bytes.length * 2) / 8) * 8;
    this.#take(size - this.#bytes.length);
    const grown = new Uint8Array(size);
    yield* copySteps(this.#bytes.subarray(0, this.count * this.#width), grown);
    this.#bytes = grown;
  }

  finish(): FixedValues {
    return { kind: 'fixed', width: this.#width, count: this.count, bytes: this.#bytes.subarray(0, this.count * this.#width) };
  }
}

class StringBuilder implements ValueBuilder {
  count = 0;
  #offsets: Int32Array;
  #data = new Uint8Array(0);

  readonly #take: (bytes: number) => void;

  constructor(first: number, take: (bytes: number) => void) {
    this.#take = take;
    this.#offsets = new Int32Array(first + 1);
  }

  *append(values: PhysicalValues): Steps<void> {
    if (values.kind !== 'strings') throw new RangeError('byte strings were expected');
    const { offsets, count } = values;
    const first = offsets[0] ?? 0;
    const last = offsets[count] ?? 0;
    const shift = (yield* this.#reserve(count, last - first)) - first;
    yield* copySteps(values.data.subarray(first, last), this.#data, shift + first);
    const target = this.#offsets.subarray(this.count);
    yield* ranges(count, (from, to) => {
      for (let i = from + 1; i <= to; i++) target[i] = (offsets[i] ?? 0) + shift;
    });
    this.count += count;
  }

  *gather(dictionary: PhysicalValues, indexes: Int32Array): Steps<void> {
    if (dictionary.kind !== 'strings') throw new RangeError('a dictionary of byte strings was expected');
    const { offsets, count: entries } = dictionary;
    let total = 0;
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i] ?? 0;
      if (index >>> 0 >= entries) throw badIndex(index, entries);
      total += (offsets[index + 1] ?? 0) - (offsets[index] ?? 0);
    }
    const start = yield* this.#reserve(indexes.length, total);
    this.#gather(dictionary, indexes, start);
    this.count += indexes.length;
  }

  #gather({ offsets, data }: ByteStrings, indexes: Int32Array, start: number): void {
    let at = start;
    const target = this.#data;
    const ends = this.#offsets;
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i] ?? 0;
      const end = offsets[index + 1] ?? 0;
      let from = offsets[index] ?? 0;
      if (end - from > 32) {
        target.set(data.subarray(from, end), at);
        at += end - from;
      } else while (from < end) target[at++] = data[from++] ?? 0;
      ends[this.count + i + 1] = at;
    }
  }

  *reserve(values: number): Steps<void> {
    yield* this.#reserve(values, 0);
  }

  finish(): ByteStrings {
    const used = this.#offsets[this.count] ?? 0;
    return {
      kind: 'strings',
      count: this.count,
      offsets: this.#offsets.subarray(0, this.count + 1),
      data: this.#data.subarray(0, used),
    };
  }

  /** Makes room and returns where the next byte goes. */
  *#reserve(more: number, bytes: number): Steps<number> {
    const used = this.#offsets[this.count] ?? 0;
    if (used + bytes > MAX_STRING_BYTES) {
      // Beyond the budget too, as it often is: then that is the error.
      this.#take(used + bytes - this.#data.length);
      throw new TooLarge('more than 2 GiB of strings');
    }
    if (this.count + more + 1 > this.#offsets.length) {
      const size = Math.max(this.count + more + 1, this.#offsets.length * 2);
      this.#take(4 * (size - this.#offsets.length));
      const grown = new Int32Array(size);
      yield* copySteps<Int32Array>(this.#offsets.subarray(0, this.count + 1), grown);
      this.#offsets = grown;
    }
    if (used + bytes > this.#data.length) {
      const size = Math.min(MAX_STRING_BYTES, Math.max(used + bytes, this.#data.length * 2));
      this.#take(size - this.#data.length);
      const grown = new Uint8Array(size);
      yield* copySteps<Uint8Array>(this.#data.subarray(0, used), grown);
      this.#data = grown;
    }
    return used;
  }
}
