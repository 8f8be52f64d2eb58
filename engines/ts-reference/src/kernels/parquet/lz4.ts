/** Bytes that are written between two steps. */
const STEP = 1 << 17;

/**
 * An LZ4 block without a frame, in steps of a millisecond or two.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 * @throws RangeError for damage
 */
export function* lz4Steps(input: Uint8Array, length: number): Generator<undefined, Uint8Array> {
  const output = new Uint8Array(length);
  let [from, at, pause] = [0, 0, STEP];
  /** A length of 15 goes on in the bytes that follow, up to the first that is not 255. */
  const long = (short: number): number => {
    let size = short;
    if (short < 15) return size;
    for (let byte = 255; byte === 255; size += byte) {
      const next = input[from++];
      if (next === undefined) throw new RangeError('lz4 data ends in the middle of a length');
      byte = next;
    }
    return size;
  };
  while (from < input.length) {
    const token = input[from++] ?? 0;
    const literal = long(token >>> 4);
    if (literal > input.length - from || literal > length - at) throw new RangeError('lz4 data ends in the middle of a literal');
    output.set(input.subarray(from, from + literal), at);
    from += literal;
    at += literal;
    // The last sequence has no match.
    if (from >= input.length) break;
    const distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    const size = long(token & 15) + 4;
    if (distance === 0 || distance > at || size > length - at) throw new RangeError('lz4 data refers to what is not there');
    if (distance >= size) output.copyWithin(at, at - distance, at - distance + size);
    else for (let i = 0; i < size; i++) output[at + i] = output[at + i - distance] ?? 0;
    at += size;
    if (at < pause) continue;
    pause = at + STEP;
    yield;
  }
  if (at !== length) throw new RangeError(`a page of ${at} bytes after LZ4 states ${length}`);
  return output;
}
