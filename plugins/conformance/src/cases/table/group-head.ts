import type { OperationCases } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { comparable, schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const six = tableOf({ k: ['utf8', ['b', 'a', 'b', null, 'b', null]], x: ['int64', [1n, 2n, 3n, 4n, 5n, null]] }, [2, 0, 4]);

export const tableGroupHeadCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { keys: ['x'], count: 1 }, [
      ['a column that there is not', { keys: ['q'] }, 'COLUMN_NOT_FOUND'],
      ['a key twice', { keys: ['x', 'x'] }, 'DUPLICATE_COLUMN'],
      ['a count below 0', { count: -1 }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'two of each, over batches; nulls are a group',
      inputs: [{ kind: 'table', table: six }],
      options: { keys: ['k'], count: 2 },
      expect: { table: tableOf({ k: ['utf8', ['b', 'a', 'b', null, null]], x: ['int64', [1n, 2n, 3n, 4n, null]] }) },
    },
    {
      name: 'without keys all rows are one group',
      inputs: [{ kind: 'table', table: six }],
      options: { keys: [], count: 2 },
      expect: { table: tableOf({ k: ['utf8', ['b', 'a']], x: ['int64', [1n, 2n]] }) },
    },
    {
      name: 'none of each',
      inputs: [{ kind: 'table', table: six }],
      options: { keys: ['k', 'x'], count: 0 },
      expect: { table: tableOf({ k: ['utf8', []], x: ['int64', []] }) },
    },
    {
      name: 'NaN is one value, -0 is that of 0, and values stay as they are',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [-0, NaN, 0, NaN, 1]] }) }],
      options: { keys: ['x'], count: 1 },
      expect: { table: tableOf({ x: ['float64', [-0, NaN, 1]] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }, []) }],
      options: { keys: ['x'], count: 3 },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
  ],
  generate(random) {
    const schema = schemaFor(random);
    const keys = comparable(schema).map(field => field.name);
    return {
      inputs: [{ kind: 'table', table: random.table(schema) }],
      options: { keys: keys.slice(0, random.integer(0, 2)), count: random.integer(0, 4) },
    };
  },
  chain(random, schema) {
    const [first] = comparable(schema);
    return first === undefined ? undefined : { keys: [first.name], count: random.integer(1, 5) };
  },
  laws: [
    {
      name: 'no group has more rows than asked for',
      check({ options }, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const { table } = result;
        const keys = (options['keys'] as readonly string[]).map(name => columnValues(table, name));
        const rows = new Map<string, number>();
        for (let row = 0; row < table.length; row++) {
          const key = keys.map(values => formatValue(values[row])).join(', ');
          rows.set(key, (rows.get(key) ?? 0) + 1);
        }
        const most = Math.max(0, ...rows.values());
        return most <= Number(options['count']) ? undefined : `a group has ${String(most)} rows`;
      },
    },
  ],
};
