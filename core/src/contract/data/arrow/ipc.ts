import { ParquetFrameError } from '../../errors/index.js';
import { tableData, type Batch, type ColumnData, type TableData } from '../column.js';
import { compactLists } from '../compact.js';
import { unifyDictionaries } from '../concat.js';
import { columnAt } from '../rows.js';
import { isNested } from '../types.js';
import { toArrow } from './export.js';
import { fromArrow } from './import.js';

/** The table as an Arrow IPC stream. Dictionaries that differ between batches are unified first, since a stream has one per column. */
export async function encodeIpc(table: TableData): Promise<Uint8Array> {
  const { tableToIPC } = await import('apache-arrow');
  return tableToIPC(await toArrow(withOneDictionary(withCompactLists(table))), 'stream');
}

/** The table as an Arrow IPC file (`.arrow`), which can be read at random. */
export async function encodeIpcFile(table: TableData): Promise<Uint8Array> {
  const { tableToIPC } = await import('apache-arrow');
  return tableToIPC(await toArrow(withOneDictionary(withCompactLists(table))), 'file');
}

/** A table from an Arrow IPC stream or file; its buffers are views of `bytes` where they are aligned. @throws ParquetFrameError `DATA_CORRUPT` */
export async function decodeIpc(bytes: Uint8Array): Promise<TableData> {
  const { tableFromIPC } = await import('apache-arrow');
  try {
    return fromArrow(tableFromIPC(bytes));
  } catch (error) {
    if (error instanceof ParquetFrameError) throw error;
    throw new ParquetFrameError(
      'DATA_CORRUPT',
      `the bytes are no Arrow IPC stream: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** arrow-js 21 writes string views of a sliced child from the wrong place, so that none is left for it to slice. */
function withCompactLists(table: TableData): TableData {
  if (!table.schema.some(f => isNested(f.type))) return table;
  const columns = (batch: Batch): ColumnData[] => table.schema.map((f, index) => compactLists(f.type, columnAt(batch, index)));
  return tableData(
    table.schema,
    table.batches.map(batch => ({ length: batch.length, columns: columns(batch) })),
  );
}

function withOneDictionary(table: TableData): TableData {
  if (table.batches.length < 2 || !table.schema.some(f => f.type.id === 'dictionary')) return table;
  const unified = table.schema.map(({ type }, index): readonly ColumnData[] => {
    const columns = table.batches.map(batch => columnAt(batch, index));
    return type.id === 'dictionary' ? unifyDictionaries(type.index, type.values, columns) : columns;
  });
  return tableData(
    table.schema,
    table.batches.map((batch, b) => ({
      length: batch.length,
      columns: unified.map((columns, index) => columns[b] ?? columnAt(batch, index)),
    })),
  );
}
