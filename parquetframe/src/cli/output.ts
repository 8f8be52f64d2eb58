import { rename, rm, writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { DataFrame, Table } from '@parquetframe/core';
import { encodeIpcFile } from '@parquetframe/core/engine';
import { toJson, UsageError } from './io.js';

interface WriteOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

const FORMATS = ['csv', 'parquet', 'json', 'arrow'] as const;
type Format = (typeof FORMATS)[number];

const formatOf = (path: string): Format | undefined => FORMATS.find(format => path.toLowerCase().endsWith(`.${format}`));

/** @throws UsageError when the extension is not one that can be written */
export function checkOutput(path: string): void {
  if (!formatOf(path))
    throw new UsageError(`--output takes a ${FORMATS.map(format => `.${format}`).join(', ')} file, received ${path}`);
}

/** Writes all rows, atomically: a temporary file beside the target, then a rename. Returns the number of rows. */
export async function writeFrame(frame: DataFrame, path: string, options: WriteOptions): Promise<number> {
  const format = formatOf(path);
  if (format === 'parquet') return (await frame.writeParquet(path, options)).rows;
  await using table = await frame.collect(options);
  const temporary = `${path}.${String(process.pid)}.tmp`;
  try {
    await writeFile(temporary, await encode(table, format ?? 'csv'));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return table.length;
}

async function encode(table: Table, format: Exclude<Format, 'parquet'>): Promise<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return toCsv(table);
    case 'json':
      return toJson(table.toRows());
    case 'arrow':
      return encodeIpcFile(table.data);
  }
}

/** RFC 4180; nulls are empty, an empty string is quoted. */
export function toCsv(table: Table): string {
  const columns = table.schema.map(f => f.name);
  return stringify(table.toRows(), {
    header: true,
    columns,
    cast: {
      string: value => (value === '' ? { value, quoted_empty: true } : value),
      boolean: value => String(value),
      bigint: value => String(value),
      date: value => value.toISOString(),
      object: value => JSON.stringify(value),
    },
  });
}
