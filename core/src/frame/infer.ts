import { types } from 'node:util';
import { field, formatType, type DataType, type Field, type Schema } from '../contract/data/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';

/**
 * The schema of row objects: columns in order of first appearance, all nullable. Types depend on what kind of values there are, never on which: numbers are float64
 * also when all are whole, bigints int64, Dates timestamps in milliseconds, arrays lists, objects structs.
 * @throws ParquetFrameError `INVALID_ARGUMENT` for values that have no column type, or mixed ones
 */
export function inferSchema(rows: readonly object[]): Schema {
  const columns = new Map<string, Inferred>();
  rows.forEach((row, index) => {
    for (const name of Object.keys(row)) {
      const value: unknown = Reflect.get(row, name);
      if (value === undefined || value === null) {
        if (!columns.has(name)) columns.set(name, NULL);
        continue;
      }
      const known = columns.get(name) ?? NULL;
      const next = merged(known, value, { column: name, row: index }, 0);
      if (next !== known) columns.set(name, next);
    }
  });
  return Array.from(columns, ([name, inferred]): Field => field(name, typeOf(inferred)));
}

/** The type of the values of one column, as `inferSchema` has it. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function inferColumn(column: string, values: ArrayLike<unknown>): DataType {
  let inferred = NULL;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value !== undefined && value !== null) inferred = merged(inferred, value, { column, row }, 0);
  }
  return typeOf(inferred);
}

/** What the values of a column or member have been so far. Nested ones are grown in place. */
type Inferred =
  | { readonly kind: 'null' | 'bool' | 'number' | 'bigint' | 'text' | 'bytes' | 'date' }
  | { readonly kind: 'list'; item: Inferred }
  | { readonly kind: 'object'; readonly members: Map<string, Inferred> };

const NULL: Inferred = { kind: 'null' };
const BOOL: Inferred = { kind: 'bool' };
const NUMBER: Inferred = { kind: 'number' };
const BIGINT: Inferred = { kind: 'bigint' };
const TEXT: Inferred = { kind: 'text' };
const BYTES: Inferred = { kind: 'bytes' };
const DATE: Inferred = { kind: 'date' };

interface Place {
  readonly column: string;
  readonly row: number;
}

/** Deeper values are most likely circular. */
const MOST_LEVELS = 64;

/** `known` widened by a value that is neither null nor undefined. */
function merged(known: Inferred, value: unknown, place: Place, depth: number): Inferred {
  const simple = simpleOf(value);
  if (simple !== undefined) {
    if (known === simple) return known;
    return known === NULL ? simple : mixed(known, simple, place);
  }
  if (depth >= MOST_LEVELS) throw refused(place, `nests more than ${String(MOST_LEVELS)} levels deep, or contains itself`);
  if (isArray(value)) {
    const list = known === NULL ? ({ kind: 'list', item: NULL } satisfies Inferred) : known;
    if (list.kind !== 'list') return mixed(known, { kind: 'list', item: NULL }, place);
    for (const item of Array.from(value))
      if (item !== null && item !== undefined) list.item = merged(list.item, item, place, depth + 1);
    return list;
  }
  if (!isPlain(value)) throw refused(place, `cannot be inferred from a ${nameOf(value)}`);
  const object = known === NULL ? ({ kind: 'object', members: new Map<string, Inferred>() } satisfies Inferred) : known;
  if (object.kind !== 'object') return mixed(known, { kind: 'object', members: new Map() }, place);
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const before = object.members.get(name) ?? NULL;
    const after = member === null || member === undefined ? before : merged(before, member, place, depth + 1);
    object.members.set(name, after);
  }
  return object;
}

function simpleOf(value: unknown): Inferred | undefined {
  switch (typeof value) {
    case 'boolean':
      return BOOL;
    case 'number':
      return NUMBER;
    case 'bigint':
      return BIGINT;
    case 'string':
      return TEXT;
    case 'object':
      return types.isUint8Array(value) ? BYTES : types.isDate(value) ? DATE : undefined;
    default:
      return undefined;
  }
}

/** Arrays, and typed arrays of numbers. */
const isArray = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (types.isTypedArray(value) && !types.isUint8Array(value));

/** Objects that are only their members, of any realm: instances of classes would not come back as what they were. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const nameOf = (value: unknown): string =>
  typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;

function typeOf(inferred: Inferred): DataType {
  switch (inferred.kind) {
    case 'null':
    case 'bool':
      return { id: inferred.kind };
    case 'number':
      return { id: 'float64' };
    case 'bigint':
      return { id: 'int64' };
    case 'text':
      return { id: 'utf8' };
    case 'bytes':
      return { id: 'binary' };
    case 'date':
      return { id: 'timestamp', unit: 'ms', timezone: null };
    case 'list':
      return { id: 'list', item: field('item', typeOf(inferred.item)) };
    case 'object':
      return { id: 'struct', fields: Array.from(inferred.members, ([name, member]) => field(name, typeOf(member))) };
  }
}

function mixed(known: Inferred, next: Inferred, { column, row }: Place): never {
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `row ${String(row)}: column ${JSON.stringify(column)} holds ${formatType(typeOf(known))} in earlier rows and ${formatType(typeOf(next))} here; declare it with { schema }`,
    { details: { column, row } },
  );
}

const refused = ({ column, row }: Place, why: string): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `row ${String(row)}: the type of column ${JSON.stringify(column)} ${why}; declare it with { schema }`,
    { details: { column, row } },
  );
