import type { OperationCases } from '@parquetframe/core/engine';
import { rowsAsText } from '../../compare.js';
import { tableOf } from '../../values.js';
import { schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const five = tableOf({ x: ['int64', [1n, 2n, null, 4n, 5n]], s: ['utf8', ['a', null, 'ç', '', 'e']] }, [2, 0, 3]);

export const tableTailCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { count: 1 }, [
      ['a count below 0', { count: -1 }, 'INVALID_ARGUMENT'],
      ['a count that is not whole', { count: 1.5 }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'the end of the last batch',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 2 },
      expect: { table: tableOf({ x: ['int64', [4n, 5n]], s: ['utf8', ['', 'e']] }) },
    },
    {
      name: 'over batches',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 4 },
      expect: { table: tableOf({ x: ['int64', [2n, null, 4n, 5n]], s: ['utf8', [null, 'ç', '', 'e']] }) },
    },
    {
      name: 'zero rows',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 0 },
      expect: { table: tableOf({ x: ['int64', []], s: ['utf8', []] }) },
    },
    {
      name: 'more than there are',
      inputs: [{ kind: 'table', table: tableOf({ x: ['bool', [true, null, false]] }) }],
      options: { count: 100 },
      expect: { table: tableOf({ x: ['bool', [true, null, false]] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }, []) }],
      options: { count: 2 },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
  ],
  generate(random) {
    return {
      inputs: [{ kind: 'table', table: random.table(schemaFor(random)) }],
      options: { count: random.integer(0, 40) },
    };
  },
  chain: random => ({ count: random.integer(0, 20) }),
  laws: [
    {
      name: 'the result is the end of the input',
      check({ inputs: [input], options }, result) {
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const rows = rowsAsText(input.table);
        const expected = rows.slice(Math.max(0, rows.length - Number(options['count'])));
        const actual = rowsAsText(result.table);
        return expected.join('\n') === actual.join('\n')
          ? undefined
          : `(${actual.join('), (')}), expected (${expected.join('), (')})`;
      },
    },
  ],
};
