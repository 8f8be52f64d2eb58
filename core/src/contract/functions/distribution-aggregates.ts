import { familyOf, isString, valueType, type DataType } from '../data/types.js';
import { BIAS, BREAKS, DESCENDING, ORDERED, SEPARATOR, listed, ofNumbers } from './aggregate-types.js';
import type { AggregateFunctionDefinition } from './definition.js';
import { INT64 } from './numeric-types.js';

const COUNTS: DataType = { id: 'list', item: { name: 'item', type: INT64, nullable: true } };
/** How skew and kurtosis are computed: whoever evaluates them does just this, so that all bits are the same. */
const STEPS =
  'Values are the float64 nearest to each. They are summed in ascending order, with the errors of the sums, and their differences from the mean are those from the sum of two float64, so that at most a few units of 2^-52 are lost, of the mean size of the terms.';

/** Aggregates that say how values are distributed. */
export const DISTRIBUTION_AGGREGATES = {
  skew: {
    accepts: 'numbers',
    result: ofNumbers,
    options: { bias: BIAS },
    keeps: 20,
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'bias' },
    summary: `The skewness of a sample, as pandas and DuckDB have it: m3 / m2^1.5 × √(n (n - 1)) / (n - 2), where mk is the mean of the k-th powers of the differences from the mean; with \`bias\` m3 / m2^1.5. ${STEPS} Null of less than three values (with \`bias\` of none) and where all are equal; NaN if a value is NaN or infinite.`,
    type: 'float64',
  },
  kurtosis: {
    accepts: 'numbers',
    result: ofNumbers,
    options: { bias: BIAS },
    keeps: 20,
    nulls: 'own',
    since: 3,
    method: { of: 'number', gives: 'float64', takes: 'bias' },
    summary:
      'The excess kurtosis of a sample, 0 for normal distributions, as pandas and DuckDB have it: ((n + 1) g + 6) × (n - 1) / ((n - 2) (n - 3)), where g is m4 / m2² - 3; with `bias` g. Null of less than four values; otherwise as skew.',
    type: 'float64',
  },
  approxCountDistinct: {
    accepts: 'values that can be compared',
    result: type => (familyOf(type) === 'nested' ? undefined : INT64),
    nulls: 'never',
    since: 3,
    method: { of: 'any', gives: 'count', takes: 'nothing' },
    summary:
      'About how many different values there are that are not null, in 4096 registers for each group at most: HyperLogLog by the hash XXH64, with the estimate of Ertl (2017), the same on all engines. The standard error is 1.6 %: 95 of 100 estimates are within 3.3 %, nearly all within 5 %. NaN is equal to itself and -0 to 0.',
    type: 'int64',
  },
  histogram: {
    accepts: 'numbers',
    result: type => (ofNumbers(type) ? COUNTS : undefined),
    options: { breaks: BREAKS },
    nulls: 'never',
    since: 3,
    method: { of: 'number', gives: 'list', takes: 'breaks' },
    summary:
      'How many values there are between each two neighbours among the breaks, which are ascending: from one, which counts, to the next, which counts in the last bin only, as numpy has it. Values are the float64 nearest to each; what lies outside, nulls and NaN do not count.',
    type: 'list<int64>, one item less than there are breaks',
  },
  listBy: {
    accepts: 'values that are not nested',
    result: listed,
    second: ORDERED,
    options: { descending: DESCENDING },
    keeps: 80,
    nulls: 'never',
    since: 3,
    method: { of: 'any', gives: 'list', takes: 'byAndDescending' },
    summary:
      'A list of all values in the order of another column, as sort has it: ties in the order of their rows, nulls of that column last. The first and the last in an order are argMin and argMax.',
    type: 'list<T> of T; values of a dictionary',
  },
  joinBy: {
    accepts: 'texts',
    result: type => (isString(valueType(type)) ? { id: 'utf8' } : undefined),
    second: ORDERED,
    options: { separator: SEPARATOR, descending: DESCENDING },
    keeps: 100,
    nulls: 'own',
    since: 3,
    method: { of: 'text', gives: 'text', takes: 'byAndSeparator' },
    summary:
      'The texts in the order of another column as one, with a separator between two: the order is that of listBy. Nulls are left out; null if nothing is left.',
    type: 'utf8',
  },
} as const satisfies { readonly [name: string]: AggregateFunctionDefinition };
