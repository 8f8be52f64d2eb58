import { familyOf, type CaseRandom, type DataType, type Field, type Schema } from '@parquetframe/core/engine';
import { columnNames } from './names.js';

/** Types that every table engine is expected to know. */
export const COMMON_TYPES: readonly DataType[] = [
  { id: 'int64' },
  { id: 'int32' },
  { id: 'float64' },
  { id: 'utf8' },
  { id: 'bool' },
  { id: 'timestamp', unit: 'us', timezone: 'UTC' },
  { id: 'date', unit: 'day' },
];

/** The rest of what can be compared; an engine may decline them. */
export const OTHER_TYPES: readonly DataType[] = [
  { id: 'int8' },
  { id: 'int16' },
  { id: 'uint8' },
  { id: 'uint16' },
  { id: 'uint32' },
  { id: 'uint64' },
  { id: 'float32' },
  { id: 'binary' },
  { id: 'largeUtf8' },
  { id: 'utf8View' },
  { id: 'fixedSizeBinary', byteWidth: 3 },
  { id: 'decimal', precision: 12, scale: 2 },
  { id: 'decimal', precision: 38, scale: 6 },
  { id: 'timestamp', unit: 'ns', timezone: null },
  { id: 'timestamp', unit: 's', timezone: null },
  { id: 'timestamp', unit: 'ms', timezone: 'UTC' },
  { id: 'timestamp', unit: 'ms', timezone: 'America/New_York' },
  { id: 'date', unit: 'millisecond' },
  { id: 'time', unit: 'us' },
  { id: 'duration', unit: 'ms' },
  { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false },
];

/** Carried through, never compared. */
const NESTED_TYPES: readonly DataType[] = [
  { id: 'list', item: { name: 'item', type: { id: 'int32' }, nullable: true } },
  {
    id: 'struct',
    fields: [
      { name: 'a', type: { id: 'int64' }, nullable: true },
      { name: 'b', type: { id: 'utf8' }, nullable: true },
    ],
  },
];

export const typeOf = (random: CaseRandom): DataType =>
  random.integer(0, 9) < 7 ? random.pick(COMMON_TYPES) : random.pick(OTHER_TYPES);

/** One to `most` comparable columns (five at most) `a`, `b`, `c` …, now and then of hostile names, and now and then a nested one that is only carried along. */
export function schemaFor(random: CaseRandom, most = 4, nested = true): Schema {
  const fields: Field[] = [];
  const names = columnNames(random).slice(0, random.integer(1, most));
  for (const name of names) fields.push({ name, type: typeOf(random), nullable: random.integer(0, 4) > 0 });
  if (nested && random.integer(0, 9) === 0) fields.push({ name: 'nested', type: random.pick(NESTED_TYPES), nullable: true });
  return fields;
}

export const comparable = (schema: Schema): Schema => schema.filter(f => familyOf(f.type) !== 'nested' && f.type.id !== 'null');
