import { sliced, type Pace } from './slices.js';

/** Values sorted at once: a few milliseconds. */
const RUN = 1 << 13;

type Sortable = Float64Array | Uint32Array;

/** Bottom-up merge sort in slices, so that the event loop is not held. Stable; in place of `values`, with as much memory again. O(n log n). */
export async function sortInSlices<T extends Sortable>(
  values: T,
  spare: T,
  compare: (a: number, b: number) => number,
  pace: Pace,
): Promise<T> {
  const { length } = values;
  for (let start = 0; start < length; start += RUN) {
    values.subarray(start, Math.min(length, start + RUN)).sort(compare);
    const pause = pace.checkpoint();
    if (pause) await pause;
  }
  let from = values;
  let into = spare;
  for (let width = RUN; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(length, start + width);
      const merging: Merging = { left: start, leftEnd: middle, right: middle, rightEnd: Math.min(length, start + 2 * width) };
      const [source, target] = [from, into];
      await sliced(pace, merging.rightEnd - start, (low, high) =>
        merge(source, target, merging, start + low, start + high, compare),
      );
    }
    [from, into] = [into, from];
  }
  return from;
}

interface Merging {
  left: number;
  readonly leftEnd: number;
  right: number;
  readonly rightEnd: number;
}

/** Writes `target[from … to)`, going on where it stopped. */
function merge(
  source: Sortable,
  target: Sortable,
  at: Merging,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  let { left, right } = at;
  for (let i = from; i < to; i++) {
    const takeLeft = left < at.leftEnd && (right >= at.rightEnd || compare(source[left] ?? 0, source[right] ?? 0) <= 0);
    target[i] = source[takeLeft ? left++ : right++] ?? 0;
  }
  at.left = left;
  at.right = right;
}
