import type { SchemaTree } from 'hyparquet';
import { ParquetWriter } from 'hyparquet-writer';
import { schemaPathResolver } from 'hyparquet-writer/src/schema.js';
import {
  HEAP_RECORD,
  argumentOf,
  columnReader,
  columnAt,
  decline,
  formatType,
  heldReplica,
  physicalOf,
  schemaOf,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, DataType, Field, KernelCall, Schema } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, tableInput } from '../table-kernel.js';
import { hasDurations } from './duration-hint.js';
import { FileWriter } from './file-writer.js';
import { rowsWithin } from './slice-bytes.js';
import { durationEntries } from './write-durations.js';
import { MOST_DICTIONARY_BYTES } from './write-dictionary.js';
import { rowGroups } from './write-groups.js';
import { writeChunk } from './write-chunk.js';
import type { ColumnChunk, RowSlices } from './write-chunk.js';
import { writtenColumns } from './write-schema.js';
import type { WrittenColumn } from './write-schema.js';

/** `parquet.write`: one row group at a time, one column of it at a time, page by page into the file. */
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
      // A page at a time; of the column that is written, the values of its dictionary, and their numbers.
      peakBytes: 1.5e6 + Math.min(port?.rows ?? 1e5, 1e6) * 4 + textBytes(schema, port?.rows ?? 1e5, port?.bytes ?? 0),
    }),
    run: async call => {
      const { batches } = tableInput(call.inputs[0]);
      const path = String(argumentOf(step, 'path', call.arguments));
      const codec = argumentOf(step, 'compression', call.arguments) === 'uncompressed' ? 'UNCOMPRESSED' : 'SNAPPY';
      const groupRows = Number(argumentOf(step, 'rowGroupRows', call.arguments) ?? 1_000_000);
      const file = await FileWriter.create(path);
      try {
        const elements = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(column => column.elements)];
        const writer = new ParquetWriter({
          writer: file,
          schema: elements,
          codec,
          ...(hasDurations({ id: 'struct', fields: schema }) ? { kvMetadata: await durationEntries(schema, elements) } : {}),
          createdBy: 'parquetframe ts-reference',
        });
        let rows = 0;
        const isStreamed = call.inputs[0]?.residency.layout === 'batches';
        for await (const group of rowGroups(batches, schema, groupRows, isStreamed)) {
          rows += await writeGroup(writer, file, group, schema, columns, call);
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

/** What texts take while they are written: a dictionary that is given up when it has grown too large, and a page of one row where rows are large. */
function textBytes(schema: Schema, rows: number, bytes: number): number {
  const texts = schema.filter(({ type }) => !FIXED.has(physicalOf(type).kind)).length;
  if (texts === 0) return 0;
  const share = (bytes * texts) / schema.length;
  return DICTIONARY_COPIES * Math.min(MOST_DICTIONARY_BYTES, share / texts) + PAGE_COPIES * (share / texts / Math.max(1, rows));
}

const FIXED: ReadonlySet<string> = new Set(['fixed', 'bool', 'null']);
/** How often the values of a dictionary are in memory, and those of a page: gathered, encoded and compressed. Fitted to what `memory.test.ts` measures. */
const DICTIONARY_COPIES = 1;
const PAGE_COPIES = 3;

/** Rows and bytes of a page at most, but for a row that has more: what is converted and compressed without a pause. */
const PAGE_ROWS = 8_192;
const PAGE_BYTES = 128 * 1024;

/** Writes a row group column by column, page by page. */
async function writeGroup(
  writer: ParquetWriter,
  file: FileWriter,
  group: readonly Batch[],
  schema: Schema,
  columns: readonly WrittenColumn[],
  call: KernelCall,
): Promise<number> {
  const start = file.offset;
  const pathTo = schemaPathResolver(writer.schema);
  const chunks: ColumnChunk[] = [];
  for (const [i, field] of schema.entries()) {
    const column = columns[i];
    if (!column) throw new TypeError(`the column ${field.name} is not written`);
    const slices = slicesOf(group, i, field, column);
    const options = { codec: writer.codec, plain: column.plain };
    for (const path of leavesOf(pathTo([field.name])))
      chunks.push(await writeChunk(file, path, slices, options, call.checkpoint));
  }
  const rows = group.reduce((sum, batch) => sum + batch.length, 0);
  writer.num_rows += BigInt(rows);
  writer.row_groups.push({
    columns: chunks,
    total_byte_size: chunks.reduce((sum, { meta_data: data }) => sum + (data?.total_uncompressed_size ?? 0n), 0n),
    num_rows: BigInt(rows),
    total_compressed_size: BigInt(file.offset - start),
  });
  return rows;
}

/** The rows of a column in the form that they are written in, a page at a time. */
function slicesOf(group: readonly Batch[], index: number, field: Field, { convert }: WrittenColumn): RowSlices {
  const type = asBytes(field.type);
  return group.flatMap(batch => {
    const column = columnAt(batch, index);
    const { get } = columnReader(type, column);
    const alone = { length: batch.length, columns: [column] };
    const slices: RowSlices[number][] = [];
    for (let start = 0; start < batch.length;) {
      const most = Math.min(batch.length, start + PAGE_ROWS);
      const end = Math.max(start + 1, rowsWithin([field], alone, start, most, PAGE_BYTES).end);
      const from = start;
      slices.push(() =>
        Array.from({ length: end - from }, (_, i) => {
          const value = get(from + i);
          return convert && value !== null ? convert(value) : value;
        }),
      );
      start = end;
    }
    return slices;
  });
}

/** Texts are stored as the bytes that they are: to decode and encode them again would be in vain. */
function asBytes(type: DataType): DataType {
  switch (type.id) {
    case 'utf8':
      return { id: 'binary' };
    case 'largeUtf8':
      return { id: 'largeBinary' };
    case 'utf8View':
      return { id: 'binaryView' };
    case 'dictionary':
      return { ...type, values: asBytes(type.values) };
    default:
      return type;
  }
}

/** The paths to all leaves below the last node of a path. */
function leavesOf(path: readonly SchemaTree[]): (readonly SchemaTree[])[] {
  const children = path.at(-1)?.children ?? [];
  return children.length === 0 ? [path] : children.flatMap(child => leavesOf([...path, child]));
}
