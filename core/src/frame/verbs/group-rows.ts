import { ParquetFrameError, received } from '../../contract/errors/index.js';
import type { LiteralValue, ParameterNode, UserExpression } from '../../contract/plan/index.js';
import { filteredByWindows } from '../window/lift.js';
import { windowNode } from '../window/methods.js';
import type { Lowered } from './expansion.js';
import { callExpression, columnExpression, literalExpression } from './lowering.js';
import { verbStep } from './names.js';
import { rowsOption } from './rows.js';

/** Rows of groups by their places: windows over the groups number and count them. */

/** The last rows of each group. */
export function groupTailStep(keys: readonly string[], rows: unknown): Lowered {
  const count = rowsOption('tail', 'rows', rows);
  const { number, size } = placesIn(keys);
  return rowsOfGroups(
    'tail',
    keys,
    { rows: count },
    callExpression('less', callExpression('subtract', size, number), whole(count)),
  );
}

/** A range of rows of each group: an offset below 0 counts from its end. */
export function groupSliceStep(keys: readonly string[], offset: unknown, length: unknown): Lowered {
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset))
    throw new ParquetFrameError('INVALID_ARGUMENT', `slice: offset must be a whole number, received ${received(offset)}`);
  const count = length === undefined ? undefined : rowsOption('slice', 'length', length);
  const { number, size } = placesIn(keys);
  const before = offset < 0 ? callExpression('greatest', callExpression('add', size, whole(offset)), whole(0)) : whole(offset);
  const isAfter = callExpression('greater', number, before);
  if (count === undefined) return rowsOfGroups('slice', keys, { offset }, isAfter);
  const isWithin = callExpression('lessEqual', callExpression('subtract', number, before), whole(count));
  return rowsOfGroups('slice', keys, { offset, length: count }, callExpression('and', isAfter, isWithin));
}

const rowsOfGroups = (
  verb: string,
  keys: readonly string[],
  options: { readonly [option: string]: unknown },
  predicate: UserExpression,
): Lowered => ({ step: verbStep(verb, { keys, ...options }), expand: known => filteredByWindows(known, predicate) });

/** The number of a row in its group, from 1 on, and how many rows that has. */
function placesIn(keys: readonly string[]): { readonly number: UserExpression; readonly size: UserExpression } {
  const partitionBy = keys.map(columnExpression);
  return { number: windowNode('rowNumber', { partitionBy }), size: windowNode('count', { partitionBy }) };
}

/** A number of rows, or the parameter that stands for it. */
const whole = (rows: unknown): UserExpression =>
  typeof rows === 'number' ? literalExpression(BigInt(rows) satisfies LiteralValue) : (rows as ParameterNode);
