import {
  formatType,
  isFloat,
  type CaseRandom,
  type DataType,
  type JoinKey,
  type OperationCases,
  type OperationOptions,
  type PreparedCase,
  type Schema,
  type TableData,
} from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';
import { COMMON_TYPES } from '../schemas.js';

const US: DataType = { id: 'timestamp', unit: 'us', timezone: 'UTC' };
const trades = tableOf({ s: ['utf8', ['a', 'b', 'a', null, 'a']], t: ['int64', [5n, 5n, 1n, 5n, null]] }, [2, 3]);
const quotes = tableOf(
  {
    s: ['utf8', ['a', 'b', 'a', 'a', 'b', null, 'a']],
    t: ['int64', [5n, 9n, 2n, 5n, 4n, 5n, null]],
    p: ['int32', [1, 2, 3, 4, 5, 6, 7]],
  },
  [4, 3],
);
const ON = { left: 't', right: 't' };
const BY = [{ left: 's', right: 's' }];

const found: OperationCases['literals'] = (
  [
    ['backward: the greatest value that is not greater, of equal ones the last', { by: BY }, [4, 5, null, null, null]],
    [
      'forward: the least value that is not less, of equal ones the first',
      { by: BY, strategy: 'forward' },
      [1, 2, 3, null, null],
    ],
    ['nearest: of two as near the one before', { by: BY, strategy: 'nearest' }, [4, 5, 3, null, null]],
    ['without exact matches', { by: BY, exactMatches: false }, [3, 5, null, null, null]],
    ['forward without exact matches', { by: BY, exactMatches: false, strategy: 'forward' }, [null, 2, 3, null, null]],
    ['nearest without exact matches', { by: BY, exactMatches: false, strategy: 'nearest' }, [3, 5, 3, null, null]],
    ['a tolerance', { by: BY, strategy: 'forward', tolerance: 1 }, [1, null, 3, null, null]],
  ] as const
).map(([name, options, p]) => ({
  name,
  inputs: [
    { kind: 'table', table: trades },
    { kind: 'table', table: quotes },
  ],
  options: { on: ON, ...options },
  expect: {
    table: tableOf({ s: ['utf8', ['a', 'b', 'a', null, 'a']], t: ['int64', [5n, 5n, 1n, 5n, null]], p: ['int32', [...p]] }),
  },
}));

export const tableJoinAsofCases: OperationCases = {
  literals: [
    ...found,
    {
      name: 'without `by` all rows are one group; a right column of another name stays',
      inputs: [
        { kind: 'table', table: tableOf({ t: ['int32', [3, 1, 7]] }) },
        { kind: 'table', table: tableOf({ u: ['float64', [2.5, Number.NaN, 7, -0]], t: ['bool', [true, false, null, true]] }) },
      ],
      options: { on: { left: 't', right: 'u' }, suffix: '2' },
      expect: {
        table: tableOf({ t: ['int32', [3, 1, 7]], u: ['float64', [2.5, -0, 7]], t2: ['bool', [true, true, null]] }),
      },
    },
    {
      name: 'NaN matches nothing, infinities are equal to themselves',
      inputs: [
        { kind: 'table', table: tableOf({ t: ['float64', [Number.NaN, Infinity, -Infinity, 0]] }) },
        { kind: 'table', table: tableOf({ t: ['float64', [Number.NaN, Infinity, -0, -Infinity]], p: ['int8', [1, 2, 3, 4]] }) },
      ],
      options: { on: ON, strategy: 'nearest', tolerance: 0 },
      expect: {
        table: tableOf({ t: ['float64', [Number.NaN, Infinity, -Infinity, 0]], p: ['int8', [null, 2, 4, 3]] }),
      },
    },
    {
      name: 'integers beyond 2^53 are compared by value, not as floats',
      inputs: [
        { kind: 'table', table: tableOf({ t: ['int64', [2n ** 53n + 1n, -(2n ** 63n)]] }) },
        { kind: 'table', table: tableOf({ t: ['uint64', [2n ** 53n, 2n ** 53n + 2n, 2n ** 64n - 1n]], p: ['int8', [1, 2, 3]] }) },
      ],
      options: { on: ON, strategy: 'forward' },
      expect: { table: tableOf({ t: ['int64', [2n ** 53n + 1n, -(2n ** 63n)]], p: ['int8', [2, 1]] }) },
    },
    {
      name: 'a tolerance between instants is a span of time',
      inputs: [
        { kind: 'table', table: tableOf({ t: [US, [10_000_000n, 11_000_001n]] }) },
        { kind: 'table', table: tableOf({ t: [US, [9_000_000n]], p: ['int8', [1]] }) },
      ],
      options: { on: ON, tolerance: '2s' },
      expect: { table: tableOf({ t: [US, [10_000_000n, 11_000_001n]], p: ['int8', [1, null]] }) },
    },
    {
      name: 'an empty right table',
      inputs: [
        { kind: 'table', table: tableOf({ t: ['int8', [1, null]] }) },
        { kind: 'table', table: tableOf({ t: ['int8', []], p: ['utf8', []] }) },
      ],
      options: { on: ON },
      expect: { table: tableOf({ t: ['int8', [1, null]], p: ['utf8', [null, null]] }) },
    },
    ...refusedCases([REFUSED_TABLE, REFUSED_TABLE], { on: { left: 'x', right: 'x' } }, [
      ['several columns to compare', { on: [{ left: 'x', right: 'x' }] }, 'INVALID_ARGUMENT'],
      ['a strategy that there is not', { strategy: 'sideways' }, 'INVALID_ARGUMENT'],
      ['a tolerance below zero', { tolerance: -1 }, 'INVALID_ARGUMENT'],
      ['a tolerance in words', { tolerance: 'a while' }, 'INVALID_ARGUMENT'],
      ['a span of time between numbers', { tolerance: '1s' }, 'INVALID_ARGUMENT'],
      ['texts to compare', { on: { left: 's', right: 's' } }, 'TYPE_MISMATCH'],
      ['columns of different families', { by: [{ left: 'x', right: 's' }] }, 'TYPE_MISMATCH'],
      ['a pair that is there twice', { by: [{ left: 'x', right: 'x' }] }, 'INVALID_ARGUMENT'],
      ['a column that there is not', { on: { left: 'q', right: 'x' } }, 'COLUMN_NOT_FOUND'],
    ]),
  ],
  generate(random) {
    const [left, right] = onTypes(random);
    const by = Array.from({ length: random.integer(0, 2) }, () => random.pick(COMMON_TYPES));
    const side = (on: DataType): Schema => [
      { name: 't', type: on, nullable: true },
      ...by.map((type, index) => ({ name: `k${index}`, type, nullable: true })),
      { name: 'x', type: random.pick(COMMON_TYPES), nullable: true },
    ];
    return {
      inputs: [
        { kind: 'table', table: random.table(side(left), { maxRows: 16 }) },
        { kind: 'table', table: random.table(side(right), { maxRows: 24 }) },
      ],
      options: {
        on: ON,
        ...(by.length === 0 ? {} : { by: by.map((_, index) => ({ left: `k${index}`, right: `k${index}` })) }),
        ...choices(random, left),
      },
    };
  },
  chain(random, schema, [, right]) {
    if (right?.kind.kind !== 'table') return undefined;
    const numbers = (fields: Schema): readonly string[] =>
      fields.filter(({ type }) => NUMBERS.some(of => formatType(of) === formatType(type))).map(({ name }) => name);
    const [lefts, rights] = [numbers(schema), numbers(right.kind.schema)];
    if (lefts.length === 0 || rights.length === 0) return undefined;
    const suffix = random.pick(['_right', '_2', '_3']);
    return { on: { left: random.pick(lefts), right: random.pick(rights) }, suffix, ...choices(random, { id: 'int64' }) };
  },
  laws: [
    {
      name: 'every left row stands beside the row that looking at all of them finds',
      check(prepared, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const expected = naive(prepared);
        const name = result.table.schema.at(-1)?.name ?? '';
        const values = columnValues(result.table, name).map(formatValue);
        const wrong = expected.findIndex((value, row) => value !== values[row]);
        return wrong < 0 && expected.length === values.length
          ? undefined
          : `row ${wrong} of ${name} is ${String(values[wrong])}, expected ${String(expected[wrong])}`;
      },
    },
  ],
  large: () => ({
    inputs: [
      { kind: 'table', table: largeTable() },
      { kind: 'table', table: tableOf({ key: ['int32', [1, 2, 3]], name: ['utf8', ['a', 'b', 'c']] }) },
    ],
    options: { on: { left: 'key', right: 'key' } },
  }),
};

const NUMBERS: readonly DataType[] = [{ id: 'int64' }, { id: 'int32' }, { id: 'float64' }];
const MEASURED: readonly DataType[] = [
  US,
  { id: 'date', unit: 'day' },
  { id: 'decimal', precision: 12, scale: 2 },
  { id: 'time', unit: 'us' },
  { id: 'duration', unit: 'ms' },
  { id: 'timestamp', unit: 'ns', timezone: null },
];

const onTypes = (random: CaseRandom): readonly [DataType, DataType] => {
  if (random.boolean()) return [random.pick(NUMBERS), random.pick([...NUMBERS, { id: 'uint64' }, { id: 'float32' }])];
  const type = random.pick(MEASURED);
  return [type, type];
};

const choices = (random: CaseRandom, type: DataType): OperationOptions => ({
  strategy: random.pick(['backward', 'forward', 'nearest']),
  ...(random.integer(0, 3) === 0 ? { exactMatches: false } : {}),
  ...(random.integer(0, 2) === 0 ? { tolerance: toleranceOf(random, type) } : {}),
});

const toleranceOf = (random: CaseRandom, { id }: DataType): number | string =>
  ['timestamp', 'date', 'time', 'duration'].includes(id)
    ? random.pick(['0s', '90s', '3d', '500w'])
    : random.pick([0, 1, 7, 1000, 2 ** 40]);

/** What the last column of the result shows, from looking at every right row for every left one. */
function naive({ inputs: [a, b], options }: PreparedCase): readonly string[] {
  if (a?.kind !== 'table' || b?.kind !== 'table') throw new TypeError('joinAsof needs two tables');
  const on = options['on'] as JoinKey;
  const by = (options['by'] ?? []) as readonly JoinKey[];
  const typeOf = (table: TableData, name: string): DataType | undefined => table.schema.find(f => f.name === name)?.type;
  const [leftType, rightType] = [typeOf(a.table, on.left), typeOf(b.table, on.right)];
  if (!leftType || !rightType) throw new TypeError('the columns that are compared are missing');
  const keys = (table: TableData, side: 'left' | 'right'): readonly (readonly unknown[])[] =>
    by.map(key => columnValues(table, key[side]));
  const [leftKeys, rightKeys] = [keys(a.table, 'left'), keys(b.table, 'right')];
  const [leftOn, rightOn] = [columnValues(a.table, on.left), columnValues(b.table, on.right)];
  const shown = columnValues(b.table, b.table.schema.at(-1)?.name ?? '');
  const areFloats = isFloat(leftType) || isFloat(rightType);
  const isAlike = (x: unknown, y: unknown): boolean =>
    x !== null && y !== null && formatValue(Object.is(x, -0) ? 0 : x) === formatValue(Object.is(y, -0) ? 0 : y);
  const strategy = options['strategy'] ?? 'backward';
  return leftOn.map((value, row) => {
    if (!isOrdered(value)) return formatValue(null);
    let [before, after]: [Candidate | undefined, Candidate | undefined] = [undefined, undefined];
    for (const [other, candidate] of rightOn.entries()) {
      if (!isOrdered(candidate)) continue;
      if (!by.every((_, key) => isAlike(leftKeys[key]?.[row], rightKeys[key]?.[other]))) continue;
      const isEqual = !(candidate < value) && !(candidate > value);
      if (isEqual && options['exactMatches'] === false) continue;
      const distance = isEqual ? 0 : distanceOf(value, candidate, areFloats);
      // Of equal values the last one counts backward and the first one forward.
      if (!(candidate > value) && (!before || candidate >= before.value)) before = { row: other, value: candidate, distance };
      if (!(candidate < value) && (!after || candidate < after.value)) after = { row: other, value: candidate, distance };
    }
    const nearest = before && (!after || before.distance <= after.distance) ? before : after;
    const best = strategy === 'backward' ? before : strategy === 'forward' ? after : nearest;
    return formatValue(best && !isBeyond(best.distance, options['tolerance'], leftType) ? shown[best.row] : null);
  });
}

interface Candidate {
  readonly row: number;
  readonly value: Ordered;
  readonly distance: Ordered;
}
type Ordered = number | bigint;
const isOrdered = (value: unknown): value is Ordered =>
  (typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'bigint';

function distanceOf(a: Ordered, b: Ordered, areFloats: boolean): Ordered {
  if (areFloats) return Math.abs(Number(a) - Number(b));
  const distance = BigInt(a) - BigInt(b);
  return distance < 0n ? -distance : distance;
}

function isBeyond(distance: Ordered, tolerance: unknown, type: DataType): boolean {
  if (typeof tolerance === 'number') return distance > (type.id === 'decimal' ? tolerance * 10 ** type.scale : tolerance);
  if (typeof tolerance !== 'string') return false;
  const seconds = Number.parseInt(tolerance, 10) * ({ s: 1, d: 86_400, w: 604_800 }[tolerance.slice(-1)] ?? Number.NaN);
  if (type.id === 'date') return BigInt(distance) > BigInt(Math.floor(type.unit === 'day' ? seconds / 86_400 : seconds * 1000));
  const perSecond = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }[
    type.id === 'timestamp' || type.id === 'time' || type.id === 'duration' ? type.unit : 's'
  ];
  return BigInt(distance) > BigInt(seconds) * BigInt(perSecond);
}
