/** Bytes that are written between two steps. */
const STEP = 1 << 17;

/**
 * Snappy's raw format, in steps of a millisecond or two.
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 * @throws RangeError for damage
 */
export function* snappySteps(input: Uint8Array, length: number): Generator<undefined, Uint8Array> {
  const output = new Uint8Array(length);
  let [from, at, pause] = [0, 0, STEP];
  for (let [shift, stated] = [0, 0]; ; shift += 7) {
    const byte = input[from++];
    if (byte === undefined || shift > 28) throw new RangeError('snappy data without a length');
    stated += (byte & 0x7f) * 2 ** shift;
    if (byte >= 0x80) continue;
    if (stated !== length) throw new RangeError(`a page of ${stated} bytes after SNAPPY states ${length}`);
    break;
  }
  const little = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += (input[from++] ?? 0) * 2 ** (8 * i);
    return value;
  };
  while (from < input.length) {
    const tag = input[from++] ?? 0;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >>> 2;
      const size = (short < 60 ? short : little(short - 59)) + 1;
      if (size > input.length - from || size > length - at) throw new RangeError('snappy data ends in the middle of a literal');
      output.set(input.subarray(from, from + size), at);
      from += size;
      at += size;
    } else {
      const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
      const distance = kind === 1 ? (tag >>> 5) * 256 + little(1) : little(kind === 2 ? 2 : 4);
      if (distance === 0 || distance > at || size > length - at) throw new RangeError('snappy data refers to what is not there');
      if (distance >= size) output.copyWithin(at, at - distance, at - distance + size);
      else for (let i = 0; i < size; i++) output[at + i] = output[at + i - distance] ?? 0;
      at += size;
    }
    if (at < pause) continue;
    pause = at + STEP;
    yield;
  }
  if (at !== length) throw new RangeError(`a page of ${at} bytes after SNAPPY states ${length}`);
  return output;
}
