import { ParquetFrameError, received } from '../../contract/errors/index.js';
import { described } from '../described.js';
import { columnNames, requireFlat, requireSome, verbStep, type VerbStep } from './names.js';
import { rowsOption } from './rows.js';

export const headStep = (rows: unknown): VerbStep =>
  verbStep('table.limit', { count: rowsOption('head', 'rows', rows), offset: 0 });

export const tailStep = (rows: unknown): VerbStep => verbStep('table.tail', { count: rowsOption('tail', 'rows', rows) });

/** A range of rows: an offset below 0 counts from the end. */
export function sliceSteps(offset: unknown, length: unknown): readonly VerbStep[] {
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset))
    throw new ParquetFrameError('INVALID_ARGUMENT', `slice: offset must be a whole number, received ${received(offset)}`);
  const count = length === undefined ? undefined : rowsOption('slice', 'length', length);
  if (offset >= 0) return [verbStep('table.limit', { count: count ?? Number.MAX_SAFE_INTEGER, offset })];
  const last = verbStep('table.tail', { count: -offset });
  return count === undefined ? [last] : [last, verbStep('table.limit', { count, offset: 0 })];
}

/** The order in which the rows with the largest or smallest values come first. Nulls come last either way. */
export function rankedStep(verb: 'topK' | 'bottomK', by: unknown): VerbStep {
  const names = columnNames(verb, by);
  requireSome(verb, names);
  const keys = names.map(column => ({ column, descending: verb === 'topK', nulls: 'last' }));
  return { ...verbStep('table.sort', { keys }), check: schema => requireFlat(verb, schema, names) };
}

/** Those rows: sorted, then cut off. */
export function rankedSteps(verb: 'topK' | 'bottomK', rows: unknown, by: unknown): readonly VerbStep[] {
  const count = rankedRows(verb, rows, by);
  return [rankedStep(verb, by), verbStep('table.limit', { count, offset: 0 })];
}

/** How many rows, which come before the columns. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function rankedRows(verb: 'topK' | 'bottomK', rows: unknown, by: unknown): unknown {
  if (rows !== undefined && by !== undefined) return rowsOption(verb, 'rows', rows);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb} takes how many rows, and the columns that decide which, as in ${verb}(3, 'delay'); received ${rows === undefined ? 'neither' : `${described(rows)} alone`}`,
  );
}
