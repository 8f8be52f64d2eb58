import type { FileMetaData, SchemaElement } from 'hyparquet';
import type { DurationHint } from './duration-hint.js';
import { FlatTable } from './flat-table.js';

export const ARROW_SCHEMA_KEY = 'ARROW:schema';

/**
 * What the Arrow schema that some writers put into the footer says of durations, which Parquet has no type for; undefined without one, and for one that makes no sense.
 * Nothing else is taken from it, so that every reader agrees.
 * @see https://arrow.apache.org/docs/cpp/parquet.html#roundtripping-arrow-types-and-schema
 */
export function embeddedDurations({ schema, key_value_metadata: entries }: FileMetaData): DurationHint | undefined {
  if (!schema.some(isPlainInt64)) return undefined;
  const value = entries?.find(({ key }) => key === ARROW_SCHEMA_KEY)?.value;
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  // Whatever is no base64 is left out by Buffer.
  return bytes.toString('base64') === value ? schemaHint(bytes) : undefined;
}

/** Nothing says what the integers mean. */
export const isPlainInt64 = ({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  type === 'INT64' && converted === undefined && logical === undefined;

// ── Message.fbs and Schema.fbs of Arrow: fields by their position ──────────────────────────────────────────────────────

const CONTINUATION = 0xffff_ffff;
const MESSAGE = { headerType: 1, header: 2 } as const;
const SCHEMA_HEADER = 1;
const SCHEMA = { fields: 1 } as const;
const FIELD = { name: 0, typeId: 2, type: 3, children: 5 } as const;
const DURATION = { unit: 0 } as const;
const TYPE = { list: 12, struct: 13, fixedSizeList: 16, map: 17, duration: 18, largeList: 21 } as const;
const LISTS: ReadonlySet<number | undefined> = new Set([TYPE.list, TYPE.largeList, TYPE.fixedSizeList]);
const UNITS = ['s', 'ms', 'us', 'ns'] as const;
/** What a unit that is not stated is. */
const MILLISECONDS = 1;

/** Of an encapsulated message: a mark (older writers have none), the length, the message. */
function schemaHint(bytes: Buffer): DurationHint | undefined {
  if (bytes.length < 8) return undefined;
  const start = bytes.readUInt32LE(0) === CONTINUATION ? 8 : 4;
  const end = start + bytes.readUInt32LE(start - 4);
  if (end > bytes.length) return undefined;
  const message = FlatTable.root(bytes.subarray(start, end));
  if (message?.byte(MESSAGE.headerType) !== SCHEMA_HEADER) return undefined;
  const schema = message.table(MESSAGE.header);
  return schema && { unit: undefined, item: undefined, entries: undefined, fields: names => named(schema, SCHEMA.fields, names) };
}

/** One field, looked into as far as the Parquet schema goes: a crafted one may have many more. */
const fieldHint = (field: FlatTable): DurationHint => {
  const type = field.byte(FIELD.typeId);
  return {
    get unit() {
      const duration = type === TYPE.duration ? field.table(FIELD.type) : undefined;
      return duration && UNITS[duration.short(DURATION.unit) ?? MILLISECONDS];
    },
    get item() {
      const [item] = LISTS.has(type) ? (field.tables(FIELD.children, 1) ?? []) : [];
      return item && fieldHint(item);
    },
    get entries() {
      const [entries] = type === TYPE.map ? (field.tables(FIELD.children, 1) ?? []) : [];
      return entries?.byte(FIELD.typeId) === TYPE.struct ? entries.tables(FIELD.children, 2)?.map(fieldHint) : undefined;
    },
    fields: names => (type === TYPE.struct ? named(field, FIELD.children, names) : undefined),
  };
};

/** The fields of a table, when they are exactly those. */
function named(table: FlatTable, slot: number, names: readonly string[]): readonly DurationHint[] | undefined {
  const fields = table.tables(slot, names.length);
  const isSame = (field: FlatTable, i: number): boolean => field.bytes(FIELD.name)?.equals(Buffer.from(names[i] ?? '')) ?? false;
  return fields?.every(isSame) ? fields.map(fieldHint) : undefined;
}
