import {
  columnReader,
  concatBatches,
  resultType,
  type Aggregation,
  type CaseRandom,
  type CaseResult,
  type DataType,
  type OperationCases,
  type PreparedCase,
  type Schema,
  type TableData,
} from '@parquetframe/core/engine';
import { columnValues, compareResults, compareSchemas } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { comparable, schemaFor } from '../schemas.js';

const ROUNDING = 2 ** -53;
const INT_MAX = 2n ** 63n - 1n;

const FLOATS: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'float64' }, ordered: false };

export const tableAggregateCases: OperationCases = {
  literals: [
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
    {
      // Found in rust-napi: a running sum was infinite on the way, and stayed so.
      name: 'a sum of floats is infinite only if the total is',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [1e308, 1e308, -1e308]] }) }],
      options: {
        aggregates: [
          { name: 'total', function: 'sum', column: 'x' },
          { name: 'average', function: 'mean', column: 'x' },
        ],
      },
      expect: { table: tableOf({ total: ['float64', [1e308]], average: ['float64', [1e308 / 3]] }) },
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
    const schema = schemaFor(random);
    const fields = comparable(schema);
    const keys = fields.filter(() => random.integer(0, 2) === 0).map(f => f.name);
    const aggregates = Array.from({ length: random.integer(1, 3) }, (_, index) => aggregation(random, fields, `y${index}`));
    return { inputs: [{ kind: 'table', table: random.table(schema, { maxRows: 32 }) }], options: { keys, aggregates } };
  },
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

function aggregation(random: CaseRandom, fields: Schema, name: string): Aggregation {
  if (random.integer(0, 4) === 0) return { name, function: 'count', column: null };
  const chosen = random.pick(fields);
  const functions = (['count', 'sum', 'mean', 'min', 'max'] as const).filter(f => resultType(f, chosen.type));
  return { name, function: random.pick(functions), column: chosen.name };
}

const keysOf = (options: PreparedCase['options']): readonly string[] => (options['keys'] ?? []) as readonly string[];

function repeatedGroup(options: PreparedCase['options'], result: CaseResult): string | undefined {
  if (result.kind !== 'table') return 'the result is not a table';
  const groups = groupTexts(result.table, keysOf(options));
  const twice = groups.find((text, row) => groups.indexOf(text) !== row);
  return twice === undefined ? undefined : `(${twice}) is there twice`;
}

/** Text of the keys of every row; -0 is 0. */
function groupTexts(table: TableData, keys: readonly string[]): readonly string[] {
  const columns = keys.map(key => columnValues(table, key));
  return Array.from({ length: table.length }, (_, row) =>
    columns.map(values => formatValue(Object.is(values[row], -0) ? 0 : values[row])).join(', '),
  );
}

/** Rows are matched by their keys; float sums and means may differ by the bound that the operation states. */
function compareGroups(actual: TableData, expected: TableData, prepared: PreparedCase): string | undefined {
  const [input] = prepared.inputs;
  if (input?.kind !== 'table') return 'the input is not a table';
  const schema = compareSchemas(actual.schema, expected.schema);
  if (schema !== undefined) return schema;
  if (actual.length !== expected.length) return `${actual.length} groups, expected ${expected.length}`;
  const keys = keysOf(prepared.options);
  const rowOf = new Map(groupTexts(actual, keys).map((text, row) => [text, row]));
  const inputGroups = groupTexts(input.table, keys);
  const aggregates = prepared.options['aggregates'] as readonly Aggregation[];
  const [a, b] = [readers(actual), readers(expected)];
  for (const [row, group] of groupTexts(expected, keys).entries()) {
    const match = rowOf.get(group);
    if (match === undefined) return `the group (${group}) is missing`;
    for (const [index, aggregate] of aggregates.entries()) {
      const [x, y] = [a[keys.length + index]?.get(match), b[keys.length + index]?.get(row)];
      const values =
        aggregate.column === null ? [] : columnValues(input.table, aggregate.column).filter((_, at) => inputGroups[at] === group);
      if (!withinBound(x, y, aggregate, values))
        return `${aggregate.name} (${aggregate.function}) of the group (${group}) is ${formatValue(x)}, expected ${formatValue(y)}`;
    }
  }
  return undefined;
}

function readers(table: TableData): readonly ReturnType<typeof columnReader>[] {
  const { columns } = concatBatches(table.schema, table.batches);
  return table.schema.map((f, index) => {
    const column = columns[index];
    if (!column) throw new TypeError(`there is no column ${f.name}`);
    return columnReader(f.type, column);
  });
}

function withinBound(actual: unknown, expected: unknown, aggregate: Aggregation, values: readonly unknown[]): boolean {
  if (formatValue(actual) === formatValue(expected)) return true;
  if (typeof actual !== 'number' || typeof expected !== 'number') return false;
  // -0 and 0 are equal, so either is the least or the greatest.
  if (aggregate.function === 'min' || aggregate.function === 'max') return actual === expected;
  const numbers = values.filter(value => value !== null).map(Number);
  if (!numbers.every(Number.isFinite)) return false;
  const sum = (scale: number): number => numbers.reduce((total, x) => total + Math.abs(x * scale), 0);
  // Where the sum of magnitudes overflows, everything is compared as if it were smaller.
  const scale = Number.isFinite(sum(1)) ? 1 : 2 ** -128;
  const scaled = (x: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x)) * scale;
  const bound = 2 * numbers.length * ROUNDING * sum(scale);
  const allowed = aggregate.function === 'mean' ? bound / numbers.length + 2 * ROUNDING * Math.abs(scaled(expected)) : bound;
  return Math.abs(scaled(actual) - scaled(expected)) <= allowed;
}
