import { fieldOf } from '../../data/field.js';
import { familyOf, formatType } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import { tableInput, type Bound, type OperationDefinition } from '../operation.js';
import { hasOnly, isName, listOption } from '../option.js';
import { copiesFirst } from '../traits.js';

export type SortKey = { readonly column: string; readonly descending: boolean; readonly nulls: 'first' | 'last' };
export const sortKeysOf = (step: Bound): readonly SortKey[] => (step.binding['keys'] ?? []) as readonly SortKey[];

export const tableSort: OperationDefinition = {
  name: 'table.sort',
  revision: 1,
  summary: 'Rows in the order of one or more key columns.',
  meaning:
    'All rows, ordered by the first key, ties by the next; rows equal in all keys keep their input order (stable). Nulls come last unless `nulls: "first"`, whatever the direction. ' +
    'Numbers by value with NaN after all others (before, when descending) and -0 equal to 0; strings and binary by bytes; false before true; instants by time.',
  source: 'SQL:2016 ORDER BY',
  inputs: ['table'],
  options: {
    keys: listOption(
      { placement: 'binding', description: 'Column, direction and place of nulls of each key.', required: true },
      'a non-empty array of { column, descending, nulls }',
      v =>
        hasOnly(v, {
          column: isName,
          descending: value => value === undefined || typeof value === 'boolean',
          nulls: value => value === undefined || value === 'first' || value === 'last',
        }),
    ),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs) {
    const input = tableInput('table.sort', inputs, 0);
    const keys = (options['keys'] as readonly (Partial<SortKey> & { column: string })[]).map(
      ({ column, descending = false, nulls = 'last' }) => {
        const { type } = fieldOf(input.schema, column);
        if (familyOf(type) === 'nested')
          throw new ParquetFrameError('TYPE_MISMATCH', `sort cannot order ${JSON.stringify(column)} of type ${formatType(type)}`);
        return { column, descending, nulls };
      },
    );
    return { binding: { keys: keys }, arguments: {}, output: input };
  },
  sizes: ([table]) => table ?? {},
  work: ([table]) => (table?.['rows'] ?? 1e5) * Math.log2(2 + (table?.['rows'] ?? 1e5)),
  plan: {
    order: 'makes',
    copies: copiesFirst,
    reads: ({ options }, wanted) => [
      wanted && new Set([...wanted, ...(options['keys'] as readonly SortKey[]).map(key => key.column)]),
    ],
    filterMoves: (_step, part) => ({ inputs: [part], rows: 'same' }),
    describe: ({ keys }) =>
      (keys as readonly Partial<SortKey>[])
        .map(({ column = '', descending }) => `${column}${descending === true ? ' descending' : ''}`)
        .join(', '),
  },
};
