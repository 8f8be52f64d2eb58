import { familyOf, formatType, type Schema } from '../../contract/data/index.js';
import { checkOptionNames, optionNames, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import type { PlanInput, UserExpression } from '../../contract/plan/index.js';
import { requireChoice } from '../settings.js';
import { alignedColumns, commonColumns, concatPlan } from './align.js';
import type { Expansion } from './expansion.js';
import { isFrame } from './join.js';
import { callExpression, columnExpression } from './lowering.js';
import { unlike, verbStep, type VerbStep } from './names.js';

export interface ConcatOptions<M extends 'error' | 'null' = 'error' | 'null'> {
  /** rows below rows; `horizontal` puts frames side by side */
  readonly how?: 'vertical';
  /** what becomes of a column that not all frames have: `SCHEMA_MISMATCH` (default), or nulls where it is missing */
  readonly missing?: M;
}

/** Frames side by side. */
export interface BesideOptions<M extends 'error' | 'null' = 'error' | 'null'> {
  readonly how: 'horizontal';
  /** what becomes of frames with fewer rows than others: `LENGTH_MISMATCH` (default), or nulls in the last rows */
  readonly missing?: M;
}

const CONCAT = optionNames<BesideOptions>()({ how: true, missing: true });

export function concatStep(options: ConcatOptions | BesideOptions | undefined): {
  readonly step: VerbStep;
  readonly expand: Expansion;
} {
  if (isFrame(options))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'concat takes options after the frames, received a frame; several frames are given as a list: concat([b, c])',
    );
  checkOptionNames('concat', options, CONCAT);
  const { how = 'vertical', missing = 'error' }: Partial<BesideOptions> | ConcatOptions = options ?? {};
  requireChoice('concat', 'how', how, ['vertical', 'horizontal']);
  requireChoice('concat', 'missing', missing, ['error', 'null']);
  if (how !== 'horizontal') return { step: verbStep('concat', { missing }), expand: known => concatPlan(known, missing) };
  return {
    step: verbStep('concat', { how, missing }),
    expand: ({ input, others, schema, schemas, step }) => {
      requireOnceOfAll([schema, ...schemas]);
      return step('table.beside', { missing }, input, ...others);
    },
  };
}

const integer = (value: bigint): UserExpression => ({ kind: 'literal', value });
/** @throws ParquetFrameError `DUPLICATE_COLUMN` */
function requireOnceOfAll(schemas: readonly Schema[]): void {
  const names = schemas.flatMap(schema => schema.map(({ name }) => name));
  const again = names.find((name, index) => names.indexOf(name) < index);
  if (again === undefined) return;
  throw new ParquetFrameError(
    'DUPLICATE_COLUMN',
    `concat: two of the frames side by side have a column ${quoted(again)}; rename one of them, or all of a frame with renameAll({ suffix: '_2' })`,
    { details: { column: again } },
  );
}

/** How rows of one frame are compared with those of another. */
export interface SetOptions {
  /** whether rows that are there several times count as often as they are there; default false: each different row once */
  readonly all?: boolean;
}

const SET = optionNames<SetOptions>()({ all: true });

/** A verb over the rows that two frames have, or have not, in common. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function setStep(
  verb: 'intersect' | 'except',
  options: SetOptions | undefined,
): { readonly step: VerbStep; readonly expand: Expansion } {
  checkOptionNames(verb, options, SET);
  const all: unknown = options?.all ?? false;
  if (typeof all !== 'boolean')
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb}: all must be true or false, received ${received(all)}`);
  return { step: verbStep(verb, all ? { all } : {}), expand: setExpansion(verb, all) };
}

/**
 * Rows by whether they are in the other frame: those of both, each with the number of its frame, are grouped by all columns, so that nulls are equal; a group that begins
 * with 0 is in the first, one that ends with 1 is in the other. Where rows count as often as they are there, the second of equal rows is compared with the second, and so on.
 */
const setExpansion =
  (verb: 'intersect' | 'except', all: boolean): Expansion =>
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
    const nth = unlike('nth', [...keys, tag]);
    const windows = [{ name: nth, function: 'rowNumber', partitionBy: keys }];
    const tagged = (part: PlanInput, of: typeof schema, number: bigint): PlanInput => {
      const named = [...alignedColumns(of, columns), { name: tag, expression: integer(number) }];
      const plain = step('table.project', { columns: named }, part);
      return all ? step('table.window', { windows }, plain) : plain;
    };
    const both = step('table.concat', {}, tagged(input, schema, 0n), tagged(other, otherSchema, 1n));
    const [first, last] = [unlike('first', [...keys, nth]), unlike('last', [...keys, nth])];
    const aggregates = [
      { name: first, function: 'min', column: tag },
      { name: last, function: 'max', column: tag },
    ];
    const grouped = step('table.aggregate', { keys: all ? [...keys, nth] : keys, aggregates }, both);
    const predicate = callExpression(
      'and',
      callExpression('equal', columnExpression(first), integer(0n)),
      callExpression('equal', columnExpression(last), integer(verb === 'intersect' ? 1n : 0n)),
    );
    const kept = keys.map(name => ({ name, expression: columnExpression(name) }));
    return step('table.project', { columns: kept }, step('table.filter', { predicate }, grouped));
  };
