import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import type { JoinHow } from '../../contract/operations/index.js';
import type { Executor } from '../../executor/index.js';
import { described } from '../described.js';
import type { FrameLike } from '../frame-like.js';
import { requireChoice } from '../settings.js';
import { columnNames, requireSome, verbStep, type VerbStep } from './names.js';

/** Which rows a join gives: pairs, and rows without a partner of either side; or left rows that have one, or none; or every pair. */
export type JoinType = JoinHow;
/** Joins on keys. */
export type KeyedJoin = Exclude<JoinType, 'cross'>;

const KINDS = ['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'] as const satisfies readonly JoinType[];

/** The step and the right frame of a join. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function joinStep(executor: Executor, right: unknown, options: unknown): VerbStep & { readonly right: FrameLike } {
  if (!isFrame(right))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `join takes a frame and its keys, as in join(other, { on: 'id' }); received ${described(right)} for the frame`,
    );
  if (right.executor !== executor)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'join takes two frames of one runtime; hand the data of the other over with fromArrow',
    );
  if (!hasMembers(options)) throw needsKeys(described(options));
  checkOptionNames('join', options, ['on', 'leftOn', 'rightOn', 'how', 'suffix', 'nullsEqual']);
  const { on, leftOn, rightOn, how, suffix, nullsEqual } = options;
  requireChoice('join', 'how', how, KINDS);
  if (suffix !== undefined && (typeof suffix !== 'string' || suffix === ''))
    throw new ParquetFrameError('INVALID_ARGUMENT', `join: suffix must be a non-empty string, received ${received(suffix)}`);
  if (nullsEqual !== undefined && typeof nullsEqual !== 'boolean')
    throw new ParquetFrameError('INVALID_ARGUMENT', `join: nullsEqual must be true or false, received ${received(nullsEqual)}`);
  if (how === 'cross') requireNoKeys(on ?? leftOn ?? rightOn);
  const keys = how === 'cross' ? undefined : pairs(on, leftOn, rightOn);
  return {
    ...verbStep('table.join', { on: keys, how, suffix, ...(nullsEqual === undefined ? {} : { nullsEqual }) }),
    right,
  };
}

function requireNoKeys(given: unknown): void {
  if (given === undefined) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `join: a cross join gives every pair of rows, so it takes no keys; received ${received(given)}`,
  );
}

/** The pairs of key columns. */
function pairs(on: unknown, leftOn: unknown, rightOn: unknown): readonly { readonly left: string; readonly right: string }[] {
  const given = Object.entries({ on, leftOn, rightOn }).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  const isOneName = on !== undefined && given.length === 1;
  const isPair = on === undefined && given.length === 2;
  if (!isOneName && !isPair) throw needsKeys(given.length === 0 ? 'none of them' : given.join(' and '), given.length === 1);
  if (isOneName) {
    const names = columnNames('join: on', on);
    requireSome('join: on', names);
    return names.map(name => ({ left: name, right: name }));
  }
  const left = columnNames('join: leftOn', leftOn);
  const right = columnNames('join: rightOn', rightOn);
  requireSome('join: leftOn', left);
  if (left.length !== right.length)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `join: leftOn has ${String(left.length)} columns, rightOn ${String(right.length)}; they are paired in order`,
    );
  return left.map((name, index) => ({ left: name, right: right[index] ?? name }));
}

const needsKeys = (what: string, isAlone = false): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `join needs the columns that must agree: { on: 'id' } where both frames have the name, else { leftOn: 'a', rightOn: 'b' }; received ${what}${isAlone ? ' alone' : ''}`,
  );

/** Not by class: a frame may be of another copy of this library; then its executor is another, too. */
export const isFrame = (value: unknown): value is FrameLike =>
  typeof value === 'object' && value !== null && 'plan' in value && 'executor' in value;
