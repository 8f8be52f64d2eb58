import { brotliCompressSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { CompressionCodec } from 'hyparquet';
import { unpackSteps } from './unpack.js';

const SIZE = 9 * 1024 * 1024;
/** Repeats itself, with some bytes that do not. */
const data = new Uint8Array(SIZE).map((_, i) => (i % 100 === 0 ? (i * 2654435761) >>> 24 : i % 7));

/** A frame of raw blocks: magic, a header with the size of the content, blocks of at most 128 KiB. */
function zstdRaw(bytes: Uint8Array): Uint8Array {
  const block = 128 * 1024;
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), Buffer.alloc(4)];
  parts[1]?.writeUInt32LE(bytes.length);
  for (let at = 0; at < bytes.length; at += block) {
    const part = bytes.subarray(at, at + block);
    const header = Buffer.alloc(3);
    header.writeUIntLE((part.length << 3) | Number(at + block >= bytes.length), 0, 3);
    parts.push(header, Buffer.from(part));
  }
  return Buffer.concat(parts);
}

/** One literal of 4 bytes, matches of 64 KiB that overlap it, and a literal at the end. */
function lz4(): { readonly packed: Uint8Array; readonly unpacked: Uint8Array } {
  const packed: number[] = [0x4f, 1, 2, 3, 4, 4, 0];
  let rest = SIZE - 4 - 5 - 4 - 15;
  for (; rest >= 255; rest -= 255) packed.push(255);
  packed.push(rest, 0x50, 9, 9, 9, 9, 9);
  const unpacked = new Uint8Array(SIZE).map((_, i) => (i < SIZE - 5 ? (i % 4) + 1 : 9));
  return { packed: Uint8Array.from(packed), unpacked };
}

const CASES: readonly (readonly [CompressionCodec, Uint8Array, Uint8Array])[] = [
  ['GZIP', gzipSync(data), data],
  ['BROTLI', brotliCompressSync(data, { params: {} }), data],
  ['SNAPPY', snappyCompress(data), data],
  ['ZSTD', zstdRaw(data), data],
  ['LZ4_RAW', lz4().packed, lz4().unpacked],
];

async function unpacked(
  codec: CompressionCodec,
  input: Uint8Array,
  length: number,
): Promise<{ bytes: Uint8Array; steps: number }> {
  const work = unpackSteps(input, length, codec);
  for (let steps = 0; ; steps++) {
    const step = work.next();
    if (step.done === true) return { bytes: step.value, steps };
    await step.value;
  }
}

for (const [codec, packed, expected] of CASES) {
  test(`${codec}: a large page is unpacked in steps`, async t => {
    const { bytes, steps } = await unpacked(codec, packed, SIZE);
    t.true(Buffer.from(bytes).equals(expected));
    t.true(steps > 0, `${steps} steps`);
  });

  test(`${codec}: what ends early, or is of another length, is a typed failure`, async t => {
    await t.throwsAsync(unpacked(codec, packed.subarray(0, packed.length - 40), SIZE));
    await t.throwsAsync(unpacked(codec, packed, SIZE + 1));
    await t.throwsAsync(unpacked(codec, packed, SIZE - 1));
  });
}

test('an unpacking can be given up half-way', async t => {
  const work = unpackSteps(gzipSync(data), SIZE, 'GZIP');
  await work.next().value;
  work.return(new Uint8Array(0));
  t.true(work.next().done);
});

/** A frame of runs of zeros, behind a frame of a user's own. */
function zstdRuns(blocks: number): Uint8Array {
  const out = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9, 0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]);
  const block = Buffer.alloc(4);
  block.writeUIntLE((1 << 1) | ((128 * 1024) << 3), 0, 3);
  const last = Buffer.from(block);
  last[0] = (last[0] ?? 0) | 1;
  return Buffer.concat([out, ...Array.from({ length: blocks - 1 }, () => block), last]);
}

test('ZSTD: a small page that unpacks to gigabytes is given up before it does', async t => {
  // No array holds as much as these blocks say: a decoder that made all of it would fail with another error.
  await t.throwsAsync(unpacked('ZSTD', zstdRuns(2 ** 20), 1000), { message: /more than the 1000 bytes that it states/ });
  const { bytes } = await unpacked('ZSTD', zstdRuns(4), 4 * 128 * 1024);
  t.is(bytes.length, 4 * 128 * 1024);
  t.true(bytes.every(byte => byte === 0));
});
