import type { KernelCall } from '@parquetframe/core/engine';

/** What a loop on this thread needs of its call: give way to the event loop, notice cancellation, report progress. */
export type Pace = Pick<KernelCall, 'checkpoint' | 'progress'>;

/** Part of the call's progress that a loop stands for. */
export type Span = readonly [from: number, to: number];

/** Rows or arcs between two checkpoints: a fraction of a millisecond of work. */
export const SLICE = 1 << 13;

/**
 * Visits 0 … length in ranges, with a checkpoint after each.
 * @throws ParquetFrameError `ABORTED`, from the checkpoint
 */
export async function sliced(pace: Pace, length: number, visit: (from: number, to: number) => void, span?: Span): Promise<void> {
  for (let from = 0; from < length; from += SLICE) {
    const to = Math.min(length, from + SLICE);
    visit(from, to);
    const pause = advance(pace, to / length, span);
    if (pause) await pause;
  }
}

/** Visits the rows of an adjacency in ranges of about one slice of arcs; a longer row is a range of its own. */
export async function slicedRows(
  pace: Pace,
  offsets: Uint32Array,
  visit: (from: number, to: number) => void,
  span?: Span,
): Promise<void> {
  const rows = offsets.length - 1;
  for (let from = 0; from < rows;) {
    const to = endOfRange(offsets, from, SLICE);
    visit(from, to);
    const pause = advance(pace, to / rows, span);
    if (pause) await pause;
    from = to;
  }
}

/** The largest `to > from` such that rows `from … to` are at most `arcs` rows and arcs, or a single row. */
export function endOfRange(offsets: Uint32Array, from: number, arcs: number): number {
  const limit = (offsets[from] ?? 0) + arcs;
  let low = from + 1;
  let high = Math.min(offsets.length - 1, from + arcs);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((offsets[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A promise to wait for, or nothing: awaiting nothing would cost more than a small slice. */
function advance(pace: Pace, done: number, span: Span | undefined): Promise<void> | undefined {
  if (span) pace.progress(span[0] + (span[1] - span[0]) * done);
  return pace.checkpoint();
}
