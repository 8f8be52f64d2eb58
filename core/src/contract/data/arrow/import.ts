import { ParquetFrameError, received } from '../../errors/index.js';
import { allSet, bytesOf, countBits, sliceBits } from '../bitmap.js';
import { columnFromValues } from '../builder.js';
import { tableData, type ColumnData, type TableData } from '../column.js';
import { concatColumns } from '../concat.js';
import { physicalOf, valueArrayOf, viewAs } from '../physical.js';
import type { DataType, Field } from '../types.js';
import { importDecimals } from './decimals.js';
import { arrowType } from './types.js';
import type { ArrowData, ArrowField, ArrowTable } from './shape.js';

/** Whether something looks like a `Table` of any arrow-js version: nothing is loaded, no class is compared. */
export function isArrowTable(value: unknown): value is ArrowTable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    'batches' in value &&
    Array.isArray(value.batches) &&
    typeof value.schema === 'object' &&
    value.schema !== null &&
    'fields' in value.schema &&
    Array.isArray(value.schema.fields)
  );
}

/**
 * The table behind any arrow-js `Table`, without copying values: the buffers are the same memory, but for decimals that are not of 128 bits. Bitmaps of sliced input are moved to bit 0.
 * @throws ParquetFrameError `INVALID_ARGUMENT` when it is not an arrow-js table, `UNSUPPORTED_TYPE` for unions, intervals and decimals of more than 38 digits
 */
export function fromArrow(table: unknown): TableData {
  if (!isArrowTable(table))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromArrow takes an apache-arrow Table, which is an object with schema.fields and batches; received ${received(table)}`,
    );
  const schema = table.schema.fields.map(importField);
  const dictionaries: Dictionaries = new Map();
  const batches = table.batches.map(batch => ({
    length: batch.data.length,
    columns: schema.map((f, index) => {
      const data = batch.data.children[index];
      if (batch.data.length === 0) return columnFromValues(f.type, []);
      if (data) return importColumn(f.type, data, { column: f.name, dictionaries });
      throw new ParquetFrameError('INVALID_ARGUMENT', `the arrow table has no data for column ${JSON.stringify(f.name)}`);
    }),
  }));
  return tableData(
    schema,
    batches.filter(batch => batch.length > 0),
  );
}

const importField = (f: ArrowField): Field => ({ name: f.name, type: arrowType(f.type, f.name), nullable: f.nullable });

/** One column per arrow-js dictionary, so that batches that share one still do. */
type Dictionaries = Map<unknown, ColumnData>;

interface Import {
  /** name of the column, for messages */
  readonly column: string;
  readonly dictionaries: Dictionaries;
}

function importColumn(type: DataType, data: ArrowData, context: Import): ColumnData {
  const { length } = data;
  // Readers leave out the children and dictionaries of what is empty.
  if (length === 0) return columnFromValues(type, []);
  const physical = physicalOf(type);
  if (physical.kind === 'null') return { length, nullCount: length, buffers: [] };
  const { validity, nullCount } = importValidity(data);
  const head = { length, nullCount };
  const child = (index: number, childType: DataType): ColumnData => {
    const inner = data.children[index];
    if (inner) return importColumn(childType, inner, context);
    if (physical.kind === 'list' && Number(importOffsets(data, physical.large)[length] ?? 0) === 0)
      return columnFromValues(childType, []);
    throw new ParquetFrameError('INVALID_ARGUMENT', `an arrow ${type.id} column lacks its child ${String(index)}`);
  };
  switch (physical.kind) {
    case 'bool':
      return {
        ...head,
        buffers: [validity, sliceBits(bytesOf(data.values ?? new Uint8Array(0)), data.offset, data.offset + length)],
      };
    case 'fixed':
      if (type.id === 'decimal') return { ...head, buffers: [validity, importDecimals(type, data, validity, context.column)] };
      return { ...head, buffers: [validity, viewAs(valueArrayOf(type), data.values ?? undefined)] };
    case 'variable':
      return { ...head, buffers: [validity, importOffsets(data, physical.large), bytesOf(data.values ?? new Uint8Array(0))] };
    case 'view':
      return {
        ...head,
        buffers: [validity, bytesOf(data.values ?? new Uint8Array(0)), ...(data.variadicBuffers ?? []).map(bytesOf)],
      };
    case 'list':
      return { ...head, buffers: [validity, importOffsets(data, physical.large)], children: [child(0, physical.item.type)] };
    case 'fixedSizeList':
      return { ...head, buffers: [validity], children: [child(0, physical.item.type)] };
    case 'struct':
      return { ...head, buffers: [validity], children: physical.fields.map((f, index) => child(index, f.type)) };
    case 'dictionary': {
      const vector = data.dictionary;
      if (!vector) throw new ParquetFrameError('INVALID_ARGUMENT', 'an arrow dictionary column lacks its dictionary');
      const known = context.dictionaries.get(vector);
      const dictionary =
        known ??
        concatColumns(
          physical.values,
          vector.data.map(part => importColumn(physical.values, part, context)),
        );
      context.dictionaries.set(vector, dictionary);
      return { ...head, buffers: [validity, viewAs(valueArrayOf(physical.index), data.values ?? undefined)], dictionary };
    }
  }
}

/** Values of a slice are views that start at its first row; its bitmaps still start `offset` bits before. */
function importValidity(data: ArrowData): { validity: Uint8Array | undefined; nullCount: number } {
  const { nullBitmap, offset, length } = data;
  if (!nullBitmap || nullBitmap.byteLength === 0 || data.nullCount === 0) return { validity: undefined, nullCount: 0 };
  const bits = bytesOf(nullBitmap);
  // arrow-js fills bitmaps lazily: bytes that are missing at the end mean valid
  const enough = bits.length * 8 >= offset + length ? bits : padded(bits, offset + length);
  const validity = sliceBits(enough, offset, offset + length);
  const nullCount = length - countBits(validity, length);
  return { validity: nullCount === 0 ? undefined : validity, nullCount };
}

function padded(bits: Uint8Array, length: number): Uint8Array {
  const whole = allSet(length);
  whole.set(bits);
  return whole;
}

function importOffsets(data: ArrowData, large: boolean): BigInt64Array | Int32Array {
  const offsets = data.valueOffsets ?? undefined;
  if (offsets === undefined) return large ? new BigInt64Array(data.length + 1) : new Int32Array(data.length + 1);
  return large ? viewAs(BigInt64Array, offsets) : viewAs(Int32Array, offsets);
}
