import type { DataType } from '@parquetframe/core/engine';

/** A value as a column reader gives it: bigints for 64 bits, decimals by their digits. */
export type Value = null | boolean | number | bigint | string | Uint8Array | readonly Value[];
export interface Column {
  readonly name: string;
  readonly type: DataType;
}
export type Row = readonly Value[];
/** A table as rows: what the interpreter works on. */
export interface Model {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A plan that makes no sense: its columns are not there. Only parts of plans, when one is reduced, can be such. */
export class Invalid extends Error {}

/** An error that the plan has for these values. */
export class Fault extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export function indexOf({ columns }: Pick<Model, 'columns'>, name: string): number {
  const index = columns.findIndex(column => column.name === name);
  if (index < 0) throw new Invalid(`no column ${name}`);
  return index;
}

export const columnOf = (model: Pick<Model, 'columns'>, name: string): Column => at(model.columns, indexOf(model, name));

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Invalid(`nothing at ${String(index)}`);
  return item;
}

/** The values of one column. */
export const valueOf = (row: Row, index: number): Value => row[index] ?? null;

/** Equal texts for values that are equal: null, NaN and both zeros are each one value. */
export function keyOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return `n${String(value === 0 ? 0 : value)}`;
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'object') return `[${value.map(keyOf).join(',')}]`;
  return `${typeof value}:${JSON.stringify(String(value))}`;
}

export const rowKey = (row: Row, indices: readonly number[]): string =>
  indices.map(index => keyOf(valueOf(row, index))).join('|');

/** As a key of a group is shown: -0 as 0. */
export const shown = (value: Value): Value => (value === 0 ? 0 : value);

/** The order of values that are not null: NaN after all numbers, texts by the bytes of UTF-8. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (isScalar(a) && isScalar(b)) return a < b ? -1 : a > b ? 1 : 0;
  throw new Invalid('values without an order');
}

const isScalar = (value: Value): value is boolean | number | bigint => ['boolean', 'number', 'bigint'].includes(typeof value);

/** A whole number of any width. */
export function wholeOf(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  throw new Invalid('no whole number');
}

export interface Key {
  readonly column: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

/** By keys; nulls last unless first, whatever the direction. */
export const orderBy =
  (model: Pick<Model, 'columns'>, keys: readonly Key[]) =>
  (a: Row, b: Row): number => {
    for (const { column, descending, nulls } of keys) {
      const index = indexOf(model, column);
      const [x, y] = [valueOf(a, index), valueOf(b, index)];
      if (x === null && y === null) continue;
      if (x === null || y === null) return (x === null) === (nulls === 'first') ? -1 : 1;
      const order = compare(x, y);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };

/** Stable. */
export const sorted = (model: Model, keys: readonly Key[]): Model => ({
  ...model,
  rows: [...model.rows].sort(orderBy(model, keys)),
});

/** Rows by their values in some columns, in the order of the first of each. */
export function groupsOf(model: Model, names: readonly string[]): readonly (readonly Row[])[] {
  const indices = names.map(name => indexOf(model, name));
  const groups = new Map<string, Row[]>();
  for (const row of model.rows) {
    const key = rowKey(row, indices);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
