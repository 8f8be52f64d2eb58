import { ParquetWriter } from 'hyparquet-writer';
import {
  HEAP_RECORD,
  argumentOf,
  columnReader,
  concatColumns,
  columnAt,
  decline,
  formatType,
  heldReplica,
  schemaOf,
  sliceBatch,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, KernelCall, Schema } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, tableInput } from '../table-kernel.js';
import { FileWriter } from './file-writer.js';
import { rowsWithin } from './slice-bytes.js';
import { writtenColumns } from './write-schema.js';
import type { WrittenColumn } from './write-schema.js';

/** `parquet.write`: one row group at a time, each flushed to the file before the next one is made. */
export const bindParquetWrite: BindStep = step => {
  const [input] = step.inputs;
  const schema = input ? schemaOf(input) : [];
  const columns = writtenColumns(schema);
  if ('unsupported' in columns)
    return decline(
      'UNSUPPORTED_COLUMN_TYPE',
      `${JSON.stringify(columns.unsupported.name)} of type ${formatType(columns.unsupported.type)} cannot be written to Parquet`,
      'cast the column to a type that Parquet has',
    );
  if (columns.length === 0)
    return decline('UNSUPPORTED_COLUMN_TYPE', 'a table without columns cannot be written', 'add a column');
  return {
    inputs: [STREAMED_INPUTS],
    outputs: [HEAP_RECORD],
    cpu: 'one',
    estimate: ({ ports: [port] }) => ({
      seconds: 1e-3 + (port?.rows ?? 1e5) * columns.length * 3e-7,
      peakBytes: Math.min(port?.rows ?? 1e5, 1e6) * columns.length * 64,
    }),
    run: async call => {
      const { batches } = tableInput(call.inputs[0]);
      const path = String(argumentOf(step, 'path', call.arguments));
      const codec = argumentOf(step, 'compression', call.arguments) === 'uncompressed' ? 'UNCOMPRESSED' : 'SNAPPY';
      const groupRows = Number(argumentOf(step, 'rowGroupRows', call.arguments) ?? 1_000_000);
      const file = await FileWriter.create(path);
      try {
        const writer = new ParquetWriter({
          writer: file,
          schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(column => column.elements)],
          codec,
          createdBy: 'parquetframe ts-reference',
        });
        let rows = 0;
        for await (const group of groupsOf(batches, schema, groupRows)) {
          await writeGroup(writer, group, schema, columns, call);
          await file.writeGroup(writer);
          rows += group.reduce((sum, batch) => sum + batch.length, 0);
        }
        await writer.finish();
        if (rows === 0) file.markEmptyListOfRowGroups();
        await file.writeRest();
        return { replica: heldReplica(HEAP_RECORD, { rows, bytes: file.offset }, 0), statistics: { rows } };
      } catch (error) {
        await file.remove();
        throw error;
      } finally {
        await file.close();
      }
    },
  };
};

/** Bytes that the values of a row group may have: the group is made in memory, and readers that use 32-bit offsets must be able to read it. */
const GROUP_BYTES = 256 * 1024 * 1024;

/** Batches cut and gathered so that each group has `size` rows, fewer where they are many bytes; the last one has what is left. */
async function* groupsOf(batches: Iterable<Batch> | AsyncIterable<Batch>, schema: Schema, size: number): AsyncGenerator<Batch[]> {
  let group: Batch[] = [];
  let [rows, bytes] = [0, 0];
  for await (const batch of batches) {
    for (let start = 0; start < batch.length;) {
      const most = Math.min(batch.length, start + size - rows);
      const part = rowsWithin(schema, batch, start, most, GROUP_BYTES - bytes);
      // A row that is too large for the group goes into the next one; one that is too large for any is a group of its own.
      const end = part.end > start || rows > 0 ? part.end : start + 1;
      if (end > start) group.push(sliceBatch(schema, batch, start, end));
      rows += end - start;
      bytes += part.bytes;
      start = end;
      if (rows < size && end === most) continue;
      yield group;
      group = [];
      [rows, bytes] = [0, 0];
    }
  }
  if (rows > 0) yield group;
}

async function writeGroup(
  writer: ParquetWriter,
  group: readonly Batch[],
  schema: Schema,
  columns: readonly WrittenColumn[],
  call: KernelCall,
): Promise<void> {
  const columnData: Parameters<ParquetWriter['write']>[0]['columnData'] = [];
  let rows = 0;
  for (const [i, { name, type }] of schema.entries()) {
    const column = concatColumns(
      type,
      group.map(batch => columnAt(batch, i)),
    );
    rows = column.length;
    const { get } = columnReader(type, column);
    const convert = columns[i]?.convert;
    const data: unknown[] = [];
    for (let row = 0; row < rows; row++) {
      const value = get(row);
      data.push(convert && value !== null ? convert(value) : value);
    }
    columnData.push({ name, data, ...(columns[i]?.plain ? { encoding: 'PLAIN' } : {}) });
    const pause = call.checkpoint();
    if (pause) await pause;
  }
  await writer.write({ columnData, rowGroupSize: rows });
}
