import type { DataType, OperationCase } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

const TEXTS: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false };
const LIST: DataType = { id: 'list', item: { name: 'item', type: { id: 'int32' }, nullable: true } };
const WIDE: DataType = { id: 'decimal', precision: 38, scale: 3 };
const by = [{ column: 'x' }];
const scores = { g: ['utf8', ['a', 'b', 'a', 'a', null, 'a', null]], x: ['int32', [2, 5, 1, 2, 7, 3, 7]] } as const;
const holes = { x: ['float64', [null, 1, null, 3, -0, null]], b: ['bool', [true, null, false, null, false, true]] } as const;
const every = { rows: ['unbounded', 'unbounded'] } as const;
const hostile = [1e308, 1e308, -1e308, 5e-324, 0.1, 0.2, 0.3, -1e308, 2 ** 53, 1] as const;

/** Each function by itself. */
export const windowFunctionCases: readonly OperationCase[] = [
  {
    name: 'numbers and ranks: ties share, nulls are a partition',
    inputs: [{ kind: 'table', table: tableOf(scores, [3, 4]) }],
    options: {
      windows: ['rowNumber', 'rank', 'denseRank', 'percentRank', 'cumeDist'].map(f => ({
        name: f,
        function: f,
        partitionBy: ['g'],
        orderBy: by,
      })),
    },
    expect: {
      table: tableOf({
        ...scores,
        rowNumber: ['int64', [2n, 1n, 1n, 3n, 1n, 4n, 2n], 'required'],
        rank: ['int64', [2n, 1n, 1n, 2n, 1n, 4n, 1n], 'required'],
        denseRank: ['int64', [2n, 1n, 1n, 2n, 1n, 3n, 1n], 'required'],
        percentRank: ['float64', [1 / 3, 0, 0, 1 / 3, 0, 1, 0], 'required'],
        cumeDist: ['float64', [0.75, 1, 0.25, 0.75, 1, 1, 1], 'required'],
      }),
    },
  },
  {
    name: 'parts: larger ones first, and more parts than rows',
    inputs: [{ kind: 'table', table: tableOf({ x: ['int32', [5, 4, 3, 2, 1]] }) }],
    options: {
      windows: [
        { name: 'three', function: 'ntile', orderBy: by, options: { n: 3 } },
        { name: 'nine', function: 'ntile', options: { n: 9 } },
      ],
    },
    expect: {
      table: tableOf({
        x: ['int32', [5, 4, 3, 2, 1]],
        three: ['int64', [3n, 2n, 2n, 1n, 1n], 'required'],
        nine: ['int64', [1n, 2n, 3n, 4n, 5n], 'required'],
      }),
    },
  },
  {
    name: 'values before and after, of texts in a dictionary, of lists, and with a value where there is no row',
    inputs: [
      {
        kind: 'table',
        table: tableOf({
          s: [TEXTS, ['a', null, 'c', 'a']],
          l: [LIST, [[1], null, [], [2, null]]],
          x: ['int64', [1n, 2n, null, 4n]],
          other: ['int64', [-1n, -2n, -3n, null]],
        }),
      },
    ],
    options: {
      windows: [
        { name: 'before', function: 'lag', column: 's' },
        { name: 'after', function: 'lead', column: 'l', options: { offset: 2 } },
        { name: 'filled', function: 'lag', column: 'x', second: 'other' },
        { name: 'back', function: 'lead', column: 'x', options: { offset: -1 } },
        { name: 'self', function: 'lag', column: 's', options: { offset: 0 } },
        { name: 'ends', function: 'lead', column: 'x', second: 'other', options: { offset: 1 } },
      ],
    },
    expect: {
      table: tableOf({
        s: [TEXTS, ['a', null, 'c', 'a']],
        l: [LIST, [[1], null, [], [2, null]]],
        x: ['int64', [1n, 2n, null, 4n]],
        other: ['int64', [-1n, -2n, -3n, null]],
        before: [TEXTS, [null, 'a', null, 'c']],
        after: [LIST, [[], [2, null], null, null]],
        filled: ['int64', [-1n, 1n, 2n, null]],
        back: ['int64', [null, 1n, 2n, null]],
        self: [TEXTS, ['a', null, 'c', 'a']],
        ends: ['int64', [2n, null, 4n, null]],
      }),
    },
  },
  {
    name: 'the first, the last and the nth value; the last value that is there',
    inputs: [{ kind: 'table', table: tableOf(holes) }],
    options: {
      windows: [
        { name: 'first', function: 'first', column: 'x', frame: { rows: [-1, 1] } },
        { name: 'last', function: 'last', column: 'x', frame: { rows: [-1, 1] } },
        { name: 'second', function: 'nthValue', column: 'x', options: { n: 2 }, frame: { rows: [-1, 1] } },
        {
          name: 'forward',
          function: 'last',
          column: 'x',
          options: { ignoreNulls: true },
          frame: { rows: ['unbounded', 'current'] },
        },
        {
          name: 'backward',
          function: 'first',
          column: 'x',
          options: { ignoreNulls: true },
          frame: { rows: ['current', 'unbounded'] },
        },
      ],
    },
    expect: {
      table: tableOf({
        ...holes,
        first: ['float64', [null, null, 1, null, 3, -0]],
        last: ['float64', [1, null, 3, -0, null, null]],
        second: ['float64', [1, 1, null, 3, -0, null]],
        forward: ['float64', [null, 1, 1, 3, -0, -0]],
        backward: ['float64', [1, 1, 3, 3, -0, null]],
      }),
    },
  },
  {
    name: 'the value beside the least and the greatest: the first of several, nulls among what is given but not among what decides',
    inputs: [
      {
        kind: 'table',
        table: tableOf({
          x: ['float64', [1, -0, 0, null, NaN, 1, 1]],
          s: ['utf8', ['a', 'b', null, 'd', 'e', 'f', 'g']],
          b: ['bool', [true, true, true, true, false, true, null]],
        }),
      },
    ],
    options: {
      windows: [
        { name: 'least', function: 'argMin', column: 's', second: 'x', frame: { rows: ['unbounded', 'current'] } },
        { name: 'greatest', function: 'argMax', column: 's', second: 'x', where: 'b', frame: { rows: ['current', 'unbounded'] } },
        { name: 'near', function: 'argMax', column: 's', second: 'x', frame: { rows: [1, 2] } },
      ],
    },
    expect: {
      table: tableOf({
        x: ['float64', [1, -0, 0, null, NaN, 1, 1]],
        s: ['utf8', ['a', 'b', null, 'd', 'e', 'f', 'g']],
        b: ['bool', [true, true, true, true, false, true, null]],
        least: ['utf8', ['a', 'b', 'b', 'b', 'b', 'b', 'b']],
        greatest: ['utf8', ['a', 'f', 'f', 'f', 'f', 'f', null]],
        near: ['utf8', [null, null, 'e', 'e', 'f', 'g', null]],
      }),
    },
  },
  {
    name: 'moving least and greatest: NaN, zeros of both signs, nulls, and texts by bytes',
    inputs: [
      {
        kind: 'table',
        table: tableOf({
          x: ['float64', [0, -0, NaN, null, -1, 0]],
          s: ['utf8', ['\u{1F600}', '\uFFFD', null, '', 'a', 'a']],
        }),
      },
    ],
    options: {
      windows: [
        { name: 'least', function: 'min', column: 'x', frame: { rows: [-1, 0] } },
        { name: 'greatest', function: 'max', column: 'x', frame: { rows: [-1, 0] } },
        { name: 'text', function: 'max', column: 's', frame: { rows: [0, 1] } },
      ],
    },
    expect: {
      table: tableOf({
        x: ['float64', [0, -0, NaN, null, -1, 0]],
        s: ['utf8', ['\u{1F600}', '\uFFFD', null, '', 'a', 'a']],
        least: ['float64', [0, -0, -0, NaN, -1, -1]],
        greatest: ['float64', [0, 0, NaN, NaN, -1, 0]],
        text: ['utf8', ['\u{1F600}', '\uFFFD', '', 'a', 'a', 'a']],
      }),
    },
  },
  {
    name: 'moving sums leave nothing behind: each is the nearest to its own exact value',
    inputs: [{ kind: 'table', table: tableOf({ x: ['float64', hostile] }) }],
    options: {
      windows: [
        { name: 'three', function: 'sum', column: 'x', frame: { rows: [-2, 0] } },
        { name: 'mean', function: 'mean', column: 'x', frame: { rows: [-2, 0] } },
        { name: 'running', function: 'sum', column: 'x', frame: { rows: ['unbounded', 0] } },
      ],
    },
    expect: {
      table: tableOf({
        x: ['float64', hostile],
        three: ['float64', [1e308, Infinity, 1e308, 5e-324, -1e308, 0.30000000000000004, 0.6, -1e308, -1e308, -1e308]],
        mean: ['float64', [1e308, 1e308, 1e308 / 3, 0, -1e308 / 3, 0.1, 0.2, -1e308 / 3, -1e308 / 3, -1e308 / 3]],
        running: ['float64', [1e308, Infinity, 1e308, 1e308, 1e308, 1e308, 1e308, 0.6, 9007199254740992, 9007199254740994]],
      }),
    },
  },
  {
    name: 'infinities and NaN leave a frame again; -0 alone is -0',
    inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [Infinity, -Infinity, 1, NaN, -0, -0, null, null]] }) }],
    options: { windows: [{ name: 'sum', function: 'sum', column: 'x', frame: { rows: [-1, 0] } }] },
    expect: {
      table: tableOf({
        x: ['float64', [Infinity, -Infinity, 1, NaN, -0, -0, null, null]],
        sum: ['float64', [Infinity, NaN, -Infinity, NaN, NaN, -0, -0, null]],
      }),
    },
  },
  {
    name: 'spread, middle, different values, any, all, and rows where a condition is true',
    inputs: [
      {
        kind: 'table',
        table: tableOf({ x: ['int64', [1n, 3n, 3n, null, 9n]], p: ['bool', [true, true, false, null, true]] }),
      },
    ],
    options: {
      windows: [
        { name: 'var', function: 'var', column: 'x', frame: { rows: [-2, 0] } },
        { name: 'std', function: 'std', column: 'x', options: { ddof: 0 }, frame: { rows: [-1, 0] } },
        { name: 'median', function: 'median', column: 'x', frame: { rows: [-2, 0] } },
        { name: 'different', function: 'countDistinct', column: 'x', frame: { rows: [-2, 0] } },
        { name: 'any', function: 'any', column: 'p', frame: { rows: [0, 1] } },
        { name: 'all', function: 'all', column: 'p', frame: { rows: [0, 1] } },
        { name: 'some', function: 'sum', column: 'x', where: 'p', frame: every },
        { name: 'list', function: 'list', column: 'x', frame: { rows: [1, 2] } },
      ],
    },
    expect: {
      table: tableOf({
        x: ['int64', [1n, 3n, 3n, null, 9n]],
        p: ['bool', [true, true, false, null, true]],
        var: ['float64', [null, 2, 4 / 3, 0, 18]],
        std: ['float64', [0, 1, 0, 0, 0]],
        median: ['float64', [1, 2, 3, 3, 6]],
        different: ['int64', [1n, 2n, 2n, 1n, 2n], 'required'],
        any: ['bool', [true, true, null, true, true]],
        all: ['bool', [true, false, false, null, true]],
        some: ['int64', [13n, 13n, 13n, 13n, 13n]],
        list: [
          { id: 'list', item: { name: 'item', type: { id: 'int64' }, nullable: true } },
          [[3n, 3n], [3n, null], [null, 9n], [9n], []],
          'required',
        ],
      }),
    },
  },
  {
    name: 'an exponentially weighted mean: nulls are no values, but rows',
    inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [null, 1, 2, null, 4]] }) }],
    options: { windows: [{ name: 'mean', function: 'ewmMean', column: 'x', options: { alpha: 0.5 } }] },
    expect: {
      table: tableOf({
        x: ['float64', [null, 1, 2, null, 4]],
        mean: ['float64', [null, 1, (0.5 * 1 + 2) / 1.5, null, (0.375 * (2.5 / 1.5) + 4) / 1.375]],
      }),
    },
  },
  {
    name: 'decimals keep all digits, and a sum that leaves the range comes back',
    inputs: [
      { kind: 'table', table: tableOf({ m: [WIDE, [10n ** 38n - 1n, -1n, 5n]], i: ['int64', [1n, 2n ** 63n - 1n, 0n]] }) },
    ],
    options: {
      windows: [
        { name: 'sum', function: 'sum', column: 'm', frame: { rows: [0, 1] } },
        { name: 'whole', function: 'sum', column: 'i', frame: { rows: [0, 0] } },
        { name: 'mean', function: 'mean', column: 'i', frame: { rows: [-1, 0] } },
      ],
    },
    expect: {
      table: tableOf({
        m: [WIDE, [10n ** 38n - 1n, -1n, 5n]],
        i: ['int64', [1n, 2n ** 63n - 1n, 0n]],
        sum: [WIDE, [10n ** 38n - 2n, 4n, 5n]],
        whole: ['int64', [1n, 2n ** 63n - 1n, 0n]],
        mean: ['float64', [1, 2 ** 62, 2 ** 62]],
      }),
    },
  },
  {
    name: 'one frame whose total does not fit int64',
    inputs: [{ kind: 'table', table: tableOf({ i: ['int64', [1n, 2n ** 63n - 1n, 0n]] }) }],
    options: { windows: [{ name: 'sum', function: 'sum', column: 'i', frame: { rows: [-1, 0] } }] },
    expect: { error: 'INTEGER_OVERFLOW' },
  },
];
