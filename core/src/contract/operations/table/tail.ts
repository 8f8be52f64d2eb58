import { liftArguments, tableInput, type OperationDefinition } from '../operation.js';
import { integerOption } from '../option.js';
import { copiesFirst } from '../traits.js';

export const tableTail: OperationDefinition = {
  name: 'table.tail',
  revision: 1,
  summary: 'The last rows.',
  meaning: 'The last `count` rows of the input, in input order; all of them when there are no more.',
  source: 'definition',
  inputs: ['table'],
  options: {
    count: integerOption({ placement: 'argument', description: 'Rows at most.', required: true }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    return { binding: {}, arguments: liftArguments(this, options, parameters), output: tableInput('table.tail', inputs, 0) };
  },
  sizes: ([table]) => ({ rows: Math.min(table?.['rows'] ?? 100, 100), bytes: 10_000 }),
  work: ([table]) => 100 + (table?.['rows'] ?? 1e5) / 1000,
  plan: {
    order: 'keeps',
    copies: copiesFirst,
    reads: (_step, wanted) => [wanted],
    describe: ({ count }) => String(count),
  },
};
