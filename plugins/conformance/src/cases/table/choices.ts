import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

type Value = string | number | bigint | boolean | null;

/** One aggregate of a table, in one batch and one row per batch. */
const chosen = (
  name: string,
  columns: { readonly x: LiteralColumn; readonly y?: LiteralColumn },
  functions: readonly string[],
  expected: readonly Value[],
): readonly OperationCase[] =>
  [undefined, columns.x[1].map(() => 1)].map(batches => ({
    name: `${functions.join(' and ')}: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf(columns, batches) }],
    options: {
      aggregates: functions.map(f => ({ name: f, function: f, column: 'x', ...(columns.y ? { second: 'y' } : {}) })),
    },
    expect: { table: tableOf(Object.fromEntries(functions.map((f, i) => [f, [columns.x[0], [expected[i] ?? null]] as const]))) },
  }));

const ARGS = ['argMin', 'argMax'] as const;
const NAN = Number.NaN;
const TEXTS = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false } as const;

export const choiceCases: readonly OperationCase[] = [
  ...chosen('of several the first to appear', { x: ['utf8', ['b', 'a', null, 'a', 'b', null, null]] }, ['mode'], ['b']),
  ...chosen('the most frequent', { x: ['int64', [2n ** 60n, 1n, 5n, 1n]] }, ['mode'], [1n]),
  ...chosen('of nulls', { x: ['int32', [null, null]] }, ['mode'], [null]),
  ...chosen('NaN is one value', { x: ['float64', [1, NAN, 2, NAN]] }, ['mode'], [NAN]),
  ...chosen('-0 and 0 are one, shown as 0', { x: ['float64', [1, -0, 0]] }, ['mode'], [0]),
  ...chosen('bools', { x: ['bool', [true, false, false]] }, ['mode'], [false]),
  ...chosen(
    'decimals',
    { x: [{ id: 'decimal', precision: 38, scale: 1 }, [10n ** 37n, 5n, 10n ** 37n]] },
    ['mode'],
    [10n ** 37n],
  ),
  ...chosen('entries of a dictionary', { x: [TEXTS, ['a', 'b', 'b']] }, ['mode'], ['b']),
  ...chosen('ties go to the first row', { x: ['utf8', ['a', 'b', 'c', 'd']], y: ['int32', [1, 1, 2, 2]] }, ARGS, ['a', 'c']),
  ...chosen('the value may be null', { x: ['utf8', [null, 'b', null]], y: ['int32', [1, 2, 3]] }, ARGS, [null, null]),
  ...chosen('rows without the other do not count', { x: ['utf8', ['a', 'b', 'c']], y: ['int32', [null, 2, null]] }, ARGS, [
    'b',
    'b',
  ]),
  ...chosen('none at all', { x: ['utf8', ['a', 'b']], y: ['float64', [null, null]] }, ARGS, [null, null]),
  ...chosen('of nothing', { x: ['int8', []], y: ['utf8', []] }, ARGS, [null, null]),
  ...chosen('NaN is the greatest', { x: ['int8', [1, 2, 3, 4]], y: ['float64', [5, NAN, 4, NAN]] }, ARGS, [3, 2]),
  ...chosen('NaN alone', { x: ['int8', [1, 2]], y: ['float32', [NAN, NAN]] }, ARGS, [1, 1]),
  ...chosen('-0 comes before 0', { x: ['int8', [1, 2, 3]], y: ['float64', [0, -0, 0]] }, ARGS, [2, 1]),
  ...chosen(
    'integers beyond 2^53',
    { x: ['int8', [1, 2, 3]], y: ['int64', [2n ** 53n + 1n, 2n ** 53n, 2n ** 53n + 2n]] },
    ARGS,
    [2, 3],
  ),
  ...chosen(
    'small and large integers',
    { x: ['int8', [1, 2, 3]], y: ['int64', [5n, -(2n ** 63n), 2n ** 63n - 1n]] },
    ARGS,
    [2, 3],
  ),
  ...chosen(
    'decimals',
    { x: ['bool', [true, false]], y: [{ id: 'decimal', precision: 38, scale: 0 }, [10n ** 37n, -(10n ** 37n)]] },
    ARGS,
    [false, true],
  ),
  ...chosen('zeros of one sign: the first', { x: ['int64', [1n, 2n]], y: ['float64', [-0, -0]] }, ARGS, [1n, 1n]),
  ...chosen('zeros of both signs', { x: ['int64', [1n, 2n, 3n, 4n]], y: ['float64', [0, -0, -0, 0]] }, ARGS, [2n, 1n]),
  ...chosen('texts by bytes', { x: ['int64', [1n, 2n, 3n]], y: ['utf8', ['\uFFFD', '\u{1F600}', 'a']] }, ARGS, [3n, 2n]),
  ...chosen('bools', { x: ['utf8', ['a', 'b', 'c']], y: ['bool', [true, false, true]] }, ARGS, ['b', 'a']),
  ...chosen('dates', { x: ['utf8', ['a', 'b']], y: [{ id: 'date', unit: 'day' }, [5, -5]] }, ARGS, ['b', 'a']),
  ...chosen('entries of dictionaries', { x: [TEXTS, ['p', 'q']], y: [TEXTS, ['z', 'y']] }, ARGS, ['q', 'p']),
  {
    name: 'mode and argMin per group over batches, of some rows',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          {
            k: ['utf8', ['a', 'b', 'a', 'b', 'a', 'b', 'c']],
            x: ['utf8', ['x', 'y', 'z', 'y', 'z', 'w', 'v']],
            y: ['int16', [3, 2, 1, 1, 1, 9, 0]],
            p: ['bool', [true, true, true, true, true, false, false]],
          },
          [2, 3, 2],
        ),
      },
    ],
    options: {
      keys: ['k'],
      aggregates: [
        { name: 'mode', function: 'mode', column: 'x', where: 'p' },
        { name: 'least', function: 'argMin', column: 'x', second: 'y', where: 'p' },
        { name: 'most', function: 'argMax', column: 'x', second: 'y', where: 'p' },
      ],
    },
    expect: {
      table: tableOf({
        k: ['utf8', ['a', 'b', 'c']],
        mode: ['utf8', ['z', 'y', null]],
        least: ['utf8', ['z', 'y', null]],
        most: ['utf8', ['x', 'y', null]],
      }),
    },
  },
];
