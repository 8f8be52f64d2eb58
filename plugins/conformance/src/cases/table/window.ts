import { WINDOW_FUNCTIONS } from '@parquetframe/core/engine';
import type {
  AggregateFunction,
  CaseRandom,
  OperationCases,
  OperationOptions,
  Schema,
  WindowFunction,
} from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { resultName } from '../names.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';
import { comparable, schemaFor } from '../schemas.js';
import { wildFloats } from './float-totals.js';
import { AGGREGATES } from './random-aggregation.js';
import { oneWindow, randomWindow } from './random-window.js';
import { windowFrameCases } from './window-frames.js';
import { windowFunctionCases } from './window-functions.js';

const one = (window: OperationOptions): OperationOptions => ({ windows: [{ name: 'w', ...window }] });
const byX = [{ column: 'x' }];

export const tableWindowCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], one({ function: 'rowNumber' }), [
      ['no window', { windows: [] }, 'INVALID_ARGUMENT'],
      ['a function that there is not', one({ function: 'rowNumbers' }), 'INVALID_ARGUMENT'],
      ['a partition that there is not', one({ function: 'rowNumber', partitionBy: ['q'] }), 'COLUMN_NOT_FOUND'],
      ['a partition twice', one({ function: 'rowNumber', partitionBy: ['x', 'x'] }), 'INVALID_ARGUMENT'],
      ['an order that there is not', one({ function: 'rowNumber', orderBy: [{ column: 'q' }] }), 'COLUMN_NOT_FOUND'],
      ['a column of a name that there is', { windows: [{ name: 'x', function: 'rowNumber' }] }, 'DUPLICATE_COLUMN'],
      ['a rank without an order', one({ function: 'rank' }), 'INVALID_ARGUMENT'],
      ['a rank of a column', one({ function: 'rank', column: 'x', orderBy: byX }), 'INVALID_ARGUMENT'],
      ['no part', one({ function: 'ntile', options: { n: 0 } }), 'INVALID_ARGUMENT'],
      ['parts without a number', one({ function: 'ntile' }), 'INVALID_ARGUMENT'],
      ['an nth value before the first', one({ function: 'nthValue', column: 'x', options: { n: 0 } }), 'INVALID_ARGUMENT'],
      ['a distance that is not whole', one({ function: 'lag', column: 'x', options: { offset: 0.5 } }), 'INVALID_ARGUMENT'],
      ['a value of another type', one({ function: 'lag', column: 'x', second: 's' }), 'TYPE_MISMATCH'],
      ['a weight of nothing', one({ function: 'ewmMean', column: 'x', options: { alpha: 0 } }), 'INVALID_ARGUMENT'],
      ['a weighted mean of text', one({ function: 'ewmMean', column: 's', options: { alpha: 1 } }), 'TYPE_MISMATCH'],
      ['a sum of text', one({ function: 'sum', column: 's' }), 'TYPE_MISMATCH'],
      ['a frame for a rank', one({ function: 'rank', orderBy: byX, frame: { rows: [0, 0] } }), 'INVALID_ARGUMENT'],
      ['a condition for a rank', one({ function: 'rank', orderBy: byX, where: 'p' }), 'INVALID_ARGUMENT'],
      ['a frame that begins after its end', one({ function: 'count', frame: { rows: [1, -1] } }), 'INVALID_ARGUMENT'],
      [
        'a range that begins after its end',
        one({ function: 'count', orderBy: byX, frame: { range: [1, 'current'] } }),
        'INVALID_ARGUMENT',
      ],
      ['half a row', one({ function: 'count', frame: { rows: [-0.5, 0] } }), 'INVALID_ARGUMENT'],
      ['a frame of neither', one({ function: 'count', frame: { peers: [0, 0] } }), 'INVALID_ARGUMENT'],
      ['a frame of both', one({ function: 'count', frame: { rows: [0, 0], range: [0, 0] } }), 'INVALID_ARGUMENT'],
      ['a range without an order', one({ function: 'count', frame: { range: [-1, 0] } }), 'INVALID_ARGUMENT'],
      [
        'a range by two keys',
        one({ function: 'count', orderBy: [...byX, { column: 's' }], frame: { range: [-1, 0] } }),
        'INVALID_ARGUMENT',
      ],
      ['a range of texts', one({ function: 'count', orderBy: [{ column: 's' }], frame: { range: [-1, 0] } }), 'TYPE_MISMATCH'],
      [
        'a range of days between numbers',
        one({ function: 'count', orderBy: byX, frame: { range: ['-1d', 0] } }),
        'TYPE_MISMATCH',
      ],
      ['half of a whole number', one({ function: 'count', orderBy: byX, frame: { range: [-0.5, 0] } }), 'TYPE_MISMATCH'],
    ]),
    ...windowFunctionCases,
    ...windowFrameCases,
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []], p: ['bool', []] }, []) }],
      options: {
        windows: [
          { name: 'n', function: 'rowNumber' },
          { name: 'sum', function: 'sum', column: 'x', partitionBy: ['p'], orderBy: byX },
          { name: 'median', function: 'median', column: 'x' },
          { name: 'any', function: 'any', column: 'p' },
          { name: 'before', function: 'lag', column: 'x' },
        ],
      },
      expect: {
        table: tableOf({
          x: ['int64', []],
          p: ['bool', []],
          n: ['int64', [], 'required'],
          sum: ['int64', []],
          median: ['float64', []],
          any: ['bool', []],
          before: ['int64', []],
        }),
      },
    },
    {
      name: 'NaN is one partition, and -0 is in that of 0',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [-0, NaN, 0, NaN, null]] }, [2, 3]) }],
      options: { windows: [{ name: 'n', function: 'count', partitionBy: ['x'] }] },
      expect: {
        table: tableOf({ x: ['float64', [-0, NaN, 0, NaN, null]], n: ['int64', [2n, 2n, 2n, 2n, 1n], 'required'] }),
      },
    },
  ],
  generate(random) {
    if (random.integer(0, 3) === 0) {
      const floats = (['sum', 'mean', 'min', 'max', 'var'] as const).map(f => ({
        ...randomFrame(random),
        name: f,
        function: f,
        column: 'x',
      }));
      return { inputs: [{ kind: 'table', table: wildFloats(random) }], options: { windows: floats } };
    }
    const schema = schemaFor(random);
    return {
      inputs: [{ kind: 'table', table: random.table(schema, { maxRows: 32 }) }],
      options: windowOptions(random, comparable(schema), 'y'),
    };
  },
  functions: Object.fromEntries(
    [...Object.keys(WINDOW_FUNCTIONS), ...AGGREGATES].map(f => [
      f,
      random => {
        const { schema, window } = oneWindow(random, f as WindowFunction | AggregateFunction);
        return { inputs: [{ kind: 'table', table: random.table(schema, { maxRows: 32 }) }], options: { windows: [window] } };
      },
    ]),
  ),
  chain(random, schema) {
    const fields = comparable(schema);
    const prefix = ['y', 'z', 'w'].find(each => !schema.some(f => f.name.startsWith(each)));
    return fields.length === 0 || prefix === undefined ? undefined : windowOptions(random, fields, prefix);
  },
  laws: [
    {
      name: 'rows and columns of the input stay as they are',
      check({ inputs: [input] }, result) {
        if (input?.kind !== 'table' || result.kind !== 'table') return 'the result is not a table';
        for (const { name } of input.table.schema) {
          const [before, after] = [columnValues(input.table, name), columnValues(result.table, name)];
          if (before.map(formatValue).join() !== after.map(formatValue).join()) return `the column ${name} has other values`;
        }
        return undefined;
      },
    },
    {
      name: 'a window of the whole table is the aggregate of the table',
      async check({ inputs: [input] }, _result, { again, reference }) {
        if (input?.kind !== 'table' || input.table.length === 0) return undefined;
        const counted = [{ name: 'rows of all', function: 'count', column: null }];
        const windows = await again([input], { windows: counted });
        const aggregate = await reference('table.aggregate', [input], { keys: [], aggregates: counted });
        if (windows?.kind !== 'table' || aggregate.kind !== 'table') return undefined;
        const [all] = columnValues(aggregate.table, 'rows of all');
        return columnValues(windows.table, 'rows of all').every(value => value === all)
          ? undefined
          : `not all rows have ${String(all)}`;
      },
    },
  ],
  large: () => ({
    inputs: [{ kind: 'table', table: largeTable() }],
    options: {
      windows: [
        { name: 'rank', function: 'rank', partitionBy: ['key'], orderBy: [{ column: 'y' }] },
        {
          name: 'average',
          function: 'mean',
          column: 'x',
          partitionBy: ['key'],
          orderBy: [{ column: 'y' }],
          frame: { rows: [-9, 0] },
        },
      ],
    },
  }),
};

const randomFrame = (random: CaseRandom): OperationOptions => ({
  partitionBy: random.boolean() ? ['k'] : [],
  frame: { rows: [-random.integer(0, 4), random.boolean() ? random.integer(0, 3) : 'unbounded'] },
});

function windowOptions(random: CaseRandom, fields: Schema, prefix: string): OperationOptions {
  const count = random.integer(1, 3);
  return {
    windows: Array.from({ length: count }, (_, index) => randomWindow(random, fields, resultName(random, `${prefix}${index}`))),
  };
}
