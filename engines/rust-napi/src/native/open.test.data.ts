import type { TableData } from '@parquetframe/core/engine';
import { nativeBatches } from '../table/columns.js';
import type { Addon, NativeTable } from './addon.js';
import { loadAddon } from './load.js';

/** The addon itself, loaded on this thread. */
export function openAddon(): Addon {
  const loaded = loadAddon();
  if (!loaded.available) throw new Error(`${loaded.reason}; ${loaded.remedy}`);
  loaded.addon.configure(0, undefined);
  return loaded.addon;
}

/** A word that nobody sets. */
export const never = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
export const ignore = (): void => undefined;

export const importTable = (addon: Addon, table: TableData): Promise<NativeTable> =>
  addon.importTable(JSON.stringify(table.schema), nativeBatches(table));

/** A pipeline over a table with no literals. */
export const request = (...steps: readonly object[]): string =>
  JSON.stringify({ source: { kind: 'table' }, steps, arguments: [] });

/** The code in an error of the addon, before the engine makes a ParquetFrameError of it. */
export const codeOf = (error: unknown): unknown =>
  error instanceof Error ? (JSON.parse(error.message) as { readonly code: string }).code : error;
