import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { access, constants, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { ParquetFrameError, type Runtime, type Table } from '@parquetframe/core';
import { encodeIpcFile, rowsOf, sliceTable } from '@parquetframe/core/engine';
import { jsonReplacer, UsageError } from './io.js';

const FORMATS = ['csv', 'parquet', 'json', 'arrow'] as const;
type Format = (typeof FORMATS)[number];

/** Rows that are text at one time: a string of all rows may be longer than strings can be. */
const CHUNK_ROWS = 16_384;

/**
 * Finds out before anything is computed what would be wrong afterwards.
 * @returns the format of the file
 * @throws UsageError when the extension is not one that can be written
 * @throws ParquetFrameError `FILE_NOT_FOUND` when there is no such folder, or it cannot be written to
 */
export async function checkOutput(path: string): Promise<Format> {
  const format = FORMATS.find(name => path.toLowerCase().endsWith(`.${name}`));
  if (!format)
    throw new UsageError(
      `--output takes a ${FORMATS.map(name => `.${name}`).join(', ')} file, received ${path === '' ? 'nothing' : path}`,
    );
  const target = resolve(path);
  const folder = dirname(target);
  const cannot = (reason: string): ParquetFrameError =>
    new ParquetFrameError('FILE_NOT_FOUND', `cannot write ${path}: ${reason}`, { details: { file: target } });
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw cannot(`there is no folder ${folder}`);
  if ((await stat(target).catch(() => undefined))?.isDirectory()) throw cannot('it is a folder');
  await access(folder, constants.W_OK).catch(() => {
    throw cannot(`the folder ${folder} is not writable`);
  });
  return format;
}

/** Writes all rows, atomically: a temporary file beside the target, then a rename. */
export async function writeTable(
  runtime: Runtime,
  table: Table,
  path: string,
  format: Format,
  signal: AbortSignal,
): Promise<void> {
  if (format === 'parquet') {
    await runtime.fromArrow(table.data).writeParquet(path, { signal });
    return;
  }
  await writeAtomically(path, async file => {
    for await (const chunk of encode(table, format)) {
      signal.throwIfAborted();
      await file.writeFile(chunk);
    }
  });
}

async function writeAtomically(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  // A second Ctrl-C ends the process at once.
  const remove = (): void => {
    rmSync(temporary, { force: true });
  };
  process.once('exit', remove);
  try {
    {
      await using file = await open(temporary, 'wx');
      await write(file);
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    process.off('exit', remove);
  }
}

async function* encode(table: Table, format: Exclude<Format, 'parquet'>): AsyncGenerator<string | Uint8Array, void, undefined> {
  switch (format) {
    case 'csv':
      yield* csvChunks(table);
      return;
    case 'json':
      yield* jsonChunks(table);
      return;
    case 'arrow':
      yield await encodeIpcFile(table.data);
  }
}

function* slices(table: Table): Generator<readonly object[], void, undefined> {
  for (let row = 0; row < table.length; row += CHUNK_ROWS)
    yield rowsOf(sliceTable(table.data, row, Math.min(table.length, row + CHUNK_ROWS)));
}

/** A JSON array with a row on each line. */
export function* jsonChunks(table: Table): Generator<string, void, undefined> {
  let before = '[\n';
  for (const rows of slices(table)) {
    yield before + rows.map(row => `  ${JSON.stringify(row, jsonReplacer)}`).join(',\n');
    before = ',\n';
  }
  yield table.length === 0 ? '[]\n' : '\n]\n';
}

/** RFC 4180; nulls are empty, an empty string is quoted. */
function* csvChunks(table: Table): Generator<string, void, undefined> {
  const columns = table.schema.map(f => f.name);
  yield stringify([columns]);
  for (const rows of slices(table))
    yield stringify([...rows], {
      columns,
      cast: {
        string: value => (value === '' ? { value, quoted_empty: true } : value),
        boolean: value => String(value),
        bigint: value => String(value),
        date: value => value.toISOString(),
        object: value => JSON.stringify(value, jsonReplacer),
      },
    });
}
