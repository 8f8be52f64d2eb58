import { setImmediate } from 'node:timers/promises';
import type * as Arrow from 'apache-arrow';
import { ParquetFrameError } from '../../errors/index.js';
import { bytesOf } from '../bitmap.js';
import type { ColumnData, TableData } from '../column.js';
import { bufferBytes, childOf, dictionaryOf, physicalOf, valueArrayOf, viewAs } from '../physical.js';
import { columnAt } from '../rows.js';
import type { DataType, Field } from '../types.js';

type Library = typeof Arrow;

/** The library, a part at a time: to compile all of it at once takes longer than one turn of the event loop should. */
async function library(): Promise<Library> {
  for (const part of PARTS) {
    await part();
    await setImmediate();
  }
  return import('apache-arrow');
}
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import('apache-arrow/enum'),
  () => import('apache-arrow/type'),
  () => import('apache-arrow/visitor'),
  () => import('apache-arrow/data'),
  () => import('apache-arrow/vector'),
  () => import('apache-arrow/builder'),
  () => import('apache-arrow/table'),
];

/**
 * The table as an apache-arrow `Table` over the same memory: no value is copied. The library is loaded on first use.
 * Instants keep their unit, so this is also the way to timestamps finer than a millisecond.
 */
export async function toArrow(table: TableData): Promise<Arrow.Table> {
  const arrow = await library();
  const types = table.schema.map(f => exportType(arrow, f.type));
  const fields = table.schema.map((f, index) => new arrow.Field(f.name, types[index] ?? new arrow.Null(), f.nullable));
  const schema = new arrow.Schema(fields);
  const row = new arrow.Struct(fields);
  const dictionaries = new Map<ColumnData, Arrow.Vector>();
  const batches = table.batches.map(batch => {
    const columns = table.schema.map((f, index) =>
      exportColumn(arrow, f.type, types[index] ?? new arrow.Null(), columnAt(batch, index), dictionaries),
    );
    return new arrow.RecordBatch(schema, new arrow.Data(row, 0, batch.length, 0, undefined, columns));
  });
  return new arrow.Table(schema, batches);
}

function exportColumn(
  arrow: Library,
  type: DataType,
  exported: Arrow.DataType,
  column: ColumnData,
  dictionaries: Map<ColumnData, Arrow.Vector>,
): Arrow.Data {
  const { length, nullCount } = column;
  const validity = column.nullCount === 0 || column.buffers[0] === undefined ? undefined : bytesOf(column.buffers[0]);
  const data = (
    offsets: ArrayBufferView | undefined,
    values: ArrayBufferView | undefined,
    children: Arrow.Data[] = [],
    dictionary?: Arrow.Vector,
    variadic: readonly Uint8Array[] = [],
  ): Arrow.Data => {
    const buffers = { ...(offsets && { 0: offsets }), ...(values && { 1: values }), ...(validity && { 2: validity }) };
    return new arrow.Data(exported, 0, length, nullCount, buffers, children, dictionary, variadic);
  };
  const physical = physicalOf(type);
  const inner = (f: Field, index: number): Arrow.Data => {
    const children: readonly (Arrow.Field<Arrow.DataType> | undefined)[] = exported.children;
    return exportColumn(arrow, f.type, children[index]?.type ?? new arrow.Null(), childOf(column, index), dictionaries);
  };
  const offsets = (large: boolean): ArrayBufferView =>
    viewAs<ArrayBufferView>(large ? BigInt64Array : Int32Array, offsetBuffer(column, large));
  switch (physical.kind) {
    case 'null':
      return new arrow.Data(exported, 0, length, length);
    case 'bool':
      return data(undefined, bufferBytes(column, 1));
    case 'fixed':
      return data(undefined, fixedValues(type, column));
    case 'variable':
      return data(offsets(physical.large), bufferBytes(column, 2));
    case 'view':
      return data(
        undefined,
        bufferBytes(column, 1),
        [],
        undefined,
        column.buffers.slice(2).map((_, i) => bufferBytes(column, i + 2)),
      );
    case 'list':
      return data(offsets(physical.large), undefined, [inner(physical.item, 0)]);
    case 'fixedSizeList':
      return data(undefined, undefined, [inner(physical.item, 0)]);
    case 'struct':
      return data(undefined, undefined, physical.fields.map(inner));
    case 'dictionary': {
      const values = dictionaryOf(column);
      let vector = dictionaries.get(values);
      if (vector === undefined) {
        vector = new arrow.Vector([
          exportColumn(arrow, physical.values, exportType(arrow, physical.values), values, dictionaries),
        ]);
        dictionaries.set(values, vector);
      }
      return data(undefined, viewAs<ArrayBufferView>(valueArrayOf(physical.index), column.buffers[1]), [], vector);
    }
  }
}

const offsetBuffer = (column: ColumnData, large: boolean): ArrayBufferView => {
  const buffer = column.buffers[1];
  if (buffer !== undefined && buffer.byteLength > 0) return buffer;
  return large ? new BigInt64Array(column.length + 1) : new Int32Array(column.length + 1);
};

/** arrow-js reads decimals as 32-bit words; all others in the class that we use too. */
const fixedValues = (type: DataType, column: ColumnData): ArrayBufferView =>
  type.id === 'decimal' ? viewAs(Uint32Array, column.buffers[1]) : viewAs<ArrayBufferView>(valueArrayOf(type), column.buffers[1]);

const exportField = (arrow: Library, f: Field): Arrow.Field<Arrow.DataType> =>
  new arrow.Field(f.name, exportType(arrow, f.type), f.nullable);

/** Our type as the arrow-js one. */
export function exportType(arrow: Library, type: DataType): Arrow.DataType {
  switch (type.id) {
    case 'null':
      return new arrow.Null();
    case 'bool':
      return new arrow.Bool();
    case 'int8':
      return new arrow.Int8();
    case 'int16':
      return new arrow.Int16();
    case 'int32':
      return new arrow.Int32();
    case 'int64':
      return new arrow.Int64();
    case 'uint8':
      return new arrow.Uint8();
    case 'uint16':
      return new arrow.Uint16();
    case 'uint32':
      return new arrow.Uint32();
    case 'uint64':
      return new arrow.Uint64();
    case 'float16':
      return new arrow.Float16();
    case 'float32':
      return new arrow.Float32();
    case 'float64':
      return new arrow.Float64();
    case 'utf8':
      return new arrow.Utf8();
    case 'largeUtf8':
      return new arrow.LargeUtf8();
    case 'utf8View':
      return new arrow.Utf8View();
    case 'binary':
      return new arrow.Binary();
    case 'largeBinary':
      return new arrow.LargeBinary();
    case 'binaryView':
      return new arrow.BinaryView();
    case 'fixedSizeBinary':
      return new arrow.FixedSizeBinary(type.byteWidth);
    case 'decimal':
      return new arrow.Decimal(type.scale, type.precision, 128);
    case 'date':
      return type.unit === 'day' ? new arrow.DateDay() : new arrow.DateMillisecond();
    case 'time':
      return new arrow.Time(UNIT[type.unit], type.unit === 's' || type.unit === 'ms' ? 32 : 64);
    case 'timestamp':
      return new arrow.Timestamp(UNIT[type.unit], type.timezone);
    case 'duration':
      return new arrow.Duration(UNIT[type.unit]);
    case 'dictionary':
      return new arrow.Dictionary(exportType(arrow, type.values), exportIndex(arrow, type.index), null, type.ordered);
    case 'list':
      return new arrow.List(exportField(arrow, type.item));
    case 'largeList':
      return new arrow.LargeList(exportField(arrow, type.item));
    case 'fixedSizeList':
      return new arrow.FixedSizeList(type.size, exportField(arrow, type.item));
    case 'struct':
      return new arrow.Struct(type.fields.map(f => exportField(arrow, f)));
    case 'map': {
      const entries = type.entries.type.id === 'struct' ? type.entries.type.fields : [];
      const struct = new arrow.Struct<{ key: Arrow.DataType; value: Arrow.DataType }>(entries.map(f => exportField(arrow, f)));
      return new arrow.Map_(new arrow.Field(type.entries.name, struct, false), type.keysSorted);
    }
  }
}

const UNIT = { s: 0, ms: 1, us: 2, ns: 3 } as const;

function exportIndex(arrow: Library, type: DataType): Arrow.Dictionary['indices'] {
  switch (type.id) {
    case 'int8':
      return new arrow.Int8();
    case 'int16':
      return new arrow.Int16();
    case 'int32':
      return new arrow.Int32();
    case 'uint8':
      return new arrow.Uint8();
    case 'uint16':
      return new arrow.Uint16();
    case 'uint32':
      return new arrow.Uint32();
    default:
      throw new ParquetFrameError('UNSUPPORTED_TYPE', `arrow-js has no dictionaries that are indexed by ${type.id}`);
  }
}
