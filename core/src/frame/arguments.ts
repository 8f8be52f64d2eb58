import { ParquetFrameError } from '../contract/errors/index.js';

/** Refuses arguments after those that a method takes: each would be lost without a word. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireNoMore(taker: string, most: number, more: readonly unknown[], instead?: string): void {
  if (more.length === 0) return;
  const takes = most === 0 ? 'no argument' : most === 1 ? 'one argument' : `at most ${String(most)} arguments`;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} takes ${takes}; received ${String(most + more.length)}${instead === undefined ? '' : `. ${instead}`}`,
    { details: { taker } },
  );
}

/** Refuses a call with less arguments than a method needs. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireArguments(taker: string, fewest: number, given: readonly unknown[]): void {
  const count = given.findLastIndex(value => value !== undefined) + 1;
  if (count >= fewest) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} takes ${String(fewest)} ${fewest === 1 ? 'argument' : 'arguments'}, received ${count === 0 ? 'none' : String(count)}`,
    { details: { taker } },
  );
}
