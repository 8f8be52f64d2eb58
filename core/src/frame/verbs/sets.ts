import { familyOf, formatType } from '../../contract/data/index.js';
import { checkOptionNames, optionNames, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import type { PlanInput, UserExpression } from '../../contract/plan/index.js';
import { requireChoice } from '../settings.js';
import { alignedColumns, commonColumns, concatPlan } from './align.js';
import type { Expansion } from './expansion.js';
import { isFrame } from './join.js';
import { callExpression, columnExpression } from './lowering.js';
import { unlike, verbStep, type VerbStep } from './names.js';

export interface ConcatOptions<M extends 'error' | 'null' = 'error' | 'null'> {
  /** what becomes of a column that not all frames have: `SCHEMA_MISMATCH` (default), or nulls where it is missing */
  readonly missing?: M;
}

const CONCAT = optionNames<ConcatOptions>()({ missing: true });

export function concatStep(options: ConcatOptions | undefined): { readonly step: VerbStep; readonly expand: Expansion } {
  if (isFrame(options))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'concat takes options after the frames, received a frame; several frames are given as a list: concat([b, c])',
    );
  checkOptionNames('concat', options, CONCAT);
  const { missing = 'error' } = options ?? {};
  requireChoice('concat', 'missing', missing, ['error', 'null']);
  return { step: verbStep('concat', { missing }), expand: known => concatPlan(known, missing) };
}

const integer = (value: bigint): UserExpression => ({ kind: 'literal', value });
/**
 * Rows by whether they are in the other frame: those of both, each with the number of its frame, are grouped by all columns, so that nulls are equal; a group that begins
 * with 0 is in the first, one that ends with 1 is in the other.
 */
export const setExpansion =
  (verb: 'intersect' | 'except'): Expansion =>
  ({ input, schema, others: [other = input], schemas: [otherSchema = schema], step }) => {
    const columns = commonColumns(verb, [schema, otherSchema], 'error');
    const keys = columns.map(({ name, type }) => {
      if (familyOf(type) !== 'nested') return name;
      throw new ParquetFrameError(
        'TYPE_MISMATCH',
        `${verb} cannot compare ${quoted(name)} of type ${formatType(type)}; select the columns to compare`,
        { details: { column: name } },
      );
    });
    const tag = unlike('frame', keys);
    const tagged = (part: PlanInput, of: typeof schema, number: bigint): PlanInput =>
      step('table.project', { columns: [...alignedColumns(of, columns), { name: tag, expression: integer(number) }] }, part);
    const both = step('table.concat', {}, tagged(input, schema, 0n), tagged(other, otherSchema, 1n));
    const [first, last] = [unlike('first', keys), unlike('last', keys)];
    const aggregates = [
      { name: first, function: 'min', column: tag },
      { name: last, function: 'max', column: tag },
    ];
    const grouped = step('table.aggregate', { keys, aggregates }, both);
    const predicate = callExpression(
      'and',
      callExpression('equal', columnExpression(first), integer(0n)),
      callExpression('equal', columnExpression(last), integer(verb === 'intersect' ? 1n : 0n)),
    );
    const kept = keys.map(name => ({ name, expression: columnExpression(name) }));
    return step('table.project', { columns: kept }, step('table.filter', { predicate }, grouped));
  };
