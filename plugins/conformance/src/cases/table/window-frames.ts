import type { DataType, OperationCase } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

const DAY: DataType = { id: 'date', unit: 'day' };
const MONEY: DataType = { id: 'decimal', precision: 12, scale: 2 };
const STAMP: DataType = { id: 'timestamp', unit: 'ms', timezone: null };

const days = { d: [DAY, [3, 1, 2, 2, 9, null]], x: ['int64', [30n, 10n, 20n, 21n, 90n, 7n]] } as const;
const halves = { v: ['float64', [NaN, 1.5, -0, 0, 1, null, Infinity]], x: ['int64', [1n, 2n, 4n, 8n, 16n, 32n, 64n]] } as const;

/** Frames of rows and of ranges. */
export const windowFrameCases: readonly OperationCase[] = [
  {
    name: 'without a frame an order takes all rows up to the peers, no order the whole partition',
    inputs: [{ kind: 'table', table: tableOf(days, [2, 0, 4]) }],
    options: {
      windows: [
        { name: 'running', function: 'sum', column: 'x', orderBy: [{ column: 'd' }] },
        { name: 'all', function: 'sum', column: 'x' },
      ],
    },
    expect: {
      table: tableOf({
        ...days,
        running: ['int64', [81n, 10n, 51n, 51n, 171n, 178n]],
        all: ['int64', [178n, 178n, 178n, 178n, 178n, 178n]],
      }),
    },
  },
  {
    name: 'frames of rows: behind, around, ahead, and beyond the ends',
    inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [1n, 2n, null, 8n]] }) }],
    options: {
      windows: [
        { name: 'behind', function: 'sum', column: 'x', frame: { rows: [-1, 'current'] } },
        { name: 'around', function: 'mean', column: 'x', frame: { rows: [-1, 1] } },
        { name: 'ahead', function: 'count', column: 'x', frame: { rows: [1, 2] } },
        { name: 'before', function: 'max', column: 'x', frame: { rows: ['unbounded', -1] } },
        { name: 'far', function: 'count', frame: { rows: [10, 20] } },
      ],
    },
    expect: {
      table: tableOf({
        x: ['int64', [1n, 2n, null, 8n]],
        behind: ['int64', [1n, 3n, 2n, 8n]],
        around: ['float64', [1.5, 1.5, 5, 8]],
        ahead: ['int64', [1n, 1n, 1n, 0n], 'required'],
        before: ['int64', [null, 1n, 2n, 2n]],
        far: ['int64', [0n, 0n, 0n, 0n], 'required'],
      }),
    },
  },
  {
    name: 'a range of days; a row without a day has its peers',
    inputs: [{ kind: 'table', table: tableOf(days) }],
    options: {
      windows: [
        { name: 'two', function: 'sum', column: 'x', orderBy: [{ column: 'd' }], frame: { range: ['-1d', 'current'] } },
        {
          name: 'down',
          function: 'sum',
          column: 'x',
          orderBy: [{ column: 'd', descending: true }],
          frame: { range: ['-24h', 0] },
        },
      ],
    },
    expect: {
      table: tableOf({
        ...days,
        two: ['int64', [71n, 10n, 51n, 51n, 90n, 7n]],
        down: ['int64', [30n, 51n, 71n, 71n, 90n, 7n]],
      }),
    },
  },
  {
    name: 'a range of floats: -0 is 0, NaN and null have their peers, infinity itself',
    inputs: [{ kind: 'table', table: tableOf(halves) }],
    options: {
      windows: [{ name: 'near', function: 'sum', column: 'x', orderBy: [{ column: 'v' }], frame: { range: [-0.5, 1] } }],
    },
    expect: { table: tableOf({ ...halves, near: ['int64', [1n, 18n, 28n, 28n, 18n, 32n, 64n]] }) },
  },
  {
    name: 'a range of decimals and of whole numbers at the ends of their type is exact',
    inputs: [
      {
        kind: 'table',
        table: tableOf({
          m: [MONEY, [100n, 125n, 126n, 999_999_999_999n]],
          i: ['int64', [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 63n - 2n, 0n]],
        }),
      },
    ],
    options: {
      windows: [
        { name: 'quarter', function: 'count', orderBy: [{ column: 'm' }], frame: { range: [-0.25, 0] } },
        { name: 'next', function: 'count', orderBy: [{ column: 'i' }], frame: { range: [0, 1] } },
      ],
    },
    expect: {
      table: tableOf({
        m: [MONEY, [100n, 125n, 126n, 999_999_999_999n]],
        i: ['int64', [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 63n - 2n, 0n]],
        quarter: ['int64', [1n, 2n, 2n, 1n], 'required'],
        next: ['int64', [1n, 1n, 2n, 1n], 'required'],
      }),
    },
  },
  {
    name: 'a range of timestamps, nulls first',
    inputs: [{ kind: 'table', table: tableOf({ t: [STAMP, [0n, 1500n, null, 5_400_000n, null]] }) }],
    options: {
      windows: [
        {
          name: 'n',
          function: 'count',
          orderBy: [{ column: 't', nulls: 'first' }],
          frame: { range: ['-1h30m', '1s500ms'] },
        },
        { name: 'up', function: 'count', orderBy: [{ column: 't', nulls: 'first' }], frame: { range: ['unbounded', '-1s'] } },
      ],
    },
    expect: {
      table: tableOf({
        t: [STAMP, [0n, 1500n, null, 5_400_000n, null]],
        n: ['int64', [2n, 2n, 2n, 3n, 2n], 'required'],
        up: ['int64', [2n, 3n, 2n, 4n, 2n], 'required'],
      }),
    },
  },
];
