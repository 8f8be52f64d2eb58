import type { OperationCases } from '@parquetframe/core/engine';
import { rowsAsText } from '../../compare.js';
import { tableOf } from '../../values.js';
import { schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const five = tableOf({ x: ['int64', [1n, 2n, null, 4n, 5n]], s: ['utf8', ['a', null, 'ç', '', 'e']] }, [2, 0, 3]);

export const tableLimitCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { count: 1 }, [
      ['a count below 0', { count: -1 }, 'INVALID_ARGUMENT'],
      ['a count that is not whole', { count: 1.5 }, 'INVALID_ARGUMENT'],
      ['an offset that is text', { offset: '1' }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'a prefix over batches',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 3 },
      expect: { table: tableOf({ x: ['int64', [1n, 2n, null]], s: ['utf8', ['a', null, 'ç']] }) },
    },
    {
      name: 'offset and count inside a later batch',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 2, offset: 3 },
      expect: { table: tableOf({ x: ['int64', [4n, 5n]], s: ['utf8', ['', 'e']] }) },
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
      options: { count: 100, offset: 1 },
      expect: { table: tableOf({ x: ['bool', [null, false]] }) },
    },
    {
      name: 'an offset beyond the end',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 2, offset: 9 },
      expect: { table: tableOf({ x: ['int64', []], s: ['utf8', []] }) },
    },
    {
      name: 'no rows of string views: empty buffers without an aligned address',
      inputs: [{ kind: 'table', table: tableOf({ v: ['utf8View', []] }) }],
      options: { count: 3 },
      expect: { table: tableOf({ v: ['utf8View', []] }) },
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
      options: { count: random.integer(0, 30), offset: random.boolean() ? 0 : random.integer(0, 30) },
    };
  },
  chain: random => ({ count: random.integer(0, 20), offset: random.boolean() ? 0 : random.integer(0, 5) }),
  laws: [
    {
      name: 'the result is the slice of the input',
      check({ inputs: [input], options }, result) {
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const offset = Number(options['offset'] ?? 0);
        const expected = rowsAsText(input.table).slice(offset, offset + Number(options['count']));
        const actual = rowsAsText(result.table);
        return expected.join('\n') === actual.join('\n')
          ? undefined
          : `(${actual.join('), (')}), expected (${expected.join('), (')})`;
      },
    },
  ],
};
