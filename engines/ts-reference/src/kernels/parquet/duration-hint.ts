import type { DataType, Schema, TimeUnit } from '@parquetframe/core/engine';

/** What something beside the Parquet schema says of a node: which of the integers at and below it are durations. Undefined where it says nothing. */
export interface DurationHint {
  readonly unit: TimeUnit | undefined;
  /** of a list */
  readonly item: DurationHint | undefined;
  /** of a map: key and value */
  readonly entries: readonly DurationHint[] | undefined;
  /** of a struct, when its fields are exactly these */
  fields(names: readonly string[]): readonly DurationHint[] | undefined;
}

/** What a table's schema says of the columns of its file. */
export const schemaDurations = (schema: Schema): DurationHint => hintOf({ id: 'struct', fields: schema });

export function hasDurations(type: DataType): boolean {
  switch (type.id) {
    case 'duration':
      return true;
    case 'dictionary':
      return hasDurations(type.values);
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return hasDurations(type.item.type);
    case 'struct':
      return type.fields.some(field => hasDurations(field.type));
    case 'map':
      return hasDurations(type.entries.type);
    default:
      return false;
  }
}

function hintOf(type: DataType): DurationHint {
  const nothing = { unit: undefined, item: undefined, entries: undefined, fields: () => undefined };
  switch (type.id) {
    case 'duration':
      return { ...nothing, unit: type.unit };
    case 'dictionary':
      return hintOf(type.values);
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return { ...nothing, item: hintOf(type.item.type) };
    case 'struct':
      return { ...nothing, fields: () => type.fields.map(field => hintOf(field.type)) };
    case 'map':
      return { ...nothing, entries: hintOf(type.entries.type).fields([]) };
    default:
      return nothing;
  }
}
