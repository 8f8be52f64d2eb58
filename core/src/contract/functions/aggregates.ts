import { familyOf } from '../data/types.js';
import { DDOF, IGNORE_NULLS, mean, ofBools, ofNumbers, ordered, total } from './aggregate-types.js';
import type { AggregateFunctionDefinition, AggregateMethod } from './definition.js';
import { INT64 } from './numeric-types.js';

/** Takes the column alone. */
const method = <const Of extends AggregateMethod['of'], const Gives extends AggregateMethod['gives']>(of: Of, gives: Gives) =>
  ({ of, gives, takes: 'nothing' }) as const;

const BUILT_IN = {
  count: {
    accepts: 'any column, or none',
    result: () => INT64,
    ofRows: INT64,
    nulls: 'never',
    method: method('any', 'count'),
    summary: 'How many values are not null; without a column, how many rows there are.',
    type: 'int64',
  },
  countDistinct: {
    accepts: 'values that can be compared',
    result: type => (familyOf(type) === 'nested' ? undefined : INT64),
    nulls: 'never',
    since: 2,
    method: method('any', 'count'),
    summary: 'How many different values there are that are not null; NaN is equal to itself and -0 to 0.',
    type: 'int64',
  },
  sum: {
    accepts: 'numbers and durations',
    result: total,
    nulls: 'own',
    method: method('summable', 'sum'),
    summary: 'The sum of the values, of floats the float64 nearest to the exact sum; null if there are none.',
    type: 'int64 of integers, float64 of floats, decimal(38, s) of decimal(p, s), duration[u] of duration[u]',
    errors: 'INTEGER_OVERFLOW, DECIMAL_OVERFLOW, only if the total itself does not fit',
  },
  min: {
    accepts: 'values that have an order',
    result: ordered,
    nulls: 'own',
    method: method('any', 'same'),
    summary: 'The least value; NaN only if there is no number; null if there are none.',
    type: 'that of the column',
  },
  max: {
    accepts: 'values that have an order',
    result: ordered,
    nulls: 'own',
    method: method('any', 'same'),
    summary: 'The greatest value; NaN if there is one; null if there are none.',
    type: 'that of the column',
  },
  mean: {
    accepts: 'numbers and durations',
    result: mean,
    nulls: 'own',
    method: method('summable', 'mean'),
    summary:
      'The mean of the values: the float64, or of durations the count of their unit, nearest to the exact quotient, halves to even; null if there are none.',
    type: 'float64 of numbers, duration[u] of duration[u]',
  },
  first: {
    accepts: 'values that are not nested',
    result: ordered,
    options: { ignoreNulls: IGNORE_NULLS },
    nulls: 'own',
    since: 3,
    method: { of: 'any', gives: 'same', takes: 'ignoreNulls' },
    summary:
      'The value of the first row, null where that is null; with `ignoreNulls` the first value that is not null. Null if there are none.',
    type: 'that of the column',
  },
  last: {
    accepts: 'values that are not nested',
    result: ordered,
    options: { ignoreNulls: IGNORE_NULLS },
    nulls: 'own',
    since: 3,
    method: { of: 'any', gives: 'same', takes: 'ignoreNulls' },
    summary:
      'The value of the last row, null where that is null; with `ignoreNulls` the last value that is not null. Null if there are none.',
    type: 'that of the column',
  },
  any: {
    accepts: 'bools',
    result: ofBools,
    nulls: 'own',
    since: 3,
    method: method('bool', 'bool'),
    summary: 'True if a value is true, else null if one is null, else false: `or` of all of them, which is false of no rows.',
    type: 'bool',
  },
  all: {
    accepts: 'bools',
    result: ofBools,
    nulls: 'own',
    since: 3,
    method: method('bool', 'bool'),
    summary: 'False if a value is false, else null if one is null, else true: `and` of all of them, which is true of no rows.',
    type: 'bool',
  },
  var: {
    accepts: 'numbers',
    result: ofNumbers,
    options: { ddof: DDOF },
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'ddof' },
    summary:
      'The variance: the float64 nearest to the exact sum of squared differences from the exact mean, divided by how many values there are less `ddof` (1, of a sample; 0, of all there are). Null unless there are more values than `ddof`; NaN if a value is NaN or infinite.',
    type: 'float64',
  },
  std: {
    accepts: 'numbers',
    result: ofNumbers,
    options: { ddof: DDOF },
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'ddof' },
    summary:
      'The standard deviation: the float64 nearest to the root of the exact variance, which is rounded once. Otherwise as var.',
    type: 'float64',
  },
} as const satisfies { readonly [name: string]: AggregateFunctionDefinition };

export type AggregateFunction = keyof typeof BUILT_IN;

/** Every aggregate function by name. */
export const AGGREGATE_FUNCTIONS: { readonly [name in AggregateFunction]: AggregateFunctionDefinition } = BUILT_IN;

/** What each aggregate function is as a method of expressions, for the compiler. */
export type AggregateMethods = { readonly [name in AggregateFunction]: (typeof BUILT_IN)[name]['method'] };

/** The revision of the catalogue that brought an aggregate function. */
export const aggregateSince = (name: unknown): number => (isAggregateFunction(name) ? (AGGREGATE_FUNCTIONS[name].since ?? 1) : 1);

export const isAggregateFunction = (name: unknown): name is AggregateFunction =>
  typeof name === 'string' && Object.hasOwn(AGGREGATE_FUNCTIONS, name);
