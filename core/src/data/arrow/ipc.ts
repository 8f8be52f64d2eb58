import { ParquetFrameError } from '../../errors/index.js';
import { tableData, type ColumnData, type TableData } from '../column.js';
import { unifyDictionaries } from '../concat.js';
import { columnAt } from '../rows.js';
import { toArrow } from './export.js';
import { fromArrow } from './import.js';

/** The table as an Arrow IPC stream. Dictionaries that differ between batches are unified first, since a stream has one per column. */
export async function encodeIpc(table: TableData): Promise<Uint8Array> {
  const { tableToIPC } = await import('apache-arrow');
  return tableToIPC(await toArrow(withOneDictionary(table)), 'stream');
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
