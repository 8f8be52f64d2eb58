import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import { JOIN_COMPARISONS, type JoinComparison, type JoinCondition } from '../../contract/operations/index.js';
import type { Executor } from '../../executor/index.js';
import { described } from '../described.js';
import type { FrameLike } from '../frame-like.js';
import { requireFrameBeside } from './join.js';
import { verbStep, type VerbStep } from './names.js';

/** How a column of this frame compares with one of the other: `['time', '>=', 'start']`. */
export type WhereCondition<L extends string = string, R extends string = string> = readonly [
  left: L,
  is: JoinComparison,
  right: R,
];

/** The step and the right frame of an inequality join. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function joinWhereStep(executor: Executor, right: unknown, options: unknown): VerbStep & { readonly right: FrameLike } {
  requireFrameBeside('joinWhere', executor, right);
  if (!hasMembers(options) || Array.isArray(options)) throw needsConditions(described(options));
  checkOptionNames('joinWhere', options, ['on', 'suffix']);
  const { on, suffix }: { readonly [option: string]: unknown } = { ...options };
  if (!Array.isArray(on) || on.length === 0) throw needsConditions(Array.isArray(on) ? 'an empty list' : received(on));
  if (suffix !== undefined && (typeof suffix !== 'string' || suffix === ''))
    throw new ParquetFrameError('INVALID_ARGUMENT', `joinWhere: suffix must be a non-empty string, received ${received(suffix)}`);
  // Holes are visited as well.
  return { ...verbStep('table.joinWhere', { on: Array.from<unknown, JoinCondition>(on, condition), suffix }), right };
}

function condition(given: unknown): JoinCondition {
  if (!Array.isArray(given) || given.length !== 3) throw needsConditions(received(given));
  const [left, is, right] = Array.from<unknown>(given);
  const comparison = JOIN_COMPARISONS.find(one => one === is);
  if (typeof left !== 'string' || typeof right !== 'string' || left === '' || right === '')
    throw needsConditions(received(typeof left === 'string' && left !== '' ? right : left));
  if (comparison === undefined)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `joinWhere compares by ${JOIN_COMPARISONS.join(', ')}; received ${received(is)}`,
    );
  return { left, is: comparison, right };
}

const needsConditions = (what: string): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `joinWhere takes conditions, each a column of this frame, how it compares, and a column of the other: { on: [['time', '>=', 'start'], ['time', '<', 'end']] }; received ${what}`,
  );
