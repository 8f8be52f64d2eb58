import {
  FILE_BYTES,
  ParquetFrameError,
  argumentOf,
  bindingSchema,
  bindingStrings,
  columnFromValues,
  concatBatchSteps,
  decline,
  fieldIndex,
  formatType,
  inSteps,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, Field, KernelCall, Schema } from '@parquetframe/core/engine';
import { openSource } from '../source-file.js';
import type { SourceFile } from '../source-file.js';
import { streamedKernel } from '../table-kernel.js';
import { valueParser } from './parse-value.js';
import type { ParseValue } from './parse-value.js';
import { columnNames, csvRecords, damaged } from './records.js';
import type { CsvFormat, CsvRecord } from './records.js';
import { csvFormat } from './schema.js';

const BATCH_ROWS = 65_536;
/** Rows whose values become columns in one go, a millisecond or two of work; a batch is put together of them. */
const PIECE_ROWS = 8_192;

interface Target {
  readonly field: Field;
  readonly index: number;
  readonly parse: ParseValue;
}

/** `csv.scan`: read as a stream, in batches of 65,536 rows. */
export const bindCsvScan: BindStep = step => {
  const schema = bindingSchema(step);
  const format = csvFormat(step);
  const targets: Target[] = [];
  for (const name of bindingStrings(step, 'columns')) {
    const index = fieldIndex(schema, name);
    const field = schema[index];
    const parse = field && valueParser(field.type);
    if (!field || !parse)
      return decline(
        'UNSUPPORTED_COLUMN_TYPE',
        `${JSON.stringify(name)} of a CSV file cannot be read as ${field ? formatType(field.type) : 'nothing'}`,
        'read the column as utf8 and cast it',
      );
    targets.push({ field, index, parse });
  }
  return streamedKernel(step, {
    inputs: [[FILE_BYTES]],
    estimate: ({ ports: [file], result }) => ({
      seconds: 1e-3 + (file?.bytes ?? 1e6) * 3e-8,
      peakBytes: (result.bytes ?? 1e6) + BATCH_ROWS * 200,
    }),
    batches: call => scan(call, format, schema, targets, Number(argumentOf(step, 'limit', call.arguments) ?? Infinity)),
  });
};

async function* scan(
  call: KernelCall,
  format: CsvFormat,
  schema: Schema,
  targets: readonly Target[],
  limit: number,
): AsyncGenerator<Batch> {
  const file = await openSource(call.inputs[0]);
  try {
    let [left, isFirst] = [limit, true];
    let values: unknown[][] = targets.map(() => []);
    let pieces: Batch[] = [];
    let [rows, gathered] = [0, 0];
    for await (const records of csvRecords(file, format)) {
      if (isFirst) requireNames(file, records[0], format, schema);
      const start = isFirst && format.header ? 1 : 0;
      isFirst = false;
      const end = Math.min(records.length, start + left);
      for (const [i, target] of targets.entries()) {
        await giveWay(call);
        parseColumn(file, records, start, end, target, values[i] ?? []);
      }
      left -= end - start;
      rows += end - start;
      gathered += end - start;
      if (gathered >= PIECE_ROWS) {
        pieces.push(await toBatch(targets, values, gathered, call));
        values = targets.map(() => []);
        gathered = 0;
      }
      if (rows >= BATCH_ROWS) {
        yield await inSteps(concatBatchSteps(fieldsOf(targets), pieces), call.checkpoint);
        pieces = [];
        rows = 0;
      }
      if (left <= 0) break;
      await giveWay(call);
    }
    if (gathered > 0) pieces.push(await toBatch(targets, values, gathered, call));
    if (rows > 0) yield await inSteps(concatBatchSteps(fieldsOf(targets), pieces), call.checkpoint);
  } finally {
    await file.close();
  }
}

/** @throws ParquetFrameError `DATA_CORRUPT` with the line */
function parseColumn(
  file: SourceFile,
  records: readonly CsvRecord[],
  start: number,
  end: number,
  { field, index, parse }: Target,
  out: unknown[],
): void {
  for (let i = start; i < end; i++) {
    const text = records[i]?.fields[index] ?? null;
    const value = text === null ? null : parse(text);
    if (value === undefined)
      throw damaged(
        file,
        records[i]?.line ?? 0,
        `${JSON.stringify(text)} in column ${JSON.stringify(field.name)} is not of type ${formatType(field.type)}`,
      );
    out.push(value);
  }
}

async function toBatch(
  targets: readonly Target[],
  values: readonly unknown[][],
  length: number,
  call: KernelCall,
): Promise<Batch> {
  const columns: ColumnData[] = [];
  for (const [i, { field }] of targets.entries()) {
    columns.push(columnFromValues(field.type, values[i] ?? []));
    await giveWay(call);
  }
  return { length, columns };
}

const fieldsOf = (targets: readonly Target[]): Schema => targets.map(({ field }) => field);

async function giveWay(call: KernelCall): Promise<void> {
  const pause = call.checkpoint();
  if (pause) await pause;
}

function requireNames(file: SourceFile, first: CsvRecord | undefined, format: CsvFormat, schema: Schema): void {
  const names = columnNames(file, first, format);
  const expected = schema.map(f => f.name);
  if (names.length === expected.length && names.every((name, i) => name === expected[i])) return;
  throw new ParquetFrameError(
    'SCHEMA_MISMATCH',
    `${file.path} has the columns ${names.map(n => JSON.stringify(n)).join(', ')}; expected were ${expected.map(n => JSON.stringify(n)).join(', ')}`,
    { details: { file: file.path } },
  );
}
