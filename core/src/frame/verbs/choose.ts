import { checkOptionNames, hasMembers, optionNames, ParquetFrameError, received } from '../../contract/errors/index.js';
import type { IntegerType } from '../column-types.js';
import { described } from '../described.js';
import { isParameter, optionValue, type Parameter } from '../parameter.js';
import { rankedRows, rankedStep } from './ends.js';
import { columnNames, newName, requireSome, verbStep, type VerbStep } from './names.js';
import { rowsOption } from './rows.js';

/** How many rows to take at random, or which share of them; the same seed takes the same rows. */
export type SampleOptions =
  | { readonly n: number | Parameter<IntegerType>; readonly seed?: number | Parameter<IntegerType> }
  | { readonly fraction: number | Parameter<'float64'>; readonly seed?: number | Parameter<IntegerType> };

export function sampleStep(options: unknown): VerbStep {
  const given = typeof options === 'number' ? { n: options } : options;
  if (!hasMembers(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `sample takes how many rows, as in sample({ n: 10 }) or sample({ fraction: 0.1, seed: 7 }); received ${described(options)}`,
    );
  checkOptionNames('sample', given, ['n', 'fraction', 'seed']);
  const { n, fraction, seed } = given;
  if ((n === undefined) === (fraction === undefined))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `sample takes either a number of rows, n, or a fraction of them; received ${n === undefined ? 'neither' : 'both'}`,
    );
  return verbStep('table.sample', {
    ...(n === undefined ? {} : { count: rowsOption('sample', 'n', n) }),
    ...(fraction === undefined ? {} : { fraction: share(fraction) }),
    ...(seed === undefined ? {} : { seed: rowsOption('sample', 'seed', seed) }),
  });
}

function share(value: unknown): unknown {
  if (isParameter(value)) return optionValue(value);
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new ParquetFrameError('INVALID_ARGUMENT', `sample: fraction must be a number from 0 to 1, received ${received(value)}`);
}

export interface RowIndexOptions<N extends string = string> {
  /** default `index` */
  readonly name?: N;
  /** number of the first row; default 0 */
  readonly offset?: number;
}

const ROW_INDEX = optionNames<RowIndexOptions>()({ name: true, offset: true });

export function withRowIndexStep(options: RowIndexOptions | undefined): VerbStep {
  checkOptionNames('withRowIndex', options, ROW_INDEX);
  const { name, offset }: { readonly [option: string]: unknown } = { ...options };
  return verbStep('table.withRowIndex', {
    ...(name === undefined ? {} : { name: newName('withRowIndex', 'name', name) }),
    ...(offset === undefined ? {} : { offset: rowsOption('withRowIndex', 'offset', offset) }),
  });
}

export function explodeStep(column: unknown): VerbStep {
  const names = columnNames('explode', column);
  requireSome('explode', names);
  const [name, ...more] = names;
  if (more.length > 0)
    throw new ParquetFrameError('INVALID_ARGUMENT', 'explode takes one column of lists; explode one after the other');
  return verbStep('table.explode', { column: name });
}

export const groupHeadStep = (keys: readonly string[], rows: unknown): VerbStep =>
  verbStep('table.groupHead', { keys, count: rowsOption('head', 'rows', rows) });

/** The rows with the largest or smallest values of each group: sorted, then the first of each. */
export function topPerGroupSteps(
  verb: 'topK' | 'bottomK',
  keys: readonly string[],
  rows: unknown,
  by: unknown,
): readonly VerbStep[] {
  const count = rankedRows(verb, rows, by);
  return [rankedStep(verb, by), verbStep('table.groupHead', { keys, count })];
}
