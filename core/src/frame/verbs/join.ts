import { checkOptionNames, ParquetFrameError, received } from '../../contract/errors/index.js';
import type { Executor } from '../../executor/index.js';
import type { FrameLike } from '../frame-like.js';
import { requireChoice } from '../settings.js';
import { columnNames, verbStep, type VerbStep } from './names.js';

/** Which rows without a partner stay. */
export type JoinType = 'inner' | 'left';

/** The step and the right frame of a join. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function joinStep(executor: Executor, right: unknown, options: unknown): VerbStep & { readonly right: FrameLike } {
  if (!isFrame(right))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `join takes a frame and its keys, as in join(other, { on: 'id' }); received ${received(right)} for the frame`,
    );
  if (right.executor !== executor)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'join takes two frames of one runtime; hand the data of the other over with fromArrow',
    );
  checkOptionNames('join', options, ['on', 'leftOn', 'rightOn', 'how', 'suffix']);
  const { on, leftOn, rightOn, how, suffix }: { readonly [option: string]: unknown } = { ...(options ?? {}) };
  requireChoice('join', 'how', how, ['inner', 'left']);
  if (suffix !== undefined && (typeof suffix !== 'string' || suffix === ''))
    throw new ParquetFrameError('INVALID_ARGUMENT', `join: suffix must be a non-empty string, received ${received(suffix)}`);
  return { ...verbStep('table.join', { on: pairs(on, leftOn, rightOn), how, suffix }), right };
}

/** The pairs of key columns. */
function pairs(on: unknown, leftOn: unknown, rightOn: unknown): readonly { readonly left: string; readonly right: string }[] {
  const both = leftOn !== undefined && rightOn !== undefined;
  if ((on === undefined) !== both || (on !== undefined && (leftOn !== undefined || rightOn !== undefined)))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      "join needs the columns that must agree: { on: 'id' } where both frames have the name, else { leftOn: 'a', rightOn: 'b' }",
    );
  if (on !== undefined) return columnNames('join', on).map(name => ({ left: name, right: name }));
  const left = columnNames('join', leftOn);
  const right = columnNames('join', rightOn);
  if (left.length !== right.length)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `join: leftOn has ${String(left.length)} columns, rightOn ${String(right.length)}; they are paired in order`,
    );
  return left.map((name, index) => ({ left: name, right: right[index] ?? name }));
}

/** Not by class: a frame may be of another copy of this library; then its executor is another, too. */
export const isFrame = (value: unknown): value is FrameLike =>
  typeof value === 'object' && value !== null && 'plan' in value && 'executor' in value;
