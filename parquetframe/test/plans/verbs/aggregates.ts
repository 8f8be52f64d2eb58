import { col, count } from 'parquetframe';
import { familyOf, valueType, type DataType } from '@parquetframe/core/engine';
import { and, method, or } from '../expressions.js';
import { exactly, exactQuotient } from '../floats.js';
import { compare, Fault, indexOf, keyOf, valueOf, wholeOf, type Column, type Model, type Row, type Value } from '../model.js';
import { quoted } from '../call.js';
import type { Random } from '../random.js';
import { BOOL, FLOAT64, INT64, isInteger } from '../tables.js';

/** An aggregate of one column, or of rows. */
export interface Aggregated {
  readonly text: string;
  readonly type: DataType;
  readonly aggregate: unknown;
  of(rows: readonly Row[], model: Pick<Model, 'columns'>): Value;
  readonly sql: string | undefined;
}

const isFloat = ({ type }: Column): boolean => type.id === 'float64' || type.id === 'float32';
const isNumber = (column: Column): boolean => isInteger(column.type) || isFloat(column);

interface Function {
  readonly accepts: (column: Column) => boolean;
  readonly type: (type: DataType) => DataType;
  /** of all values, nulls among them */
  of(values: readonly Value[], column: Column): Value;
  readonly sql?: (name: string, column: Column) => string | undefined;
}

const there = (values: readonly Value[]): readonly Value[] => values.filter(value => value !== null);
const hasOrder = ({ type }: Column): boolean => familyOf(type) !== 'nested' && type.id !== 'null';

function least(values: readonly Value[], isMore: (order: number) => boolean): Value {
  let best: Value = null;
  for (const value of there(values)) {
    const order = best === null ? 0 : compare(value, best);
    const isSigned = order === 0 && typeof value === 'number' && value === 0 && best === 0;
    // Of zeros -0 is the least.
    const signs = isSigned ? Number(Object.is(best, -0)) - Number(Object.is(value, -0)) : 0;
    if (best === null || isMore(order === 0 ? signs : order)) best = value;
  }
  return best;
}

const total = (values: readonly Value[]): bigint => there(values).reduce<bigint>((sum, value) => sum + wholeOf(value), 0n);

function sum(values: readonly Value[], column: Column): Value {
  const given = there(values);
  if (given.length === 0) return null;
  if (isFloat(column)) return exactly(given.map(Number), 1);
  const whole = total(given);
  if (BigInt.asIntN(64, whole) === whole) return whole;
  throw new Fault('INTEGER_OVERFLOW');
}

function mean(values: readonly Value[], column: Column): Value {
  const given = there(values);
  if (given.length === 0) return null;
  return isFloat(column) ? exactly(given.map(Number), given.length) : exactQuotient(total(given), BigInt(given.length));
}

const notNaN = (values: readonly Value[]): readonly Value[] => {
  const numbers = values.filter(value => !Number.isNaN(value));
  return there(numbers).length > 0 ? numbers : values;
};

export const FUNCTIONS: { readonly [name: string]: Function } = {
  count: {
    accepts: () => true,
    type: () => INT64,
    of: values => BigInt(there(values).length),
    sql: name => `count(${name})`,
  },
  countDistinct: {
    accepts: ({ type }) => familyOf(type) !== 'nested',
    type: () => INT64,
    of: values => BigInt(new Set(there(values).map(keyOf)).size),
    sql: name => `count(DISTINCT ${name})`,
  },
  sum: {
    accepts: isNumber,
    type: type => (type.id.startsWith('float') ? FLOAT64 : INT64),
    of: sum,
    sql: (name, column) => (isFloat(column) ? undefined : `sum(${name})`),
  },
  mean: { accepts: isNumber, type: () => FLOAT64, of: mean },
  min: {
    accepts: hasOrder,
    type: type => type,
    of: values => least(notNaN(values), order => order < 0),
    sql: name => `min(${name})`,
  },
  max: { accepts: hasOrder, type: type => type, of: values => least(values, order => order > 0), sql: name => `max(${name})` },
  first: { accepts: hasOrder, type: type => type, of: values => values[0] ?? null },
  last: { accepts: hasOrder, type: type => type, of: values => values.at(-1) ?? null },
  list: {
    accepts: hasOrder,
    type: type => ({ id: 'list', item: { name: 'item', type: valueType(type), nullable: true } }),
    of: values => values,
  },
  any: { accepts: ({ type }) => type.id === 'bool', type: () => BOOL, of: values => values.reduce<Value>(or, false) },
  all: { accepts: ({ type }) => type.id === 'bool', type: () => BOOL, of: values => values.reduce<Value>(and, true) },
};

export function someAggregate(random: Random, columns: readonly Column[]): Aggregated {
  const function_ = random.pick(Object.keys(FUNCTIONS));
  const chosen = function_ === undefined ? undefined : FUNCTIONS[function_];
  const column = chosen && random.pick(columns.filter(chosen.accepts));
  const where = random.chance(20) ? random.pick(columns.filter(({ type }) => type.id === 'bool')) : undefined;
  const whereText = where ? `.where(${where.name})` : '';
  const conditioned = (aggregate: unknown): unknown => (where ? method(aggregate, 'where', col(where.name)) : aggregate);
  const counted = (rows: readonly Row[], model: Pick<Model, 'columns'>): readonly Row[] => {
    if (!where) return rows;
    const index = indexOf(model, where.name);
    return rows.filter(row => valueOf(row, index) === true);
  };
  const whereSql = where ? ` FILTER (WHERE ${quoted(where.name)})` : '';
  if (!chosen || !column || function_ === undefined)
    return {
      text: `count()${whereText}`,
      type: INT64,
      aggregate: conditioned(count()),
      of: (rows, model) => BigInt(counted(rows, model).length),
      sql: `count(*)${whereSql}`,
    };
  const sql = chosen.sql?.(quoted(column.name), column);
  return {
    text: `${column.name}.${function_}()${whereText}`,
    type: chosen.type(column.type),
    aggregate: conditioned(method(col(column.name), function_)),
    of(rows, model) {
      const index = indexOf(model, column.name);
      return chosen.of(
        counted(rows, model).map(row => valueOf(row, index)),
        column,
      );
    },
    sql: sql === undefined ? undefined : `${sql}${whereSql}`,
  };
}
