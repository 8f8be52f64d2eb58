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
