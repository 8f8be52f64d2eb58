import { fieldOf } from '../../data/field.js';
import { familyOf, formatType } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import { liftArguments, tableInput, type OperationDefinition } from '../operation.js';
import { integerOption, stringsOption } from '../option.js';
import { copiesFirst } from '../traits.js';
import { requireDistinct } from './project.js';

export const tableGroupHead: OperationDefinition = {
  name: 'table.groupHead',
  revision: 1,
  summary: 'The first rows of each group.',
  meaning:
    'The rows that fewer than `count` rows before have the same values of the key columns as, in input order, all columns as they are. Nulls form a group, NaN forms one, and -0 is in that of 0; without keys all rows are one group.',
  source: 'definition',
  inputs: ['table'],
  options: {
    keys: stringsOption({ placement: 'binding', description: 'Key columns.', required: true }),
    count: integerOption({ placement: 'argument', description: 'Rows of each group at most.', required: true }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    const input = tableInput('table.groupHead', inputs, 0);
    const keys = options['keys'] as readonly string[];
    requireDistinct(keys);
    for (const name of keys) {
      const { type } = fieldOf(input.schema, name);
      if (familyOf(type) === 'nested')
        throw new ParquetFrameError(
          'TYPE_MISMATCH',
          `groupBy cannot group by ${JSON.stringify(name)} of type ${formatType(type)}`,
        );
    }
    return { binding: { keys }, arguments: liftArguments(this, options, parameters), output: input };
  },
  sizes: ([table]) => ({ rows: (table?.['rows'] ?? 1e5) / 4, bytes: (table?.['bytes'] ?? 1e6) / 4 }),
  work: ([table]) => 4 * (table?.['rows'] ?? 1e5),
  plan: {
    order: 'keeps',
    copies: copiesFirst,
    keys: ({ bound }) => [bound.binding['keys'] as readonly string[]],
    reads: ({ bound }, wanted) => [wanted && new Set([...wanted, ...(bound.binding['keys'] as readonly string[])])],
    describe: ({ keys, count }) => `${String(count)} by ${(keys as readonly string[]).join(', ') || 'nothing'}`,
  },
};
