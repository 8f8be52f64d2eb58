import { familyOf, isString } from '../data/types.js';
import {
  DDOF,
  FRACTION,
  IGNORE_NULLS,
  NUMBERS,
  ORDERED,
  SEPARATOR,
  listed,
  mean,
  ofBools,
  ofNumbers,
  ordered,
  total,
} from './aggregate-types.js';
import type { AggregateFunctionDefinition, AggregateMethod } from './definition.js';
import { DISTRIBUTION_AGGREGATES } from './distribution-aggregates.js';
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
    keeps: 32,
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
  median: {
    accepts: 'numbers',
    result: ofNumbers,
    keeps: 20,
    nulls: 'own',
    since: 3,
    method: method('number', 'float64'),
    summary: 'The quantile 0.5: of an even number of values halfway between the two in the middle. Null if there are none.',
    type: 'float64',
  },
  quantile: {
    accepts: 'numbers',
    result: ofNumbers,
    options: { q: FRACTION },
    keeps: 20,
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'fraction' },
    summary:
      'The value at the position q × (n - 1) of the values in ascending order, counted from 0, each as the float64 nearest to it: NaN after all numbers, -0 before 0. Between two positions a + (b - a) × the rest of the position, in float64 (a × (1 - rest) + b × rest where b - a overflows). Null if there are none.',
    type: 'float64',
  },
  mode: {
    accepts: 'values that can be compared',
    result: ordered,
    keeps: 48,
    nulls: 'own',
    since: 3,
    method: method('any', 'same'),
    summary:
      'The value that is there most often; of several, the one that appeared first. Nulls do not count; NaN is equal to itself and -0 to 0, which is shown. Null if there are none.',
    type: 'that of the column',
  },
  argMin: {
    accepts: 'values that are not nested',
    result: ordered,
    second: ORDERED,
    nulls: 'own',
    since: 3,
    method: { of: 'any', gives: 'same', takes: 'by' },
    summary:
      'The value, which may be null, in the first row where another column has its least value, as min says; rows where that is null do not count. Null if there are none.',
    type: 'that of the column',
  },
  argMax: {
    accepts: 'values that are not nested',
    result: ordered,
    second: ORDERED,
    nulls: 'own',
    since: 3,
    method: { of: 'any', gives: 'same', takes: 'by' },
    summary:
      'The value, which may be null, in the first row where another column has its greatest value, as max says; rows where that is null do not count. Null if there are none.',
    type: 'that of the column',
  },
  list: {
    accepts: 'values that are not nested',
    result: listed,
    keeps: 40,
    nulls: 'never',
    since: 3,
    method: method('any', 'list'),
    summary: 'A list of all values in the order of their rows, nulls included; of no rows an empty one.',
    type: 'list<T> of T; values of a dictionary',
  },
  join: {
    accepts: 'texts',
    result: type => (isString(type) ? { id: 'utf8' } : undefined),
    options: { separator: SEPARATOR },
    keeps: 60,
    nulls: 'own',
    since: 3,
    method: { of: 'text', gives: 'text', takes: 'separator' },
    summary:
      'The texts in the order of their rows as one, with a separator between two. Nulls are left out; null if nothing is left.',
    type: 'utf8',
  },
  cov: {
    accepts: 'numbers',
    result: ofNumbers,
    second: NUMBERS,
    options: { ddof: DDOF },
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'numberAndDdof' },
    summary:
      'The covariance with another column: the float64 nearest to the exact sum of products of differences from the exact means, divided by how many pairs there are less `ddof`. Rows where either is null do not count. Null unless there are more pairs than `ddof`; NaN if a value is NaN or infinite.',
    type: 'float64',
  },
  corr: {
    accepts: 'numbers',
    result: ofNumbers,
    second: NUMBERS,
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'number' },
    summary:
      "Pearson's correlation with another column: the float64 nearest to the exact value. Rows where either is null do not count. Null unless there are two pairs and different values on both sides; NaN if a value is NaN or infinite.",
    type: 'float64',
  },
  ...DISTRIBUTION_AGGREGATES,
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
