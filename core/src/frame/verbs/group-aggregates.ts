import { familyOf, fieldOf, type Field } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import { AGGREGATE_FUNCTIONS, type AggregateFunction } from '../../contract/functions/index.js';
import type { Lowered } from './expansion.js';
import { verbStep } from './names.js';
import { nullAggregates } from './null-aggregates.js';

/** An aggregate of every column that can take it, besides the keys and `others`, which are no values of the groups. */
export function groupAggregateStep(f: AggregateFunction, keys: readonly string[], others: readonly string[]): Lowered {
  const { accepts, result } = AGGREGATE_FUNCTIONS[f];
  // What is null in every row holds no value, whatever the function.
  const takes = ({ type }: Field): boolean => type.id === 'null' || (familyOf(type) !== 'nested' && result(type) !== undefined);
  return {
    step: verbStep(f, { keys }),
    expand: ({ input, schema, step }) => {
      for (const key of keys) fieldOf(schema, key);
      const columns = schema.filter(field => ![...keys, ...others].includes(field.name) && takes(field));
      if (columns.length === 0)
        throw new ParquetFrameError(
          'TYPE_MISMATCH',
          `${f} of groups takes ${accepts}; besides the keys there is no such column: cast one, or say what is wanted with agg`,
          { details: { function: f } },
        );
      const aggregates = columns.map(({ name }) => ({ name, function: f, column: name }));
      return nullAggregates(input, schema, keys, aggregates, step) ?? step('table.aggregate', { keys, aggregates }, input);
    },
  };
}
