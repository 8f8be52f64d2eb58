import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { decompress } from './codecs.js';
import { lz4Steps } from './lz4.js';
import { snappySteps } from './snappy.js';
import { zstdSteps } from './zstd.js';

/** What to wait for before the next step, if anything. */
export type Step = Promise<void> | undefined;

/**
 * Bytes of a page that are unpacked at once, in some milliseconds; a larger one is unpacked in steps, between which the event loop goes round and the call may be
 * cancelled. Snappy is quick at once, in WebAssembly, the others are slower by themselves.
 */
const AT_ONCE: { readonly [codec in CompressionCodec]?: number } = { SNAPPY: 8 << 20 };
const ELSE_AT_ONCE = 1 << 20;
/** Bytes that a stream of Node.js gives at a time: each waits for a turn of the event loop. */
const CHUNK = 1 << 20;

/** A page, decompressed. @throws RangeError when the codec is not known or the length is not the one stated */
export function* unpackSteps(input: Uint8Array, length: number, codec: CompressionCodec): Generator<Step, Uint8Array> {
  if (length <= (AT_ONCE[codec] ?? ELSE_AT_ONCE)) return decompress(input, length, codec);
  switch (codec) {
    case 'SNAPPY':
      return yield* snappySteps(input, length);
    case 'GZIP':
      return yield* streamSteps(createGunzip({ chunkSize: CHUNK }), input, length, codec);
    case 'ZSTD':
      return yield* zstdSteps(input, length);
    case 'LZ4_RAW':
      return yield* lz4Steps(input, length);
    case 'BROTLI':
      return yield* streamSteps(createBrotliDecompress({ chunkSize: CHUNK }), input, length, codec);
    default:
      return decompress(input, length, codec);
  }
}

/** Through a stream of Node.js, which works on another thread. */
function* streamSteps(
  stream: ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress>,
  input: Uint8Array,
  length: number,
  codec: string,
): Generator<Step, Uint8Array> {
  const output = new Uint8Array(length);
  let [at, isDone] = [0, false];
  const chunks: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  const take = async (): Promise<void> => {
    const next = await chunks.next();
    isDone = next.done === true;
    if (isDone || !(next.value instanceof Uint8Array)) return;
    if (at + next.value.length > length)
      throw new RangeError(`a page of more than the ${length} bytes that it states, after ${codec}`);
    output.set(next.value, at);
    at += next.value.length;
  };
  try {
    stream.end(input);
    while (!isDone) yield take();
  } finally {
    stream.destroy();
  }
  if (at !== length) throw new RangeError(`a page of ${at} bytes after ${codec} states ${length}`);
  return output;
}
