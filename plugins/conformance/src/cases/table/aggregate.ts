import {
  type CaseRandom,
  type DataType,
  type OperationCases,
  type OperationOptions,
  type Schema,
} from '@parquetframe/core/engine';
import { columnValues, compareResults } from '../../compare.js';
import { tableOf } from '../../values.js';
import { aggregatePartial, compareGroups, repeatedGroup } from './aggregate-groups.js';
import { anyAllCases } from './any-all.js';
import { largeTable } from '../large.js';
import { resultName } from '../names.js';
import { comparable, schemaFor } from '../schemas.js';
import { choiceCases } from './choices.js';
import { distinctCases } from './count-distinct.js';
import { distributionCases } from './distributions.js';
import { endCases } from './ends.js';
import { durationTotalCases, wildDurations } from './duration-totals.js';
import { floatTotalCases, wildFloats } from './float-totals.js';
import { listCases } from './lists.js';
import { notNearest } from './nearest-totals.js';
import { orderStatisticCases } from './order-statistics.js';
import { pairCases } from './pairs.js';
import { AGGREGATES, oneAggregation, randomAggregation } from './random-aggregation.js';
import { varianceCases } from './variance.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const INT_MAX = 2n ** 63n - 1n;

const MOST_DIGITS = 10n ** 38n - 1n;
const WIDE: DataType = { id: 'decimal', precision: 38, scale: 3 };
const TEXTS: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false };
const FLOATS: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'float64' }, ordered: false };

export const tableAggregateCases: OperationCases = {
  literals: [
    ...distributionCases,
    ...refusedCases([REFUSED_TABLE], { keys: ['s'], aggregates: [{ name: 'n', function: 'count' }] }, [
      ['a key that there is not', { keys: ['q'] }, 'COLUMN_NOT_FOUND'],
      ['a function that there is not', { aggregates: [{ name: 'n', function: 'most', column: 'x' }] }, 'INVALID_ARGUMENT'],
      ['a condition that is no bool', { aggregates: [{ name: 'n', function: 'count', where: 's' }] }, 'TYPE_MISMATCH'],
      [
        'an option that there is not',
        { aggregates: [{ name: 'n', function: 'sum', column: 'x', options: { ddof: 1 } }] },
        'INVALID_ARGUMENT',
      ],
      [
        'an option of no such value',
        { aggregates: [{ name: 'n', function: 'var', column: 'x', options: { ddof: 0.5 } }] },
        'INVALID_ARGUMENT',
      ],
      [
        'a second column that is not taken',
        { aggregates: [{ name: 'n', function: 'sum', column: 'x', second: 'x' }] },
        'INVALID_ARGUMENT',
      ],
      ['an option that is missing', { aggregates: [{ name: 'n', function: 'quantile', column: 'x' }] }, 'INVALID_ARGUMENT'],
      [
        'breaks that do not ascend',
        { aggregates: [{ name: 'n', function: 'histogram', column: 'x', options: { breaks: [0, 1, 1] } }] },
        'INVALID_ARGUMENT',
      ],
      [
        'one break',
        { aggregates: [{ name: 'n', function: 'histogram', column: 'x', options: { breaks: [0] } }] },
        'INVALID_ARGUMENT',
      ],
      [
        'a quantile beyond 1',
        { aggregates: [{ name: 'n', function: 'quantile', column: 'x', options: { q: 1.5 } }] },
        'INVALID_ARGUMENT',
      ],
      ['a second column that is missing', { aggregates: [{ name: 'n', function: 'argMin', column: 'x' }] }, 'INVALID_ARGUMENT'],
      ['a second column of text', { aggregates: [{ name: 'n', function: 'cov', column: 'x', second: 's' }] }, 'TYPE_MISMATCH'],
      ['a sum of text', { aggregates: [{ name: 'n', function: 'sum', column: 's' }] }, 'TYPE_MISMATCH'],
      ['a result with the name of a key', { aggregates: [{ name: 's', function: 'count' }] }, 'DUPLICATE_COLUMN'],
    ]),
    {
      name: 'without keys there is exactly one row, even of nothing',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }) }],
      options: {
        aggregates: [
          { name: 'n', function: 'count', column: null },
          { name: 'total', function: 'sum', column: 'x' },
          { name: 'average', function: 'mean', column: 'x' },
          { name: 'least', function: 'min', column: 'x' },
        ],
      },
      expect: {
        table: tableOf({
          n: ['int64', [0n], 'required'],
          total: ['int64', [null]],
          average: ['float64', [null]],
          least: ['int64', [null]],
        }),
      },
    },
    {
      name: 'with keys nothing gives no rows',
      inputs: [{ kind: 'table', table: tableOf({ k: ['utf8', []] }) }],
      options: { keys: ['k'], aggregates: [{ name: 'n', function: 'count', column: null }] },
      expect: { table: tableOf({ k: ['utf8', []], n: ['int64', [], 'required'] }) },
    },
    {
      name: 'nulls form a group; count of a column counts non-nulls',
      inputs: [
        { kind: 'table', table: tableOf({ k: ['utf8', ['a', null, 'a', null, '']], x: ['int32', [1, null, 3, null, null]] }) },
      ],
      options: {
        keys: ['k'],
        aggregates: [
          { name: 'rows', function: 'count', column: null },
          { name: 'n', function: 'count', column: 'x' },
          { name: 'total', function: 'sum', column: 'x' },
          { name: 'average', function: 'mean', column: 'x' },
        ],
      },
      expect: {
        table: tableOf({
          k: ['utf8', ['a', null, '']],
          rows: ['int64', [2n, 2n, 1n], 'required'],
          n: ['int64', [2n, 0n, 0n], 'required'],
          total: ['int64', [4n, null, null]],
          average: ['float64', [2, null, null]],
        }),
      },
    },
    {
      name: 'NaN is one group, -0 groups with 0 and is shown as 0',
      inputs: [{ kind: 'table', table: tableOf({ k: ['float64', [Number.NaN, -0, 0, Number.NaN, 1]] }) }],
      options: { keys: ['k'], aggregates: [{ name: 'n', function: 'count', column: null }] },
      expect: { table: tableOf({ k: ['float64', [Number.NaN, 0, 1]], n: ['int64', [2n, 2n, 1n], 'required'] }) },
    },
    {
      name: 'min ignores NaN unless all are; max is NaN if any is',
      inputs: [
        {
          kind: 'table',
          table: tableOf({ k: ['int8', [1, 1, 2, 2, 3]], x: ['float64', [Number.NaN, 5, Number.NaN, null, null]] }),
        },
      ],
      options: {
        keys: ['k'],
        aggregates: [
          { name: 'least', function: 'min', column: 'x' },
          { name: 'most', function: 'max', column: 'x' },
        ],
      },
      expect: {
        table: tableOf({
          k: ['int8', [1, 2, 3]],
          least: ['float64', [5, Number.NaN, null]],
          most: ['float64', [Number.NaN, Number.NaN, null]],
        }),
      },
    },
    {
      name: 'min and max of NaN without keys',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [Number.NaN, 5, null, -1]] }) }],
      options: {
        aggregates: [
          { name: 'least', function: 'min', column: 'x' },
          { name: 'most', function: 'max', column: 'x' },
        ],
      },
      expect: { table: tableOf({ least: ['float64', [-1]], most: ['float64', [Number.NaN]] }) },
    },
    {
      // Found in ts-reference: the group was shown as -0.
      name: '-0 groups with 0 in a dictionary too, and is shown as 0',
      inputs: [{ kind: 'table', table: tableOf({ k: [FLOATS, [-0, 0, Number.NaN, null]] }) }],
      options: { keys: ['k'], aggregates: [{ name: 'n', function: 'count', column: null }] },
      expect: { table: tableOf({ k: [FLOATS, [0, Number.NaN, null]], n: ['int64', [2n, 1n, 1n], 'required'] }) },
    },
    {
      name: 'a sum overflows only if the total does',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [INT_MAX, 1n, -1n]] }) }],
      options: { aggregates: [{ name: 'total', function: 'sum', column: 'x' }] },
      expect: { table: tableOf({ total: ['int64', [INT_MAX]] }) },
    },
    // Found in rust-napi: a running sum was infinite on the way, and stayed so; in all engines: the last bit depended on the engine.
    ...floatTotalCases,
    ...durationTotalCases,
    {
      name: 'of zeros, -0 is the least and 0 the greatest',
      inputs: [{ kind: 'table', table: tableOf({ k: ['int8', [1, 1, 2, 2]], x: ['float64', [0, -0, -0, 0]] }) }],
      options: {
        keys: ['k'],
        aggregates: [
          { name: 'least', function: 'min', column: 'x' },
          { name: 'most', function: 'max', column: 'x' },
        ],
      },
      expect: { table: tableOf({ k: ['int8', [1, 2]], least: ['float64', [-0, -0]], most: ['float64', [0, 0]] }) },
    },
    ...distinctCases,
    ...endCases,
    ...anyAllCases,
    ...varianceCases,
    ...orderStatisticCases,
    ...choiceCases,
    ...listCases,
    ...pairCases,
    {
      name: 'groups come in the order of their first rows, null among them',
      inputs: [{ kind: 'table', table: tableOf({ k: [TEXTS, ['z', null, 'a', 'z', null, 'b']] }, [2, 4]) }],
      options: { keys: ['k'], aggregates: [{ name: 'n', function: 'count', column: null }] },
      expect: { table: tableOf({ k: [TEXTS, ['z', null, 'a', 'b']], n: ['int64', [2n, 2n, 1n, 1n], 'required'] }) },
    },
    {
      name: 'sums of decimals are exact and of 38 digits, means the nearest float64',
      inputs: [{ kind: 'table', table: tableOf({ m: [{ id: 'decimal', precision: 5, scale: 2 }, [1999n, null, -1n, 3n]] }) }],
      options: {
        aggregates: [
          { name: 'total', function: 'sum', column: 'm' },
          { name: 'average', function: 'mean', column: 'm' },
        ],
      },
      expect: {
        table: tableOf({ total: [{ id: 'decimal', precision: 38, scale: 2 }, [2001n]], average: ['float64', [6.67]] }),
      },
    },
    {
      name: 'a sum of decimals overflows only if the total does',
      inputs: [{ kind: 'table', table: tableOf({ m: [WIDE, [MOST_DIGITS, MOST_DIGITS, -MOST_DIGITS]] }) }],
      options: { aggregates: [{ name: 'total', function: 'sum', column: 'm' }] },
      expect: { table: tableOf({ total: [WIDE, [MOST_DIGITS]] }) },
    },
    {
      name: 'the total of decimals has more than 38 digits',
      inputs: [{ kind: 'table', table: tableOf({ m: [WIDE, [MOST_DIGITS, 1n]] }) }],
      options: { aggregates: [{ name: 'total', function: 'sum', column: 'm' }] },
      expect: { error: 'DECIMAL_OVERFLOW' },
    },
    {
      name: 'the mean of integers is rounded once',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n ** 53n + 1n, 2n ** 53n + 1n, 2n ** 53n + 2n]] }) }],
      options: { aggregates: [{ name: 'average', function: 'mean', column: 'x' }] },
      expect: { table: tableOf({ average: ['float64', [2 ** 53 + 2]] }) },
    },
    {
      name: 'uint64 is summed as it is',
      inputs: [{ kind: 'table', table: tableOf({ x: ['uint64', [2n ** 62n, 5n]] }) }],
      options: { aggregates: [{ name: 'total', function: 'sum', column: 'x' }] },
      expect: { table: tableOf({ total: ['int64', [2n ** 62n + 5n]] }) },
    },
    {
      name: 'the mean of large integers does not overflow',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [INT_MAX, INT_MAX, INT_MAX, INT_MAX]] }) }],
      options: { aggregates: [{ name: 'average', function: 'mean', column: 'x' }] },
      expect: { table: tableOf({ average: ['float64', [2 ** 63]] }) },
    },
    {
      name: 'strings: least and most by UTF-8 bytes',
      inputs: [{ kind: 'table', table: tableOf({ s: ['utf8', ['\u{1F600}', '\uFFFD', null, 'a']] }) }],
      options: {
        aggregates: [
          { name: 'least', function: 'min', column: 's' },
          { name: 'most', function: 'max', column: 's' },
        ],
      },
      expect: { table: tableOf({ least: ['utf8', ['a']], most: ['utf8', ['\u{1F600}']] }) },
    },
    {
      name: 'two keys over batches',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['int32', [1, 1, 1, 2]], b: ['bool', [true, null, true, true]] }, [1, 0, 3]) },
      ],
      options: { keys: ['a', 'b'], aggregates: [{ name: 'n', function: 'count', column: null }] },
      expect: {
        table: tableOf({ a: ['int32', [1, 1, 2]], b: ['bool', [true, null, true]], n: ['int64', [2n, 1n, 1n], 'required'] }),
      },
    },
    {
      name: 'the total does not fit int64',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [INT_MAX, 1n]] }) }],
      options: { aggregates: [{ name: 'total', function: 'sum', column: 'x' }] },
      expect: { error: 'INTEGER_OVERFLOW' },
    },
  ],
  generate(random) {
    if (random.integer(0, 3) === 0) {
      const floats = (['sum', 'mean', 'min', 'max', 'var', 'std'] as const).map(f => ({ name: f, function: f, column: 'x' }));
      const aggregates = [{ name: 'whole', function: 'sum', column: 'y' }, ...floats];
      return {
        inputs: [{ kind: 'table', table: wildFloats(random) }],
        options: { keys: random.boolean() ? ['k'] : [], aggregates },
      };
    }
    if (random.integer(0, 9) === 0) {
      const aggregates = (['sum', 'mean', 'countDistinct'] as const).map(f => ({ name: f, function: f, column: 'd' }));
      return {
        inputs: [{ kind: 'table', table: wildDurations(random) }],
        options: { keys: random.boolean() ? ['k'] : [], aggregates: random.boolean() ? aggregates : aggregates.slice(1) },
      };
    }
    const schema = schemaFor(random);
    const options = aggregateOptions(random, comparable(schema), 'y');
    return { inputs: [{ kind: 'table', table: random.table(schema, { maxRows: 32 }) }], options };
  },
  functions: Object.fromEntries(
    AGGREGATES.map(f => [
      f,
      random => {
        const { schema, aggregation } = oneAggregation(random, f);
        const keys = schema
          .filter(({ name }) => name !== aggregation.column && random.integer(0, 2) === 0)
          .map(({ name }) => name);
        return {
          inputs: [{ kind: 'table', table: random.table(schema, { maxRows: 32 }) }],
          options: { keys, aggregates: [aggregation] },
        };
      },
    ]),
  ),
  chain(random, schema) {
    const fields = comparable(schema);
    if (fields.length === 0) return undefined;
    // Names of aggregates must differ from those of keys that earlier aggregates gave.
    const prefix = ['y', 'z', 'w'].find(each => !fields.some(f => f.name.startsWith(each)));
    if (prefix === undefined) return undefined;
    // Totals that may not fit are what a fused sum gets wrong.
    const whole = fields.filter(f => f.type.id === 'int64');
    if (whole.length > 0 && random.boolean())
      return { keys: [], aggregates: [{ name: `${prefix}0`, function: 'sum', column: random.pick(whole).name }] };
    return aggregateOptions(random, fields, prefix);
  },
  partial: aggregatePartial,
  compare(actual, expected, { prepared, class: asked }) {
    if (asked === 'exact' || actual.kind !== 'table' || expected.kind !== 'table') return compareResults(actual, expected, asked);
    return compareGroups(actual.table, expected.table, prepared);
  },
  laws: [
    {
      name: 'counts of rows over all groups sum to the rows of the input',
      async check({ inputs: [input], options }, _result, { again }) {
        if (input?.kind !== 'table') return 'the input is not a table';
        const counted = await again([input], {
          ...options,
          aggregates: [{ name: 'rows of the group', function: 'count', column: null }],
        });
        if (counted?.kind !== 'table') return undefined;
        const total = columnValues(counted.table, 'rows of the group').reduce<bigint>((sum, n) => sum + BigInt(String(n)), 0n);
        return total === BigInt(input.table.length)
          ? undefined
          : `they sum to ${total}, the input has ${input.table.length} rows`;
      },
    },
    {
      name: 'float sums and means are the float64 nearest to the exact value',
      check: (prepared, result, { class: asked }) => (asked === 'exact' ? notNearest(prepared, result) : undefined),
    },
    { name: 'no two groups have the same keys', check: ({ options }, result) => repeatedGroup(options, result) },
  ],
  large: () => ({
    inputs: [{ kind: 'table', table: largeTable() }],
    options: {
      keys: ['key'],
      aggregates: [
        { name: 'n', function: 'count', column: null },
        { name: 'average', function: 'mean', column: 'x' },
      ],
    },
  }),
};

function aggregateOptions(random: CaseRandom, fields: Schema, prefix: string): OperationOptions {
  const keys = fields.filter(() => random.integer(0, 2) === 0).map(f => f.name);
  const count = random.integer(1, 3);
  return {
    keys,
    aggregates: Array.from({ length: count }, (_, index) =>
      randomAggregation(random, fields, resultName(random, `${prefix}${index}`)),
    ),
  };
}
