import { nearest, nearestFirst, ParquetFrameError, quoted } from '../errors/index.js';
import type { DataType, Field, Schema } from './types.js';

/** Refuses a name that UTF-8, in which names are written, cannot hold: half of a surrogate pair would become another character. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireWellFormed(name: string, taker = ''): void {
  if (name.isWellFormed()) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker === '' ? '' : `${taker}: `}the name ${quoted(name)} has half of a surrogate pair, which no column can have in its name; remove it, or replace it with U+FFFD`,
    { details: { column: name.toWellFormed() } },
  );
}

/** The same for all columns of a table and what is in them. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireWellFormedNames(schema: Schema, taker?: string): void {
  for (const { name, type } of schema) {
    requireWellFormed(name, taker);
    requireWellFormedNames(fieldsIn(type), taker);
  }
}

function fieldsIn(type: DataType): readonly Field[] {
  switch (type.id) {
    case 'struct':
      return type.fields;
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return [type.item];
    case 'map':
      return [type.entries];
    case 'dictionary':
      return fieldsIn(type.values);
    default:
      return [];
  }
}

/** @throws ParquetFrameError `COLUMN_NOT_FOUND`, naming the columns there are and the closest one. */
export function fieldOf(schema: Schema, name: string): Field {
  const found = schema.find(f => f.name === name);
  if (found) return found;
  const names = schema.map(f => f.name);
  const near = nearest(name, names);
  throw new ParquetFrameError(
    'COLUMN_NOT_FOUND',
    `there is no column ${JSON.stringify(name)}; the columns are ${listOfColumns(names, name)}${near === undefined ? '' : `. Did you mean ${JSON.stringify(near)}?`}`,
    { details: { column: name, columns: names } },
  );
}

/** More names would hide the rest of a message. */
const MOST_NAMED = 20;

/** Columns for a message: all of them, or where there are many those most like `wanted`, and how many more there are. */
export function listOfColumns(names: readonly string[], wanted?: string): string {
  if (names.length === 0) return '(none)';
  const listed = names.length > MOST_NAMED && wanted !== undefined ? nearestFirst(wanted, names) : names;
  const more = names.length - MOST_NAMED;
  const named = listed.slice(0, MOST_NAMED).map(quoted).join(', ');
  return more > 0 ? `${named} and ${String(more)} more` : named;
}
