import type { OperationCases } from '@parquetframe/core/engine';
import { rowsAsText } from '../../compare.js';
import { tableOf } from '../../values.js';
import { schemaFor } from '../schemas.js';
import { REFUSED_EDGES, REFUSED_TABLE, refusedCases } from '../refused.js';

const numbers = tableOf({ x: ['int64', [1n, null, 3n]] }, [1, 0, 2]);
const texts = tableOf({ s: ['utf8', ['a', 'ç', null]], b: ['bool', [true, null, false]] }, [2, 1]);
const short = tableOf({ y: ['float64', [NaN], 'required'] });
const none = tableOf({ z: ['utf8', []] }, []);

export const tableBesideCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE, REFUSED_EDGES], {}, [['another value of missing', { missing: 'drop' }, 'INVALID_ARGUMENT']]),
    {
      name: 'row by row, however they are cut into batches',
      inputs: [numbers, texts].map(table => ({ kind: 'table', table })),
      options: {},
      expect: {
        table: tableOf({ x: ['int64', [1n, null, 3n]], s: ['utf8', ['a', 'ç', null]], b: ['bool', [true, null, false]] }),
      },
    },
    {
      name: 'one column name twice',
      inputs: [numbers, numbers].map(table => ({ kind: 'table', table })),
      options: {},
      expect: { error: 'DUPLICATE_COLUMN' },
    },
    {
      name: 'a table that is shorter',
      inputs: [numbers, short].map(table => ({ kind: 'table', table })),
      options: {},
      expect: { error: 'LENGTH_MISMATCH' },
    },
    {
      name: 'a table that is longer',
      inputs: [none, short].map(table => ({ kind: 'table', table })),
      options: { missing: 'error' },
      expect: { error: 'LENGTH_MISMATCH' },
    },
    {
      name: 'nulls in the place of rows that are missing',
      inputs: [short, numbers, none].map(table => ({ kind: 'table', table })),
      options: { missing: 'null' },
      expect: {
        table: tableOf({ y: ['float64', [NaN, null, null]], x: ['int64', [1n, null, 3n]], z: ['utf8', [null, null, null]] }),
      },
    },
  ],
  generate(random) {
    const rename = (name: string, index: number): string => `${name} ${String(index)}`;
    const tables = Array.from({ length: random.integer(1, 3) }, (_, index) => {
      const table = random.table(schemaFor(random));
      return { ...table, schema: table.schema.map(field => ({ ...field, name: rename(field.name, index) })) };
    });
    return { inputs: tables.map(table => ({ kind: 'table', table })), options: { missing: 'null' } };
  },
  // Plans where both have a column of one name are refused, and not grown.
  chain: () => ({ missing: 'null' }),
  laws: [
    {
      name: 'there are as many rows as in the longest input',
      check({ inputs }, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const longest = Math.max(...inputs.map(input => (input.kind === 'table' ? input.table.length : 0)));
        const rows = rowsAsText(result.table).length;
        return rows === longest ? undefined : `${String(rows)} rows, expected ${String(longest)}`;
      },
    },
  ],
};
