import type { SortKey } from '../../contract/operations/index.js';
import { checkOptionNames, hasMembers, optionNames, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import { described } from '../described.js';
import { isParameter, optionValue } from '../parameter.js';
import { expressionOf } from '../row.js';
import { requireChoice } from '../settings.js';
import { filteredByWindows, hasWindow } from '../window/lift.js';
import type { ExpandedStep } from './expansion.js';
import { columnNames, requireSome, verbStep, type VerbStep } from './names.js';

export interface SortOptions {
  readonly descending?: boolean;
  readonly nulls?: 'first' | 'last';
}
/** A sort key with its direction, or just its column. */
export type SortSpecification<C extends string> = C | ({ readonly column: C } & SortOptions);

const SORT = optionNames<SortOptions>()({ descending: true, nulls: true });

export function filterStep(given: unknown): ExpandedStep {
  const predicate = expressionOf('filter', given);
  if (!hasWindow(predicate)) return { step: verbStep('table.filter', { predicate }) };
  const step = verbStep('filter', { predicate });
  return { step, expand: known => filteredByWindows(known, predicate) };
}

/** Without types `sort('a', 'desc')` would sort upwards and say nothing. */
export function sortStep(keys: unknown, options: unknown): VerbStep {
  if (typeof keys === 'string' && typeof options === 'string') throw sortOfTexts(keys, options);
  checkOptionNames('sort', options, SORT);
  if (typeof keys === 'string') return verbStep('table.sort', { keys: [sortKey({ column: keys, ...(options ?? {}) })] });
  if (!Array.isArray(keys))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `sort takes a column, as in sort('a', { descending: true }), or a list of them, as in sort(['a', { column: 'b', descending: true }]); received ${described(keys)}`,
    );
  if (options !== undefined)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      "sort: in a list of columns each says its own options, as in sort(['a', { column: 'b', descending: true }])",
    );
  // Holes are visited as well.
  const sorted = Array.from(keys, sortKey);
  requireSome('sort', sorted);
  return verbStep('table.sort', { keys: sorted });
}

/** `sort('a', 'desc')`, as elsewhere, or `sort('a', 'b')`. */
function sortOfTexts(column: string, second: string): ParquetFrameError {
  const direction = /^(asc|desc)/i.exec(second)?.[1]?.toLowerCase();
  const instead =
    direction === undefined
      ? `sort([${quoted(column)}, ${quoted(second)}])`
      : `sort(${quoted(column)}, { descending: ${String(direction === 'desc')} })`;
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `sort takes its options as an object of ${SORT.join(', ')}; received ${quoted(second)}; write ${instead}`,
  );
}

function sortKey(key: unknown): SortKey {
  if (typeof key === 'string') return { column: key, descending: false, nulls: 'last' };
  if (!hasMembers(key) || Array.isArray(key))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `sort takes column names, or objects such as { column: 'a', descending: true }; received ${described(key)}`,
    );
  checkOptionNames('sort', key, ['column', ...SORT]);
  const { column, descending = false, nulls = 'last' }: { readonly [option: string]: unknown } = { ...key };
  if (typeof column !== 'string')
    throw new ParquetFrameError('INVALID_ARGUMENT', `sort takes column names, received ${described(column)}`);
  if (typeof descending !== 'boolean')
    throw new ParquetFrameError('INVALID_ARGUMENT', `sort: descending must be true or false, received ${received(descending)}`);
  requireChoice('sort', 'nulls', nulls, ['first', 'last']);
  return { column, descending, nulls: nulls === 'first' ? 'first' : 'last' };
}

export function limitStep(rows: unknown, offset: unknown): VerbStep {
  return verbStep('table.limit', { count: rowsOption('limit', 'rows', rows), offset: rowsOption('limit', 'offset', offset) });
}

export interface DistinctOptions<C extends string = string> {
  /** columns to compare; all by default */
  readonly subset?: readonly C[];
  /** which of equal rows stays; default `first` */
  readonly keep?: 'first' | 'last';
}

const DISTINCT = optionNames<DistinctOptions>()({ subset: true, keep: true });

export function distinctStep(options: DistinctOptions | undefined): VerbStep {
  checkOptionNames('distinct', options, DISTINCT);
  const { subset, keep } = options ?? {};
  requireChoice('distinct', 'keep', keep, ['first', 'last']);
  const names = subset === undefined ? undefined : columnNames('distinct', subset);
  if (names !== undefined) requireSome('distinct: subset', names);
  return verbStep('table.distinct', {
    ...(names === undefined ? {} : { subset: names }),
    ...(keep === undefined ? {} : { keep }),
  });
}

/** A number of rows, or the parameter that stands for it. @throws ParquetFrameError `INVALID_ARGUMENT` */
export const rowsOption = (taker: string, argument: string, value: unknown): unknown =>
  isParameter(value) ? optionValue(value) : rowCount(taker, argument, value);

/** A number of rows. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function rowCount(taker: string, argument: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker}: ${argument} must be a whole number, 0 or more, received ${received(value)}`,
  );
}
