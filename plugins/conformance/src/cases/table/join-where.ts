import {
  familyOf,
  formatType,
  isFloat,
  isInteger,
  type CaseRandom,
  type DataType,
  type JoinComparison,
  type JoinCondition,
  type OperationCases,
  type PreparedCase,
  type Schema,
  type TableData,
} from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';
import { COMMON_TYPES, comparable, typeOf } from '../schemas.js';

const COMPARISONS: readonly JoinComparison[] = ['<', '<=', '>', '>=', '='];
const US: DataType = { id: 'timestamp', unit: 'us', timezone: 'UTC' };
const events = tableOf({ t: ['int64', [5n, null, 1n, 9n]], e: ['utf8', ['a', 'b', 'c', 'd']] }, [1, 3]);
const spans = tableOf(
  { from: ['int32', [4, 0, 1, null, 9]], to: ['float64', [9, 5.5, 5, 9, NaN]], s: ['int8', [1, 2, 3, 4, 5]] },
  [2, 0, 3],
);

/** `events` and `spans` above, and the spans that stand beside each event. */
const within: OperationCases['literals'] = (
  [
    [
      'in the interval',
      [
        ['t', '>=', 'from'],
        ['t', '<=', 'to'],
      ],
      [
        ['a', 1],
        ['a', 2],
        ['a', 3],
        ['c', 2],
        ['c', 3],
        ['d', 1],
        ['d', 5],
      ],
    ],
    [
      'inside the interval',
      [
        ['t', '>', 'from'],
        ['t', '<', 'to'],
      ],
      [
        ['a', 1],
        ['a', 2],
        ['c', 2],
      ],
    ],
    [
      'one inequality',
      [['t', '<', 'from']],
      [
        ['a', 5],
        ['c', 1],
        ['c', 5],
      ],
    ],
    [
      'NaN is greater than every number',
      [['t', '<', 'to']],
      [
        ['a', 1],
        ['a', 2],
        ['a', 4],
        ['a', 5],
        ['c', 1],
        ['c', 2],
        ['c', 3],
        ['c', 4],
        ['c', 5],
        ['d', 5],
      ],
    ],
    [
      'equal and less',
      [
        ['t', '=', 'from'],
        ['t', '<', 'to'],
      ],
      [
        ['c', 3],
        ['d', 5],
      ],
    ],
    [
      'a column between two on both sides',
      [
        ['t', '>', 'from'],
        ['t', '<', 'to'],
        ['t', '>=', 's'],
      ],
      [
        ['a', 1],
        ['a', 2],
      ],
    ],
  ] as const
).map(([name, on, pairs]) => ({
  name,
  inputs: [
    { kind: 'table', table: events },
    { kind: 'table', table: spans },
  ],
  options: { on: on.map(([left, is, right]) => ({ left, is, right })) },
  expect: {
    table: tableOf({
      t: ['int64', pairs.map(([e]) => ({ a: 5n, c: 1n, d: 9n })[e])],
      e: ['utf8', pairs.map(([e]) => e)],
      from: ['int32', pairs.map(([, s]) => [4, 0, 1, null, 9][s - 1])],
      to: ['float64', pairs.map(([, s]) => [9, 5.5, 5, 9, NaN][s - 1])],
      s: ['int8', pairs.map(([, s]) => s)],
    }),
  },
}));

/** More intervals than anybody looks at one by one, some of them null, in groups; the answer is that of looking at every pair. */
const intervals: OperationCases['literals'] = (
  [
    ['<=', '>='],
    ['<', '>'],
    ['>=', '<='],
    ['>', '<'],
    ['>=', '>'],
    ['<', '<='],
  ] as const
).flatMap(([start, end]) =>
  [false, true].map(grouped => {
    const value = (seed: number, row: number): number | null => ((row * seed) % 23 === 7 ? null : (row * seed) % 41);
    const points = Array.from({ length: 40 }, (_, row) => ({ x: value(17, row), g: row % 3 }));
    const spans = Array.from({ length: 150 }, (_, row) => ({ lo: value(13, row), hi: value(29, row), h: row % 3, n: row }));
    const holds = (a: number | null, is: JoinComparison, b: number | null): boolean =>
      a !== null && b !== null && (a === b ? is === '<=' || is === '>=' : a < b === is.startsWith('<'));
    const pairs = points.flatMap(point =>
      spans.flatMap(span =>
        holds(point.x, start, span.lo) && holds(point.x, end, span.hi) && (!grouped || point.g === span.h)
          ? [{ ...point, ...span }]
          : [],
      ),
    );
    const on: readonly JoinCondition[] = [
      { left: 'x', is: start, right: 'lo' },
      { left: 'x', is: end, right: 'hi' },
      ...(grouped ? ([{ left: 'g', is: '=', right: 'h' }] as const) : []),
    ];
    const left = (rows: typeof points): { [name in 'x' | 'g']: readonly ['int32', readonly unknown[]] } => ({
      x: ['int32', rows.map(({ x }) => x)],
      g: ['int32', rows.map(({ g }) => g)],
    });
    const right = (rows: typeof spans): { [name in 'lo' | 'hi' | 'h' | 'n']: readonly ['int32', readonly unknown[]] } => ({
      lo: ['int32', rows.map(({ lo }) => lo)],
      hi: ['int32', rows.map(({ hi }) => hi)],
      h: ['int32', rows.map(({ h }) => h)],
      n: ['int32', rows.map(({ n }) => n)],
    });
    return {
      name: `x ${start} lo and x ${end} hi${grouped ? ', in groups' : ''}`,
      inputs: [
        { kind: 'table', table: tableOf(left(points), [7, 33]) },
        { kind: 'table', table: tableOf(right(spans), [100, 50]) },
      ],
      options: { on },
      expect: { table: tableOf({ ...left(pairs), ...right(pairs) }) },
    };
  }),
);

export const tableJoinWhereCases: OperationCases = {
  literals: [
    ...within,
    ...intervals,
    {
      name: 'a table with itself: every pair in order; all right columns stay, with the suffix',
      inputs: [
        { kind: 'table', table: tableOf({ x: ['utf8', ['b', '', null, 'ab']] }, [2, 2]) },
        { kind: 'table', table: tableOf({ x: ['utf8', ['b', '', null, 'ab']] }) },
      ],
      options: { on: [{ left: 'x', is: '>=', right: 'x' }], suffix: '2' },
      expect: {
        table: tableOf({ x: ['utf8', ['b', 'b', 'b', '', 'ab', 'ab']], x2: ['utf8', ['b', '', 'ab', '', '', 'ab']] }),
      },
    },
    {
      name: 'instants of different units, and integers beyond 2^53 against floats, compare by value',
      inputs: [
        { kind: 'table', table: tableOf({ t: [US, [86_400_000_000n, 86_400_000_001n]], n: ['int64', [2n ** 53n + 1n, 0n]] }) },
        { kind: 'table', table: tableOf({ d: [{ id: 'date', unit: 'day' }, [1, 2]], m: ['float64', [2 ** 53, -0]] }) },
      ],
      options: {
        on: [
          { left: 't', is: '<=', right: 'd' },
          { left: 'n', is: '>', right: 'm' },
        ],
      },
      expect: {
        table: tableOf({
          t: [US, [86_400_000_000n, 86_400_000_000n]],
          n: ['int64', [2n ** 53n + 1n, 2n ** 53n + 1n]],
          d: [{ id: 'date', unit: 'day' }, [1, 2]],
          m: ['float64', [2 ** 53, -0]],
        }),
      },
    },
    {
      name: 'decimals of different scales, digit by digit',
      inputs: [
        { kind: 'table', table: tableOf({ a: [{ id: 'decimal', precision: 38, scale: 2 }, [150n, -1n, null]] }) },
        { kind: 'table', table: tableOf({ b: [{ id: 'decimal', precision: 38, scale: 4 }, [15_000n, 15_001n, -100n]] }) },
      ],
      options: { on: [{ left: 'a', is: '>=', right: 'b' }] },
      expect: {
        table: tableOf({
          a: [{ id: 'decimal', precision: 38, scale: 2 }, [150n, 150n, -1n]],
          b: [{ id: 'decimal', precision: 38, scale: 4 }, [15_000n, -100n, -100n]],
        }),
      },
    },
    {
      name: 'an empty right table',
      inputs: [
        { kind: 'table', table: events },
        { kind: 'table', table: tableOf({ u: ['int64', []] }) },
      ],
      options: { on: [{ left: 't', is: '<', right: 'u' }] },
      expect: { table: tableOf({ t: ['int64', []], e: ['utf8', []], u: ['int64', []] }) },
    },
    ...refusedCases([REFUSED_TABLE, REFUSED_TABLE], { on: [{ left: 'x', is: '<', right: 'x' }] }, [
      ['no conditions', { on: [] }, 'INVALID_ARGUMENT'],
      ['a comparison that there is not', { on: [{ left: 'x', is: '<>', right: 'x' }] }, 'INVALID_ARGUMENT'],
      ['a condition without a comparison', { on: [{ left: 'x', right: 'x' }] }, 'INVALID_ARGUMENT'],
      [
        'a condition that is there twice',
        {
          on: [
            { left: 'x', is: '<', right: 'x' },
            { left: 'x', is: '<', right: 'x' },
          ],
        },
        'INVALID_ARGUMENT',
      ],
      ['columns of different families', { on: [{ left: 'x', is: '<', right: 's' }] }, 'TYPE_MISMATCH'],
      ['a column that there is not', { on: [{ left: 'q', is: '<', right: 'x' }] }, 'COLUMN_NOT_FOUND'],
    ]),
  ],
  generate(random) {
    const types = Array.from({ length: random.integer(1, 3) }, () => sides(random));
    const side = (index: 0 | 1): Schema => [
      ...types.map((pair, column) => ({ name: `c${column}`, type: pair[index], nullable: true })),
      { name: random.pick(['x', 'l', 'a"b', '__proto__']), type: typeOf(random), nullable: true },
    ];
    const on = types.map((_, column) => conditionOf(random, `c${column}`, `c${column}`));
    // Two conditions on one right column, as of an interval.
    if (random.integer(0, 2) === 0) on.push({ left: 'c0', is: on[0]?.is === '<' ? '>=' : '<', right: 'c0' });
    return {
      inputs: [
        { kind: 'table', table: random.table(side(0), { maxRows: 16 }) },
        { kind: 'table', table: random.table(side(1), { maxRows: 40 }) },
      ],
      options: { on },
    };
  },
  chain(random, schema, [, right]) {
    if (right?.kind.kind !== 'table') return undefined;
    const { schema: other } = right.kind;
    const partners = comparable(schema).flatMap(l =>
      comparable(other).flatMap(r => (familyOf(l.type) === familyOf(r.type) ? [conditionOf(random, l.name, r.name)] : [])),
    );
    if (partners.length === 0) return undefined;
    return { on: [random.pick(partners)], suffix: random.pick(['_right', '_2', '_3']) };
  },
  laws: [
    {
      name: 'the number of rows is that of the pairs that compare as asked, one by one',
      check(prepared, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const expected = naiveRows(prepared);
        return expected === undefined || result.table.length === expected
          ? undefined
          : `${String(result.table.length)} rows, expected ${String(expected)}`;
      },
    },
  ],
  large: () => ({
    inputs: [
      { kind: 'table', table: largeTable() },
      { kind: 'table', table: tableOf({ low: ['int32', [1, 20, 990]], high: ['int32', [3, 21, 2000]] }) },
    ],
    options: {
      on: [
        { left: 'key', is: '>=', right: 'low' },
        { left: 'key', is: '<', right: 'high' },
      ],
    },
  }),
};

const conditionOf = (random: CaseRandom, left: string, right: string): JoinCondition => ({
  left,
  is: random.pick(COMPARISONS),
  right,
});

/** Mostly one type on both sides, sometimes two of one family. */
function sides(random: CaseRandom): readonly [DataType, DataType] {
  const one = typeOf(random);
  const family = [...COMMON_TYPES, typeOf(random), typeOf(random)].filter(type => familyOf(type) === familyOf(one));
  return [one, random.integer(0, 2) > 0 || family.length === 0 ? one : random.pick(family)];
}

/** From looking at every pair; undefined for types whose values do not compare as they stand. */
function naiveRows({ inputs: [a, b], options }: PreparedCase): number | undefined {
  if (a?.kind !== 'table' || b?.kind !== 'table') throw new TypeError('joinWhere needs two tables');
  const on = options['on'] as readonly JoinCondition[];
  const isNumber = (type: DataType): boolean => isInteger(type) || isFloat(type);
  const typeIn = (table: TableData, name: string): DataType => table.schema.find(f => f.name === name)?.type ?? { id: 'null' };
  const stand = ({ left, right }: JoinCondition): boolean => {
    const [l, r] = [typeIn(a.table, left), typeIn(b.table, right)];
    return (isNumber(l) && isNumber(r)) || formatType(l) === formatType(r);
  };
  if (!on.every(stand)) return undefined;
  const columns = on.map(({ left, is, right }) => ({ is, l: columnValues(a.table, left), r: columnValues(b.table, right) }));
  let rows = 0;
  for (let i = 0; i < a.table.length; i++)
    for (let j = 0; j < b.table.length; j++) if (columns.every(({ is, l, r }) => holds(is, l[i], r[j]))) rows++;
  return rows;
}

function holds(is: JoinComparison, left: unknown, right: unknown): boolean {
  if (left === null || right === null) return false;
  const order = orderOf(left, right);
  if (is === '=') return order === 0;
  return is === '<' ? order < 0 : is === '<=' ? order <= 0 : is === '>' ? order > 0 : order >= 0;
}

function orderOf(left: unknown, right: unknown): number {
  const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : Buffer.from(String(value)));
  const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
  if (isNumber(left) && isNumber(right)) {
    if (left < right) return -1;
    if (left > right) return 1;
    const isNaN = (value: unknown): number => Number(Number.isNaN(value));
    return isNaN(left) - isNaN(right);
  }
  return typeof left === 'boolean' ? Number(left) - Number(right) : Buffer.compare(bytes(left), bytes(right));
}
