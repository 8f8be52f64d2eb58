import { MOST_DIGITS } from '../data/decimal.js';
import { familyOf, isFloat, isInteger, valueType, type DataType } from '../data/types.js';
import type { AggregateFunctionDefinition } from './definition.js';
import { FLOAT64, INT64, isNumber } from './numeric-types.js';

const ordered = (type: DataType): DataType | undefined => (familyOf(type) === 'nested' || type.id === 'null' ? undefined : type);

/** Values count, whether a dictionary holds them or not. */
function total(type: DataType): DataType | undefined {
  const value = valueType(type);
  if (value.id === 'decimal') return { ...value, precision: MOST_DIGITS };
  if (value.id === 'duration') return value;
  if (isFloat(value)) return FLOAT64;
  return isInteger(value) ? INT64 : undefined;
}

function mean(type: DataType): DataType | undefined {
  const value = valueType(type);
  if (value.id === 'duration') return value;
  return isNumber(value) ? FLOAT64 : undefined;
}

const BUILT_IN = {
  count: {
    accepts: 'any column, or none',
    result: () => INT64,
    ofRows: INT64,
    nulls: 'never',
    summary: 'How many values are not null; without a column, how many rows there are.',
    type: 'int64',
  },
  countDistinct: {
    accepts: 'values that can be compared',
    result: type => (familyOf(type) === 'nested' ? undefined : INT64),
    nulls: 'never',
    since: 2,
    summary: 'How many different values there are that are not null; NaN is equal to itself and -0 to 0.',
    type: 'int64',
  },
  sum: {
    accepts: 'numbers and durations',
    result: total,
    nulls: 'own',
    summary: 'The sum of the values, of floats the float64 nearest to the exact sum; null if there are none.',
    type: 'int64 of integers, float64 of floats, decimal(38, s) of decimal(p, s), duration[u] of duration[u]',
    errors: 'INTEGER_OVERFLOW, DECIMAL_OVERFLOW, only if the total itself does not fit',
  },
  min: {
    accepts: 'values that have an order',
    result: ordered,
    nulls: 'own',
    summary: 'The least value; NaN only if there is no number; null if there are none.',
    type: 'that of the column',
  },
  max: {
    accepts: 'values that have an order',
    result: ordered,
    nulls: 'own',
    summary: 'The greatest value; NaN if there is one; null if there are none.',
    type: 'that of the column',
  },
  mean: {
    accepts: 'numbers and durations',
    result: mean,
    nulls: 'own',
    summary:
      'The mean of the values: the float64, or of durations the count of their unit, nearest to the exact quotient, halves to even; null if there are none.',
    type: 'float64 of numbers, duration[u] of duration[u]',
  },
} as const satisfies { readonly [name: string]: AggregateFunctionDefinition };

export type AggregateFunction = keyof typeof BUILT_IN;

/** Every aggregate function by name. */
export const AGGREGATE_FUNCTIONS: { readonly [name in AggregateFunction]: AggregateFunctionDefinition } = BUILT_IN;

/** The revision of the catalogue that brought an aggregate function. */
export const aggregateSince = (name: unknown): number => (isAggregateFunction(name) ? (AGGREGATE_FUNCTIONS[name].since ?? 1) : 1);

export const isAggregateFunction = (name: unknown): name is AggregateFunction =>
  typeof name === 'string' && Object.hasOwn(AGGREGATE_FUNCTIONS, name);
