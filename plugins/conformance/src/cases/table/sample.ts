import type { OperationCases } from '@parquetframe/core/engine';
import { rowsAsText } from '../../compare.js';
import { tableOf } from '../../values.js';
import { schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

/** The first numbers from seed 0 are e220…, 6e78…, 06c4…, f88b…, 1b39…: in order of size rows 2, 4, 1, 0, 3. */
const five = tableOf({ x: ['int64', [0n, 1n, null, 3n, 4n]], s: ['utf8', ['a', null, 'ç', '', 'e']] }, [2, 0, 3]);

export const tableSampleCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { count: 1 }, [
      ['both a count and a fraction', { fraction: 0.5 }, 'INVALID_ARGUMENT'],
      ['a count below 0', { count: -1 }, 'INVALID_ARGUMENT'],
      ['a seed that is not whole', { seed: 0.5 }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'refused: neither a count nor a fraction',
      inputs: [REFUSED_TABLE],
      options: {},
      expect: { error: 'INVALID_ARGUMENT' },
    },
    {
      name: 'refused: more than all',
      inputs: [REFUSED_TABLE],
      options: { fraction: 1.5 },
      expect: { error: 'INVALID_ARGUMENT' },
    },
    {
      name: 'the rows with the smallest numbers, in their order',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 3 },
      expect: { table: tableOf({ x: ['int64', [1n, null, 4n]], s: ['utf8', [null, 'ç', 'e']] }) },
    },
    {
      name: 'a fraction is rounded down',
      inputs: [{ kind: 'table', table: five }],
      options: { fraction: 0.5 },
      expect: { table: tableOf({ x: ['int64', [null, 4n]], s: ['utf8', ['ç', 'e']] }) },
    },
    {
      name: 'a fraction of all',
      inputs: [{ kind: 'table', table: five }],
      options: { fraction: 1, seed: 7 },
      expect: { table: five },
    },
    {
      name: 'more than there are',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 6 },
      expect: { table: five },
    },
    {
      name: 'none',
      inputs: [{ kind: 'table', table: five }],
      options: { count: 0 },
      expect: { table: tableOf({ x: ['int64', []], s: ['utf8', []] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }, []) }],
      options: { count: 2 },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
  ],
  generate(random) {
    const size = random.boolean() ? { count: random.integer(0, 30) } : { fraction: random.integer(0, 100) / 100 };
    return {
      inputs: [{ kind: 'table', table: random.table(schemaFor(random)) }],
      options: { ...size, seed: random.boolean() ? random.integer(0, 1000) : random.integer(0, 2 ** 50) },
    };
  },
  chain: random => ({ count: random.integer(0, 20), seed: random.integer(0, 9) }),
  laws: [
    {
      name: 'the result is as many rows of the input as were asked for, in their order',
      check({ inputs: [input], options }, result) {
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const rows = rowsAsText(input.table);
        const { count, fraction } = options;
        const wanted = count === undefined ? Math.floor(Number(fraction) * rows.length) : Math.min(Number(count), rows.length);
        const actual = rowsAsText(result.table);
        if (actual.length !== wanted) return `${String(actual.length)} rows, expected ${String(wanted)}`;
        let at = 0;
        for (const row of actual) {
          at = rows.indexOf(row, at) + 1;
          if (at === 0) return `(${row}) is not in its place`;
        }
        return undefined;
      },
    },
  ],
};
