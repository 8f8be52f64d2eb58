import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { createRuntime, isParquetFrameError } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import { CODEC, ENCODING, TYPE, repeated, writeCrafted } from './crafted-files.js';

const MIB = 2 ** 20;
const BUDGET = 256 * MIB;
/** What a process has beside the data: Node.js itself, the code, what was freed and is not given back yet. */
const OVERHEAD = 512 * MIB;

const folder = mkdtempSync(join(tmpdir(), 'parquetframe-crafted-'));
test.after.always(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Files by what is in them, and the codes that they may give. */
const FILES: Readonly<Record<string, readonly [make: (path: string) => void, codes: readonly string[]]>> = {
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
};

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
      const peaks = children().map(peakOf);
      t.log(
        `${id}: ${code}; peaks of children ${peaks.map(peak => Math.round(peak / MIB)).join(', ')} MiB, of this process ${String(Math.round(peakOf(process.pid) / MIB))} MiB`,
      );
      for (const peak of peaks) t.true(peak <= BUDGET + OVERHEAD, `${id}: a child took ${String(peak)} bytes`);
    }
  });
}
