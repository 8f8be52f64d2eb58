import {
  columnReader,
  compareValues,
  concatBatches,
  type CaseRandom,
  type OperationCases,
  type PreparedCase,
  type Schema,
  type SortKey,
  type TableData,
} from '@parquetframe/core/engine';
import { rowsAsText } from '../../compare.js';
import { tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { comparable, schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const sortKeys = (random: CaseRandom, fields: Schema): readonly SortKey[] =>
  Array.from({ length: random.integer(1, 2) }, () => ({
    column: random.pick(fields).name,
    descending: random.boolean(),
    nulls: random.pick(['first', 'last'] as const),
  }));
const position = (length: number): readonly number[] => Array.from({ length }, (_, row) => row);

export const tableSortCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { keys: [{ column: 'x' }] }, [
      ['no keys', { keys: [] }, 'INVALID_ARGUMENT'],
      ['a column that there is not', { keys: [{ column: 'X' }] }, 'COLUMN_NOT_FOUND'],
    ]),
    {
      name: 'NaN is after all numbers, nulls are last, -0 and 0 tie and keep their order',
      inputs: [
        {
          kind: 'table',
          table: tableOf({ x: ['float64', [Number.NaN, 0, null, -0, -Infinity, Infinity, 0]], row: ['int32', position(7)] }),
        },
      ],
      options: { keys: [{ column: 'x' }] },
      expect: {
        table: tableOf({
          x: ['float64', [-Infinity, 0, -0, 0, Infinity, Number.NaN, null]],
          row: ['int32', [4, 1, 3, 6, 5, 0, 2]],
        }),
      },
    },
    {
      name: 'descending: NaN first, nulls still last, ties keep their order',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [1, null, Number.NaN, 2, 1]], row: ['int32', position(5)] }) }],
      options: { keys: [{ column: 'x', descending: true }] },
      expect: { table: tableOf({ x: ['float64', [Number.NaN, 2, 1, 1, null]], row: ['int32', [2, 3, 0, 4, 1]] }) },
    },
    {
      name: 'nulls first when asked, whatever the direction',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n, null, 1n]] }) }],
      options: { keys: [{ column: 'x', descending: true, nulls: 'first' }] },
      expect: { table: tableOf({ x: ['int64', [null, 2n, 1n]] }) },
    },
    {
      name: 'strings by UTF-8 bytes',
      inputs: [{ kind: 'table', table: tableOf({ s: ['utf8', ['\u{1F600}', '\uFFFD', 'b', 'B', '', 'é', null]] }) }],
      options: { keys: [{ column: 's' }] },
      expect: { table: tableOf({ s: ['utf8', ['', 'B', 'b', 'é', '\uFFFD', '\u{1F600}', null]] }) },
    },
    {
      name: 'int64 extremes, beyond 2^53',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n ** 53n + 1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)]] }) }],
      options: { keys: [{ column: 'x' }] },
      expect: { table: tableOf({ x: ['int64', [-(2n ** 63n), 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n]] }) },
    },
    {
      name: 'uint64 is unsigned',
      inputs: [{ kind: 'table', table: tableOf({ x: ['uint64', [2n ** 64n - 1n, 0n, 2n ** 63n]] }) }],
      options: { keys: [{ column: 'x' }] },
      expect: { table: tableOf({ x: ['uint64', [0n, 2n ** 63n, 2n ** 64n - 1n]] }) },
    },
    {
      name: 'ties by the second key',
      inputs: [{ kind: 'table', table: tableOf({ p: ['bool', [true, false, true, null]], x: ['int32', [1, 5, 2, 0]] }, [1, 3]) }],
      options: { keys: [{ column: 'p' }, { column: 'x', descending: true }] },
      expect: { table: tableOf({ p: ['bool', [false, true, true, null]], x: ['int32', [5, 2, 1, 0]] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }) }],
      options: { keys: [{ column: 'x' }] },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
  ],
  generate(random) {
    const schema = schemaFor(random);
    return { inputs: [{ kind: 'table', table: random.table(schema) }], options: { keys: sortKeys(random, comparable(schema)) } };
  },
  chain(random, schema) {
    const fields = comparable(schema);
    return fields.length === 0 ? undefined : { keys: sortKeys(random, fields) };
  },
  laws: [
    {
      name: 'sorting is a permutation of the rows',
      check({ inputs: [input] }, result) {
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const [before, after] = [rowsAsText(input.table).sort(), rowsAsText(result.table).sort()];
        return before.join('\n') === after.join('\n') ? undefined : 'the rows are not those of the input';
      },
    },
    {
      name: 'every row is at most its next',
      check: (prepared, result) => (result.kind === 'table' ? disorder(prepared, result.table) : 'no table'),
    },
  ],
  large: () => ({ inputs: [{ kind: 'table', table: largeTable() }], options: { keys: [{ column: 'x' }, { column: 'y' }] } }),
};

function disorder({ options }: PreparedCase, table: TableData): string | undefined {
  const { columns } = concatBatches(table.schema, table.batches);
  const keys = (options['keys'] as readonly (Partial<SortKey> & { column: string })[]).map(key => {
    const index = table.schema.findIndex(f => f.name === key.column);
    const [type, data] = [table.schema[index]?.type, columns[index]];
    if (!type || !data) throw new TypeError(`there is no column ${key.column}`);
    return { ...key, type, reader: columnReader(type, data) };
  });
  for (let row = 1; row < table.length; row++) {
    for (const { column, type, reader, descending = false, nulls = 'last' } of keys) {
      const [a, b] = [reader.get(row - 1), reader.get(row)];
      let order: number;
      if (a === null || b === null) order = a === b ? 0 : (a === null) === (nulls === 'first') ? -1 : 1;
      else order = compareValues(type, a, b) * (descending ? -1 : 1);
      if (order < 0) break;
      if (order > 0) return `rows ${row - 1} and ${row} are out of order in ${column}`;
    }
  }
  return undefined;
}
