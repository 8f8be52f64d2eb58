import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import type { AsofStrategy } from '../../contract/operations/index.js';
import type { Executor } from '../../executor/index.js';
import { described } from '../described.js';
import type { FrameLike } from '../frame-like.js';
import { requireChoice } from '../settings.js';
import { keyPairs, needsKeys, requireFrameBeside } from './join.js';
import { newName, verbStep, type VerbStep } from './names.js';

/** How an as-of join finds its partners. */
export interface AsofOptions {
  /** `backward` (default): the greatest value that is not greater; `forward`: the least that is not less; `nearest`: of two as near the one before */
  readonly strategy?: AsofStrategy;
  /** the greatest distance: a number, or between dates, times and durations a text such as `90s`, `5m` or `1d` */
  readonly tolerance?: number | string;
  /** whether a row with an equal value is a partner; default true */
  readonly exactMatches?: boolean;
}

const OPTIONS = [
  'on',
  'leftOn',
  'rightOn',
  'by',
  'leftBy',
  'rightBy',
  'strategy',
  'tolerance',
  'exactMatches',
  'suffix',
] as const;

/** The step and the right frame of an as-of join. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function joinAsofStep(executor: Executor, right: unknown, options: unknown): VerbStep & { readonly right: FrameLike } {
  requireFrameBeside('joinAsof', executor, right);
  if (!hasMembers(options)) throw needsKeys(described(options), false, 'joinAsof');
  checkOptionNames('joinAsof', options, OPTIONS);
  const { on, leftOn, rightOn, by, leftBy, rightBy, strategy, tolerance, exactMatches, suffix } = options;
  const [compared, ...more] = keyPairs('joinAsof', { on, leftOn, rightOn });
  if (more.length > 0)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `joinAsof compares the values of one column; received ${String(more.length + 1)}. Columns that must be equal are named in by: { on: 'time', by: ['symbol'] }`,
    );
  const hasBy = [by, leftBy, rightBy].some(value => value !== undefined);
  requireChoice('joinAsof', 'strategy', strategy, ['backward', 'forward', 'nearest']);
  if (exactMatches !== undefined && typeof exactMatches !== 'boolean')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `joinAsof: exactMatches must be true or false, received ${received(exactMatches)}`,
    );
  // Whether a text is a span of time is for the operation to say.
  const isDistance = typeof tolerance === 'number' ? tolerance >= 0 && tolerance < Infinity : typeof tolerance === 'string';
  if (tolerance !== undefined && !isDistance)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `joinAsof: tolerance must be a number of at least 0, or between times a text such as "90s" or "500ms", received ${received(tolerance)}`,
    );
  if (suffix !== undefined) newName('joinAsof', 'suffix', suffix);
  return {
    ...verbStep('table.joinAsof', {
      on: compared,
      ...(hasBy ? { by: keyPairs('joinAsof', { by, leftBy, rightBy }) } : {}),
      strategy,
      tolerance,
      exactMatches,
      suffix,
    }),
    right,
  };
}
