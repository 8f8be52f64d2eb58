import { liftArguments, tableInput, type OperationDefinition } from '../operation.js';
import { integerOption } from '../option.js';
import { copiesFirst } from '../traits.js';

export const tableLimit: OperationDefinition = {
  name: 'table.limit',
  revision: 1,
  summary: 'A prefix of the rows.',
  meaning: 'Rows `offset` to `offset + count` of the input in input order; fewer when the input ends.',
  source: 'SQL:2016 FETCH FIRST',
  inputs: ['table'],
  options: {
    count: integerOption({ placement: 'argument', description: 'Rows at most.', required: true }, 0),
    offset: integerOption({ placement: 'argument', description: 'Rows to leave out first.', default: 0 }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    return { binding: {}, arguments: liftArguments(this, options, parameters), output: tableInput('table.limit', inputs, 0) };
  },
  sizes: ([table]) => ({ rows: Math.min(table?.['rows'] ?? 100, 100), bytes: 10_000 }),
  work: () => 100,
  plan: {
    order: 'keeps',
    copies: copiesFirst,
    reads: (_step, wanted) => [wanted],
    limit: { count: 'count', offset: 'offset' },
  },
};
