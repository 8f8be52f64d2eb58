import { columnReader, field, tableOfValues, type DataType, type Schema, type TableData } from '@parquetframe/core/engine';
import type { Column, Model, Row, Value } from './model.js';
import type { Random } from './random.js';

const BOUNDS: { readonly [id: string]: readonly [bigint, bigint] } = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};
export const INT64: DataType = { id: 'int64' };
export const FLOAT64: DataType = { id: 'float64' };
export const UTF8: DataType = { id: 'utf8' };
export const BOOL: DataType = { id: 'bool' };
const micros = { unit: 'us', timezone: null } as const;

/** Types that columns of tables have: all kinds of values. */
export const TYPES: readonly [DataType, ...DataType[]] = [
  ...Object.keys(BOUNDS).map(id => ({ id }) as DataType),
  INT64,
  FLOAT64,
  FLOAT64,
  { id: 'float32' },
  UTF8,
  UTF8,
  { id: 'largeUtf8' },
  { id: 'utf8View' },
  { id: 'dictionary', index: { id: 'int32' }, values: UTF8, ordered: false },
  { id: 'dictionary', index: { id: 'int8' }, values: INT64, ordered: false },
  BOOL,
  { id: 'binary' },
  { id: 'date', unit: 'day' },
  { id: 'timestamp', ...micros },
  { id: 'timestamp', unit: 'ms', timezone: 'UTC' },
  { id: 'time', unit: 'us' },
  { id: 'duration', unit: 'ms' },
  { id: 'decimal', precision: 12, scale: 2 },
  { id: 'list', item: { name: 'item', type: INT64, nullable: true } },
  { id: 'null' },
] as unknown as readonly [DataType, ...DataType[]];

const TEXTS = ['', 'a', 'b', 'ab', 'B', 'ä', 'e\u0301', '東', '\u{1F600}', '\uFFFD', '10', ' '] as const;
const FLOATS = [0, -0, 1, -1, 2, 0.5, 0.1, -2.5, Number.NaN, Infinity, -Infinity, 5e-324, 2 ** 53, 1e300] as const;

/** A value of a type that is not null: few different ones, so that there are equal ones, and its ends. */
export function valueOfType(random: Random, type: DataType): Value {
  switch (type.id) {
    case 'bool':
      return random.chance(50);
    case 'float64':
      return random.pick(FLOATS);
    case 'float32':
      return Math.fround(random.pick(FLOATS));
    case 'utf8':
    case 'largeUtf8':
    case 'utf8View':
      return random.pick(TEXTS);
    case 'binary':
      return Uint8Array.from({ length: random.below(3) }, () => random.pick([0, 1, 255]));
    case 'date':
      return random.between(-2, 3);
    case 'timestamp':
    case 'duration':
      return BigInt(random.between(-3, 4)) * random.pick([1n, 1n, 86_400_000_000n]);
    case 'time':
      return BigInt(random.between(0, 4));
    case 'decimal':
      return BigInt(random.pick([-1, 0, 1, 150, -2000, 99]));
    case 'dictionary':
      return valueOfType(random, type.values);
    case 'list':
      return Array.from({ length: random.below(3) }, () => (random.chance(20) ? null : valueOfType(random, type.item.type)));
    case 'null':
      return null;
    default:
      return integer(random, type.id);
  }
}

function integer(random: Random, id: string): Value {
  const [low, high] = BOUNDS[id] ?? [0n, 0n];
  const value = random.chance(6) ? random.pick([low, high]) : BigInt(random.between(low < 0n ? -3 : 0, 5));
  return id === 'int64' || id === 'uint64' ? value : Number(value);
}

export const isInteger = ({ id }: DataType): boolean => Object.hasOwn(BOUNDS, id);

/** A table of these columns, by chance without rows. */
export function randomTable(random: Random, columns: readonly Column[], most: number): Model {
  const length = random.chance(6) ? 0 : random.between(1, most);
  const rows = Array.from({ length }, () => columns.map(({ type }) => (random.chance(15) ? null : valueOfType(random, type))));
  return { columns, rows };
}

/** The same table as data, in as many batches. */
export function dataOf({ columns, rows }: Model, batches: number): TableData {
  const schema: Schema = columns.map(({ name, type }) => field(name, type));
  const values = columns.map((_, index) => rows.map(row => row[index] ?? null));
  const size = Math.ceil(rows.length / Math.max(1, batches));
  const lengths: number[] = [];
  for (let left = rows.length; left > 0; left -= size) lengths.push(Math.min(size, left));
  return tableOfValues(schema, values, lengths.length === 0 ? [0] : lengths);
}

/** Rows of data. */
export function rowsOfData({ schema, batches }: TableData): readonly Row[] {
  return batches.flatMap(batch => {
    const readers = schema.map(({ type }, index) => {
      const column = batch.columns[index];
      if (!column) throw new TypeError(`a batch has no column ${String(index)}`);
      return columnReader(type, column);
    });
    return Array.from({ length: batch.length }, (_, row) => readers.map(reader => reader.get(row) as Value));
  });
}
