import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressors } from 'hyparquet-compressors';
import type { CompressionCodec, Compressors } from 'hyparquet';
import { unzstd } from './zstd.js';

/** gzip and brotli are in Node.js, zstd is bounded here; the others come from hyparquet-compressors. */
const decompressors: Compressors = {
  ...compressors,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: unzstd,
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
};

/** @throws RangeError when the codec is not known or the length is not the one stated */
export function decompress(input: Uint8Array, length: number, codec: CompressionCodec): Uint8Array {
  if (codec === 'UNCOMPRESSED') {
    if (input.length !== length) throw new RangeError(`an uncompressed page of ${input.length} bytes states ${length}`);
    return input;
  }
  if (length === 0) return new Uint8Array(0);
  const decompressor = decompressors[codec];
  if (!decompressor) throw new RangeError(`the codec ${codec} is not supported`);
  const output = decompressor(input, length);
  if (output.length !== length) throw new RangeError(`a page of ${output.length} bytes after ${codec} states ${length}`);
  return output;
}
