import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import {
  HEAP_RECORD,
  ParquetFrameError,
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
import { messageOf } from '../source-file.js';
import { STREAMED_INPUTS, tableInput } from '../table-kernel.js';
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
          await file.flush();
          rows += group.reduce((sum, batch) => sum + batch.length, 0);
        }
        await writer.finish();
        if (rows === 0) file.markEmptyListOfRowGroups();
        await file.flush();
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

/** Field 3, i64: 0 rows; field 4, list: no elements, without a proper type. */
const NO_ROWS_NO_GROUPS = Buffer.from([0x16, 0x00, 0x19, 0x00]);
const LIST_OF_STRUCTS = 0x0c;

/** The writer's buffer, emptied into the file between row groups. */
class FileWriter extends ByteWriter {
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    super(1 << 20);
    this.#path = path;
    this.#handle = handle;
  }

  static async create(path: string): Promise<FileWriter> {
    const handle = await open(path, 'w').catch((cause: unknown) => {
      throw new ParquetFrameError('FILE_NOT_FOUND', `${path} cannot be created: ${messageOf(cause)}`, {
        cause,
        details: { file: path },
      });
    });
    return new FileWriter(path, handle);
  }

  async flush(): Promise<void> {
    await this.#handle.writeFile(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }

  /**
   * The writer library states no proper element type for an empty list, which strict readers refuse: row groups are structs. The list follows the number of rows,
   * 0, in the footer (Thrift compact protocol), which is still in the buffer.
   */
  markEmptyListOfRowGroups(): void {
    const bytes = new Uint8Array(this.buffer, 0, this.index);
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(NO_ROWS_NO_GROUPS);
    if (at >= 0) bytes[at + NO_ROWS_NO_GROUPS.length - 1] = LIST_OF_STRUCTS;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  remove(): Promise<void> {
    return rm(this.#path, { force: true });
  }
}

/** Batches cut and gathered so that each group has `size` rows, the last one fewer. */
async function* groupsOf(batches: Iterable<Batch> | AsyncIterable<Batch>, schema: Schema, size: number): AsyncGenerator<Batch[]> {
  let group: Batch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    for (let start = 0; start < batch.length;) {
      const end = Math.min(batch.length, start + size - rows);
      group.push(sliceBatch(schema, batch, start, end));
      rows += end - start;
      start = end;
      if (rows < size) continue;
      yield group;
      group = [];
      rows = 0;
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
