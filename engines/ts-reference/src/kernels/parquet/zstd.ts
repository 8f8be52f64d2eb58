import { Decompress, decompress } from 'fzstd';

/** The most that a block unpacks to. */
const BLOCK = 128 * 1024;
const MAGIC = 0xfd2fb528;
/** Frames of users' own data, in any of sixteen kinds. */
const SKIPPED = 0x184d2a50;

/** A page of at most some megabytes. What could unpack to more than it states is unpacked piece by piece. @throws RangeError for damage */
export function unzstd(input: Uint8Array, length: number): Uint8Array {
  if (mostAfter(input) <= length + 2 * BLOCK) return decompress(input);
  const steps = zstdSteps(input, length);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same of any size, in steps of a block. @throws RangeError for damage */
export function* zstdSteps(input: Uint8Array, length: number): Generator<undefined, Uint8Array> {
  const output = new Uint8Array(length);
  let at = 0;
  const decoder = new Decompress(part => {
    if (at + part.length > length) throw new RangeError(`a page of more than the ${length} bytes that it states, after ZSTD`);
    output.set(part, at);
    at += part.length;
  });
  // A block at a time, of 128 KiB at most when it is unpacked.
  let from = 0;
  for (const { end } of blocksOf(input)) {
    if (end === input.length) break;
    decoder.push(input.subarray(from, end));
    from = end;
    yield undefined;
  }
  decoder.push(input.subarray(from), true);
  if (at !== length) throw new RangeError(`a page of ${at} bytes after ZSTD states ${length}`);
  return output;
}

/** How many bytes the blocks of all frames can unpack to. */
function mostAfter(input: Uint8Array): number {
  let most = 0;
  for (const { bytes } of blocksOf(input)) most += bytes;
  return most;
}

/**
 * The blocks of all frames: where each ends, and how many bytes it can unpack to. Ends where there is damage, of which the decoder will speak.
 * @see https://github.com/facebook/zstd/blob/dev/doc/zstd_compression_format.md
 */
function* blocksOf(input: Uint8Array): Generator<{ readonly end: number; readonly bytes: number }> {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let at = 0;
  while (at + 8 <= input.length) {
    const magic = view.getUint32(at, true);
    if ((magic & ~0xf) >>> 0 === SKIPPED) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    if (magic !== MAGIC) return;
    const descriptor = input[at + 4] ?? 0;
    const isSingle = (descriptor >>> 5) & 1;
    // Other decoders refuse windows beyond 2 GiB, as the format lets them.
    if (!isSingle && (input[at + 5] ?? 0) >>> 3 > 21) throw new RangeError('a zstd frame with a window beyond 2 GiB');
    const [idBytes = 0, sizeBytes = 0] = [[0, 1, 2, 4][descriptor & 3], [isSingle, 2, 4, 8][descriptor >>> 6]];
    at += 5 + (1 - isSingle) + idBytes + sizeBytes;
    for (let isLast = false; !isLast;) {
      if (at + 3 > input.length) return;
      const header = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8) | ((input[at + 2] ?? 0) << 16);
      const [kind, size] = [(header >>> 1) & 3, header >>> 3];
      isLast = (header & 1) === 1;
      at += 3 + (kind === 1 ? 1 : size);
      yield { end: Math.min(at, input.length), bytes: kind === 2 ? BLOCK : size };
    }
    // A checksum of the content.
    at += (descriptor >>> 2) & 1 ? 4 : 0;
  }
}
