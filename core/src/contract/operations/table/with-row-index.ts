import type { Schema } from '../../data/types.js';
import { liftArguments, tableInput, type OperationDefinition } from '../operation.js';
import { integerOption, stringOption } from '../option.js';
import { requireDistinct } from './project.js';

export const tableWithRowIndex: OperationDefinition = {
  name: 'table.withRowIndex',
  revision: 1,
  summary: 'The number of each row as a column.',
  meaning:
    'A new first column of int64 without nulls, which counts the rows in input order from `offset` on; then all columns of the input. A column that has its name already is DUPLICATE_COLUMN.',
  source: 'definition',
  inputs: ['table'],
  options: {
    name: stringOption({ placement: 'binding', description: 'Name of the new column.', default: 'index' }),
    offset: integerOption({ placement: 'argument', description: 'Number of the first row.', default: 0 }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    const { schema: input } = tableInput('table.withRowIndex', inputs, 0);
    const name = options['name'] as string;
    const schema: Schema = [{ name, type: { id: 'int64' }, nullable: false }, ...input];
    requireDistinct(schema.map(field => field.name));
    return { binding: { name }, arguments: liftArguments(this, options, parameters), output: { kind: 'table', schema } };
  },
  sizes: ([table]) => ({ rows: table?.['rows'], bytes: (table?.['bytes'] ?? 1e6) + 8 * (table?.['rows'] ?? 1e5) }),
  work: ([table]) => table?.['rows'] ?? 1e5,
  plan: {
    order: 'keeps',
    copies: ({ bound }, column) => (column === bound.binding['name'] ? undefined : { input: 0, column }),
    reads: ({ bound }, wanted) => [wanted && new Set([...wanted].filter(name => name !== bound.binding['name']))],
    describe: ({ name = 'index' }) => String(name),
  },
};
