import { familyOf, fieldOf, formatType, isFloat, valueType, type Field, type Schema } from '../../contract/data/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import { editedColumns, type LiteralValue, type UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import type { Expansion } from './expansion.js';
import { callExpression, columnExpression, literalExpression } from './lowering.js';
import { columnName, newName, verbStep, type VerbStep } from './names.js';

export interface LabelOptions<N extends string = string> {
  /** one for each interval, in their order; default their ends, as in `(18, 65]` */
  readonly labels?: readonly string[];
  /** whether an interval holds its upper end; default true. Without it it holds its lower one. */
  readonly right?: boolean;
  /** of the new column; default that of the column and `_bin` */
  readonly name?: N;
}
export interface CutOptions<N extends string = string> extends LabelOptions<N> {
  /** where one interval ends and the next begins, ascending */
  readonly breaks: readonly (number | bigint | Date)[];
}

type Break = number | bigint | Date;

/** Values by the intervals that they lie in. */
export function cutStep(given: unknown, options: unknown): { readonly step: VerbStep; readonly expand: Expansion } {
  const column = columnName('cut', given);
  if (!hasMembers(options))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `cut takes a column and its breaks, as in cut('age', { breaks: [18, 65] }); received ${described(options)}`,
    );
  checkOptionNames('cut', options, ['breaks', 'labels', 'right', 'name']);
  const breaks = ascending(options['breaks']);
  const { labels, right, name } = labelsOf('cut', column, options, breaks.length);
  const texts = labels ?? intervals(breaks.map(shown), right);
  return {
    step: verbStep('cut', { column, breaks: breaks.map(shown) }),
    expand: ({ input, schema, step }) => {
      const field = cutField('cut', schema, column, ['numeric', 'instant']);
      const isOfKind = breaks.every(each => each instanceof Date === (familyOf(valueType(field.type)) === 'instant'));
      if (!isOfKind)
        throw new ParquetFrameError(
          'TYPE_MISMATCH',
          `cut: breaks of ${quoted(column)}, which is ${formatType(field.type)}, must be ${breaks[0] instanceof Date ? 'numbers' : 'Dates'}`,
          { details: { column } },
        );
      const bounds = breaks.map(each => literalExpression(each));
      const expression = intervalOf(
        field,
        bounds,
        texts.map(text => literalExpression(text)),
        right,
      );
      return step('table.project', { columns: editedColumns({ kind: 'set', columns: [{ name, expression }] }, schema) }, input);
    },
  };
}

function ascending(given: unknown): readonly Break[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `cut: breaks must be an array of at least one number or Date, received ${Array.isArray(given) ? 'an empty array' : described(given)}`,
    );
  return Array.from<unknown, Break>(given, (value, index) => {
    if (!isBreak(value))
      throw new ParquetFrameError('INVALID_ARGUMENT', `cut: breaks must be finite numbers or Dates, received ${received(value)}`);
    const before: unknown = given[index - 1];
    if (index === 0 || (isBreak(before) && (typeof before === 'object') === (typeof value === 'object') && before < value))
      return value;
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `cut: breaks must ascend, each of them greater than the one before; received ${received(value)} after ${received(before)}`,
    );
  });
}

const isBreak = (value: unknown): value is Break =>
  typeof value === 'bigint' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (value instanceof Date && !Number.isNaN(value.getTime()));

const shown = (value: Break): string => (value instanceof Date ? value.toISOString() : String(value));

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function labelsOf(
  verb: 'cut' | 'qcut',
  column: string,
  { labels, right = true, name = `${column}_bin` }: { readonly [option: string]: unknown },
  breaks: number,
): { readonly labels: readonly string[] | undefined; readonly right: boolean; readonly name: string } {
  if (typeof right !== 'boolean')
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb}: right must be true or false, received ${received(right)}`);
  const named = newName(verb, 'name', name);
  if (labels === undefined) return { labels, right, name: named };
  const texts = Array.isArray(labels) ? Array.from<unknown>(labels).filter(label => typeof label === 'string') : [];
  if (!Array.isArray(labels) || texts.length !== labels.length || texts.length !== breaks + 1)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: labels must be an array of ${String(breaks + 1)} texts, one for each interval; received ${Array.isArray(labels) ? `${String(texts.length)} texts of ${String(labels.length)}` : described(labels)}`,
    );
  return { labels: texts, right, name: named };
}

/** The column whose values are sorted into intervals. @throws ParquetFrameError `COLUMN_NOT_FOUND`, `TYPE_MISMATCH` */
export function cutField(verb: 'cut' | 'qcut', schema: Schema, column: string, families: readonly string[]): Field {
  const field = fieldOf(schema, column);
  if (families.includes(familyOf(valueType(field.type)))) return field;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `${verb} takes numbers${families.length > 1 ? ', dates or timestamps' : ''}; ${quoted(column)} is ${formatType(field.type)}`,
    { details: { column, received: formatType(field.type) } },
  );
}

/** The ends of intervals, in words. */
const intervals = (ends: readonly string[], right: boolean): readonly string[] =>
  ['-inf', ...ends].map((low, index) => `${right ? '(' : '['}${low}, ${ends[index] ?? 'inf'}${right ? ']' : ')'}`);

/** Neither null nor NaN. */
export const isMissing = ({ name, type }: Field): UserExpression => {
  const column = columnExpression(name);
  const isNull = callExpression('isNull', column);
  return isFloat(valueType(type)) ? callExpression('or', isNull, callExpression('isNaN', column)) : isNull;
};

/** The text of the first interval whose end the value does not pass. */
export function intervalOf(
  field: Field,
  bounds: readonly UserExpression[],
  texts: readonly UserExpression[],
  right: boolean,
): UserExpression {
  const column = columnExpression(field.name);
  const none: LiteralValue = null;
  const branches = bounds.flatMap((bound, index) => [
    callExpression(right ? 'lessEqual' : 'less', column, bound),
    texts[index] ?? literalExpression(none),
  ]);
  const last = texts.at(-1) ?? literalExpression(none);
  return callExpression('case', isMissing(field), literalExpression(none, { id: 'utf8' }), ...branches, last);
}
