import type { Field, Schema } from '../../data/index.js';
import { tableInput, type OperationDefinition } from '../operation.js';
import { choiceOption } from '../option.js';
import { columnNames } from '../traits.js';
import { requireDistinct } from './project.js';

export const tableBeside: OperationDefinition = {
  name: 'table.beside',
  revision: 1,
  summary: 'Several tables side by side: the first row of each is the first row of the result.',
  meaning:
    'The columns of the first input, then those of the second, and so on, row by row in the order of each input; two columns of one name are DUPLICATE_COLUMN. ' +
    'Inputs of different numbers of rows are LENGTH_MISMATCH, unless `missing` is `null`: then there are as many rows as in the longest, columns of shorter ones are null in the last of them, and every column may hold nulls.',
  source: 'definition',
  inputs: ['table'],
  variadic: true,
  options: {
    missing: choiceOption(
      { placement: 'binding', description: 'What becomes of inputs with fewer rows than others.', default: 'error' },
      ['error', 'null'],
    ),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs) {
    const missing = options['missing'] === 'null' ? 'null' : 'error';
    const fields = inputs.flatMap((_, index) => tableInput('table.beside', inputs, index).schema);
    requireDistinct(fields.map(({ name }) => name));
    const schema: Schema = missing === 'error' ? fields : fields.map((field): Field => ({ ...field, nullable: true }));
    return { binding: { missing }, arguments: {}, output: { kind: 'table', schema } };
  },
  sizes: inputs => ({
    rows: Math.max(0, ...inputs.map(table => table['rows'] ?? 1e5)),
    bytes: inputs.reduce((sum, table) => sum + (table['bytes'] ?? 1e6), 0),
  }),
  work: inputs => inputs.length * 100,
  plan: {
    order: 'keeps',
    // At least one of each: how many rows an input has matters, whichever of its columns are wanted.
    reads: ({ inputs }, wanted) =>
      inputs.map(input => {
        const names = columnNames(input);
        const taken = wanted && names.filter(name => wanted.has(name));
        return taken && new Set(taken.length > 0 ? taken : names.slice(0, 1));
      }),
    describe: () => '',
  },
};
