import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import type { JoinHow } from '../../contract/operations/index.js';
import type { Executor } from '../../executor/index.js';
import { described } from '../described.js';
import type { FrameLike } from '../frame-like.js';
import { requireChoice } from '../settings.js';
import { columnNames, newName, requireSome, verbStep, type VerbStep } from './names.js';

/** Which rows a join gives: pairs, and rows without a partner of either side; or left rows that have one, or none; or every pair. */
export type JoinType = JoinHow;
/** Joins on keys. */
export type KeyedJoin = Exclude<JoinType, 'cross'>;

const KINDS = ['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'] as const satisfies readonly JoinType[];

/** The step and the right frame of a join. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function joinStep(executor: Executor, right: unknown, options: unknown): VerbStep & { readonly right: FrameLike } {
  requireFrameBeside('join', executor, right);
  if (!hasMembers(options)) throw needsKeys(described(options));
  checkOptionNames('join', options, ['on', 'leftOn', 'rightOn', 'how', 'suffix', 'nullsEqual']);
  const { on, leftOn, rightOn, how, suffix, nullsEqual } = options;
  requireChoice('join', 'how', how, KINDS);
  if (suffix !== undefined) newName('join', 'suffix', suffix);
  if (nullsEqual !== undefined && typeof nullsEqual !== 'boolean')
    throw new ParquetFrameError('INVALID_ARGUMENT', `join: nullsEqual must be true or false, received ${received(nullsEqual)}`);
  if (how === 'cross') requireNoKeys(on ?? leftOn ?? rightOn);
  const keys = how === 'cross' ? undefined : keyPairs('join', { on, leftOn, rightOn });
  return {
    ...verbStep('table.join', { on: keys, how, suffix, ...(nullsEqual === undefined ? {} : { nullsEqual }) }),
    right,
  };
}

/** The frame beside this one. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireFrameBeside(verb: string, executor: Executor, right: unknown): asserts right is FrameLike {
  if (!isFrame(right))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb} takes a frame and its keys, as in ${verb}(other, { on: 'id' }); received ${described(right)} for the frame`,
    );
  if (right.executor !== executor)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb} takes two frames of one runtime; hand the data of the other over with fromArrow`,
    );
}

function requireNoKeys(given: unknown): void {
  if (given === undefined) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `join: a cross join gives every pair of rows, so it takes no keys; received ${received(given)}`,
  );
}

/** The pairs of key columns: an option of names on both sides, or one per side. */
export function keyPairs(
  verb: string,
  given: { readonly [option: string]: unknown },
): readonly { readonly left: string; readonly right: string }[] {
  const [both = '', leftName = '', rightName = ''] = Object.keys(given);
  const here = Object.entries(given).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  const isOneName = given[both] !== undefined && here.length === 1;
  const isPair = given[both] === undefined && here.length === 2;
  if (!isOneName && !isPair)
    throw needsKeys(here.length === 0 ? 'none of them' : here.join(' and '), here.length === 1, verb, given);
  if (isOneName) {
    const names = columnNames(`${verb}: ${both}`, given[both]);
    requireSome(`${verb}: ${both}`, names);
    return names.map(name => ({ left: name, right: name }));
  }
  const left = columnNames(`${verb}: ${leftName}`, given[leftName]);
  const right = columnNames(`${verb}: ${rightName}`, given[rightName]);
  requireSome(`${verb}: ${leftName}`, left);
  if (left.length !== right.length)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: ${leftName} has ${String(left.length)} columns, ${rightName} ${String(right.length)}; they are paired in order`,
    );
  return left.map((name, index) => ({ left: name, right: right[index] ?? name }));
}

export function needsKeys(
  what: string,
  isAlone = false,
  verb = 'join',
  given: object = { on: 0, leftOn: 0, rightOn: 0 },
): ParquetFrameError {
  const [both = '', left = '', right = ''] = Object.keys(given);
  const must = both === 'on' && verb === 'joinAsof' ? 'the columns whose values are compared' : 'the columns that must agree';
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb} needs ${must}: { ${both}: 'id' } where both frames have the name, else { ${left}: 'a', ${right}: 'b' }; received ${what}${isAlone ? ' alone' : ''}`,
  );
}

/** Not by class: a frame may be of another copy of this library; then its executor is another, too. */
export const isFrame = (value: unknown): value is FrameLike =>
  typeof value === 'object' && value !== null && 'plan' in value && 'executor' in value;
