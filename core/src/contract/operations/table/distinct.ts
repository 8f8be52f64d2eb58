import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, type Schema } from '../../data/types.js';
import { ParquetFrameError, quoted } from '../../errors/index.js';
import { choiceOption, isName, listOption } from '../option.js';
import { tableInput, type OperationDefinition, type OperationOptions } from '../operation.js';

export const tableDistinct: OperationDefinition = {
  name: 'table.distinct',
  revision: 1,
  summary: 'One row for each combination of values.',
  meaning:
    'Of the rows that are equal in the columns of `subset` the first, or with `keep: "last"` the last, in the order of the first rows; all columns. Null is equal to null, NaN to NaN and -0 to 0; ' +
    'in the columns that are compared -0 is shown as 0.',
  source: 'SQL:2016 SELECT DISTINCT',
  inputs: ['table'],
  options: {
    subset: listOption(
      { placement: 'binding', description: 'Columns to compare; all by default.' },
      'a non-empty array of column names',
      isName,
    ),
    keep: choiceOption({ placement: 'binding', description: 'Which of equal rows stays.', default: 'first' }, ['first', 'last']),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs) {
    const input = tableInput('table.distinct', inputs, 0);
    const subset = subsetOf(options, input.schema);
    requireOnce(subset);
    for (const name of subset) {
      const { type } = fieldOf(input.schema, name);
      if (familyOf(type) === 'nested')
        throw new ParquetFrameError(
          'TYPE_MISMATCH',
          `distinct cannot compare ${JSON.stringify(name)} of type ${formatType(type)}; name the columns to compare`,
        );
    }
    return { binding: { subset, keep: options['keep'] as string }, arguments: {}, output: input };
  },
  sizes([table], { binding }, facts) {
    const rows = table?.['rows'] ?? 1e5;
    const kept = Math.max(1, Math.min(rows, facts?.distinct(0, binding['subset'] as readonly string[]) ?? rows / 2));
    return { rows: kept, bytes: ((table?.['bytes'] ?? rows * 32) * kept) / Math.max(1, rows) };
  },
  work: ([table], _options, { rows: kept = 0 }) => (table?.['rows'] ?? 1e5) + 8 * kept,
  plan: {
    order: 'keeps',
    keys: ({ bound }) => [bound.binding['subset'] as readonly string[]],
    rowPerKey: true,
    describe: ({ subset, keep }) =>
      `${subset === undefined ? 'all columns' : (subset as readonly string[]).join(', ')}${keep === 'last' ? ', the last row' : ''}`,
  },
};

const subsetOf = ({ subset }: OperationOptions, schema: Schema): readonly string[] =>
  (subset as readonly string[] | undefined) ?? schema.map(field => field.name);

function requireOnce(subset: readonly string[]): void {
  const twice = subset.find((name, index) => subset.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ParquetFrameError('DUPLICATE_COLUMN', `distinct names the column ${quoted(twice)} twice; name it once`, {
      details: { column: twice },
    });
}
