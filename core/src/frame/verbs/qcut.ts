import { checkOptionNames, hasMembers, ParquetFrameError } from '../../contract/errors/index.js';
import { isFloat, valueType } from '../../contract/data/index.js';
import { editedColumns, type UserExpression } from '../../contract/plan/index.js';
import { described, shown } from '../described.js';
import { cutField, intervalOf, isMissing, labelsOf, type LabelOptions } from './cut.js';
import type { Expansion } from './expansion.js';
import { callExpression, castExpression, columnExpression, literalExpression } from './lowering.js';
import { columnName, unlike, verbStep, type VerbStep } from './names.js';

export interface QcutOptions<N extends string = string> extends LabelOptions<N> {
  /** how many intervals, or the fractions between 0 and 1 at which one ends and the next begins, ascending */
  readonly quantiles: number | readonly number[];
}

const MOST_INTERVALS = 1000;

/** Values by the quantiles that they lie between: those are one row, which is joined to all. */
export function qcutStep(given: unknown, options: unknown): { readonly step: VerbStep; readonly expand: Expansion } {
  const column = columnName('qcut', given);
  if (!hasMembers(options))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `qcut takes a column and how many intervals, as in qcut('income', { quantiles: 4 }); received ${described(options)}`,
    );
  checkOptionNames('qcut', options, ['quantiles', 'labels', 'right', 'name']);
  const fractions = fractionsOf(options['quantiles']);
  const { labels, right, name } = labelsOf('qcut', column, options, fractions.length);
  return {
    step: verbStep('qcut', { column, quantiles: fractions }),
    expand: ({ input, schema, step }) => {
      const field = cutField('qcut', schema, column, ['numeric']);
      const taken = schema.map(each => each.name);
      const named = fractions.map((q, index) => ({ name: unlike(`quantile ${String(index + 1)}`, taken), options: { q } }));
      const value = columnExpression(column);
      const clean = isFloat(valueType(field.type))
        ? callExpression('case', isMissing(field), literalExpression(null), value)
        : value;
      const values = step('table.project', { columns: [{ name: column, expression: clean }] }, input);
      const aggregates = named.map(each => ({ ...each, function: 'quantile', column }));
      const quantiles = step('table.aggregate', { keys: [], aggregates }, values);
      const joined = step('table.join', { how: 'cross' }, input, quantiles);
      const bounds = named.map(each => columnExpression(each.name));
      const texts = labels?.map(label => literalExpression(label)) ?? intervals(bounds, right);
      const expression = intervalOf(field, bounds, texts, right);
      const all = editedColumns({ kind: 'set', columns: [{ name, expression }] }, schema);
      return step('table.project', { columns: all }, joined);
    },
  };
}

function fractionsOf(given: unknown): readonly number[] {
  if (typeof given === 'number' && Number.isInteger(given) && given >= 2 && given <= MOST_INTERVALS)
    return Array.from({ length: given - 1 }, (_, index) => (index + 1) / given);
  const list: readonly unknown[] = Array.isArray(given) ? Array.from<unknown>(given) : [];
  const fractions = list.filter(
    (value, index): value is number =>
      typeof value === 'number' && value > 0 && value < 1 && (index === 0 || Number(list[index - 1]) < value),
  );
  if (fractions.length > 0 && fractions.length === list.length) return fractions;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `qcut: quantiles must be a number of intervals from 2 to ${String(MOST_INTERVALS)}, or fractions between 0 and 1 in ascending order, as in [0.25, 0.5, 0.75]; received ${shown(given)}`,
  );
}

/** The ends of intervals, in words that come with the data. */
function intervals(bounds: readonly UserExpression[], right: boolean): readonly UserExpression[] {
  // Infinite bounds read as the ends beyond all bounds do.
  const text = (bound: UserExpression | undefined, none: string): UserExpression => {
    if (!bound) return literalExpression(none);
    const is = (value: number): UserExpression => callExpression('equal', bound, literalExpression(value));
    const finite = castExpression(bound, { id: 'utf8' });
    return callExpression('case', is(Infinity), literalExpression('inf'), is(-Infinity), literalExpression('-inf'), finite);
  };
  return [undefined, ...bounds].map((low, index) =>
    callExpression(
      'concat',
      literalExpression(right ? '(' : '['),
      text(low, '-inf'),
      literalExpression(', '),
      text(bounds[index], 'inf'),
      literalExpression(right ? ']' : ')'),
    ),
  );
}
