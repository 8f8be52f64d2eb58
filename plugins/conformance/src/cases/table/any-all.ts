import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

const BOTH = [
  { name: 'any', function: 'any', column: 'p' },
  { name: 'all', function: 'all', column: 'p' },
] as const;

export const anyAllCases: readonly OperationCase[] = [
  {
    name: 'any and all follow three-valued logic',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          {
            k: ['int8', [1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 6]],
            p: ['bool', [true, true, false, false, true, false, null, true, null, false, true]],
          },
          [3, 4, 4],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: BOTH },
    expect: {
      table: tableOf({
        k: ['int8', [1, 2, 3, 4, 5, 6]],
        any: ['bool', [true, false, true, null, true, true]],
        all: ['bool', [true, false, false, null, true, false]],
      }),
    },
  },
  {
    name: 'any with a null and no true is null, all with a null and no false is null',
    inputs: [{ kind: 'table', table: tableOf({ k: ['int8', [1, 1, 2, 2]], p: ['bool', [false, null, true, null]] }) }],
    options: { keys: ['k'], aggregates: BOTH },
    expect: { table: tableOf({ k: ['int8', [1, 2]], any: ['bool', [null, true]], all: ['bool', [false, null]] }) },
  },
  {
    name: 'any of nothing is false, all of nothing is true',
    inputs: [{ kind: 'table', table: tableOf({ p: ['bool', []] }) }],
    options: { aggregates: BOTH },
    expect: { table: tableOf({ any: ['bool', [false]], all: ['bool', [true]] }) },
  },
];
