import type { OperationCases } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { tableOf } from '../../values.js';
import { schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const three = tableOf({ x: ['int64', [5n, null, 7n]], s: ['utf8', ['a', null, 'ç']] }, [1, 0, 2]);

export const tableWithRowIndexCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], {}, [
      ['a name that is taken', { name: 'x' }, 'DUPLICATE_COLUMN'],
      ['no name', { name: '' }, 'INVALID_ARGUMENT'],
      ['an offset below 0', { offset: -1 }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'over batches',
      inputs: [{ kind: 'table', table: three }],
      options: {},
      expect: {
        table: tableOf({
          index: ['int64', [0n, 1n, 2n], 'required'],
          x: ['int64', [5n, null, 7n]],
          s: ['utf8', ['a', null, 'ç']],
        }),
      },
    },
    {
      name: 'from an offset that no double tells from the next',
      inputs: [{ kind: 'table', table: three }],
      options: { name: 'row number', offset: Number.MAX_SAFE_INTEGER },
      expect: {
        table: tableOf({
          'row number': ['int64', [9007199254740991n, 9007199254740992n, 9007199254740993n], 'required'],
          x: ['int64', [5n, null, 7n]],
          s: ['utf8', ['a', null, 'ç']],
        }),
      },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['bool', []] }, []) }],
      options: {},
      expect: { table: tableOf({ index: ['int64', [], 'required'], x: ['bool', []] }) },
    },
  ],
  generate(random) {
    const schema = schemaFor(random);
    return {
      inputs: [{ kind: 'table', table: random.table(schema) }],
      options: { name: 'row index', ...(random.boolean() ? {} : { offset: random.integer(0, 1000) }) },
    };
  },
  chain: (random, schema) =>
    schema.some(field => field.name === 'row index') ? undefined : { name: 'row index', offset: random.integer(0, 9) },
  laws: [
    {
      name: 'the numbers go up by one',
      check({ options }, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const { table } = result;
        const first = BigInt(Number(options['offset'] ?? 0));
        const numbers = columnValues(table, table.schema[0]?.name ?? '');
        const wrong = Array.from(numbers).findIndex((value, row) => value !== first + BigInt(row));
        return wrong < 0 ? undefined : `row ${String(wrong)} has the number ${String(numbers[wrong])}`;
      },
    },
  ],
};
