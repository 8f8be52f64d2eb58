import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import test from 'ava';
import { createRuntime, isParquetFrameError } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import { CODEC, ENCODING, TYPE, repeated, repeatedInList, sharedTexts, writeCrafted, zstdZeros } from './crafted-files.js';

const MIB = 2 ** 20;
const BUDGET = 256 * MIB;
/** What a process has beside the data: Node.js itself, the code, what was freed and is not given back yet. */
const OVERHEAD = 512 * MIB;

const folder = mkdtempSync(join(tmpdir(), 'parquetframe-crafted-'));
test.after.always(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Files by what is in them, and the codes that they may give. */
const FILES: Record<string, readonly [make: (path: string) => void, codes: readonly string[]]> = {
  'a text of 1 KiB, two billion times': [
    path => {
      repeated(path, Buffer.alloc(1024, 'a'), 2 ** 31 - 1);
    },
    ['OUT_OF_MEMORY'],
  ],
  'a text of 1 MiB, a hundred thousand times': [
    path => {
      repeated(path, Buffer.alloc(MIB, 'a'), 100_000);
    },
    ['OUT_OF_MEMORY'],
  ],
  'numbers that unpack to 512 MiB': [
    path => {
      const rows = (512 * MIB) / 8;
      const body = gzipSync(Buffer.alloc(rows * 8), { level: 1 });
      writeCrafted(path, TYPE.int64, CODEC.gzip, rows, [
        { kind: 'data', values: rows, encoding: ENCODING.plain, body, unpacked: rows * 8 },
      ]);
    },
    ['OUT_OF_MEMORY'],
  ],
  'a page that says to unpack to 2 GiB, and is empty': [
    path => {
      const rows = 2 ** 27;
      const body = Uint8Array.from([0]);
      writeCrafted(path, TYPE.int64, CODEC.snappy, rows, [
        { kind: 'data', values: rows, encoding: ENCODING.plain, body, unpacked: 2 ** 31 - 1 },
      ]);
    },
    ['OUT_OF_MEMORY', 'DATA_CORRUPT'],
  ],
  'a list of a text of 1 KiB, a billion times': [
    path => {
      repeatedInList(path, Buffer.alloc(1024, 'a'), 2 ** 30);
    },
    ['OUT_OF_MEMORY'],
  ],
  'a list of an empty text, a billion times': [
    path => {
      repeatedInList(path, new Uint8Array(0), 2 ** 30);
    },
    ['OUT_OF_MEMORY'],
  ],
  'texts of 1 MiB that share all with the one before': [
    path => {
      sharedTexts(path, Buffer.alloc(MIB, 'a'), 100_000);
    },
    ['OUT_OF_MEMORY'],
  ],
};

const ZEROS = 1024 * MIB;
/** A page that states 8,000 bytes and unpacks to a gibibyte, by codec. */
const BOMBS: Readonly<Record<string, readonly [codec: number, pack: () => Uint8Array]>> = {
  gzip: [CODEC.gzip, () => gzipSync(Buffer.alloc(ZEROS), { level: 1 })],
  brotli: [CODEC.brotli, () => brotliCompressSync(Buffer.alloc(ZEROS), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  zstd: [CODEC.zstd, () => zstdZeros(ZEROS)],
};
for (const [name, [codec, pack]] of Object.entries(BOMBS)) {
  FILES[`a page that states less than it unpacks to, in ${name}`] = [
    path => {
      const page = { kind: 'data', values: 1000, encoding: ENCODING.plain, body: pack(), unpacked: 8000 } as const;
      writeCrafted(path, TYPE.int64, codec, 1000, [page]);
    },
    ['DATA_CORRUPT'],
  ];
}

/** The most memory that a process had, where the system says so. */
function peakOf(pid: number): number {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function children(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync(`/proc/${String(process.pid)}/task`).flatMap(task =>
    readFileSync(`/proc/${String(process.pid)}/task/${task}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

/** The code of what a stream throws in its first batches: one whose batches are small may well be read. */
async function firstBatches(batches: AsyncIterable<unknown>): Promise<string | undefined> {
  let left = 3;
  try {
    for await (const _ of batches) if (--left === 0) break;
    return undefined;
  } catch (error) {
    return isParquetFrameError(error) ? error.code : String(error);
  }
}

for (const [name, [make, codes]] of Object.entries(FILES)) {
  test.serial(`the budget binds, in this process and in one of its own: ${name}`, async t => {
    const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.parquet`);
    make(path);
    await using runtime = await createRuntime({
      engines: [tsReference(), rustNapi(), isolate(tsReference()), isolate(rustNapi())],
      memory: BUDGET,
      wisdom: 'off',
      uncertified: 'allow',
    });
    for (const { id, availability } of runtime.engines()) {
      if (!availability.available) continue;
      const error: unknown = await t.throwsAsync(runtime.readParquet(path, { engine: id }).collect());
      const code = isParquetFrameError(error) ? error.code : String(error);
      t.true(codes.includes(code), `${id}: ${code}`);
      const streamed = await firstBatches(runtime.readParquet(path, { engine: id }).batches());
      t.true(streamed === undefined || codes.includes(streamed), `${id}, streamed: ${String(streamed)}`);
      const peaks = children().map(peakOf);
      t.log(
        `${id}: ${code}; peaks of children ${peaks.map(peak => Math.round(peak / MIB)).join(', ')} MiB, of this process ${String(Math.round(peakOf(process.pid) / MIB))} MiB`,
      );
      for (const peak of peaks) t.true(peak <= BUDGET + OVERHEAD, `${id}: a child took ${String(peak)} bytes`);
    }
  });
}
