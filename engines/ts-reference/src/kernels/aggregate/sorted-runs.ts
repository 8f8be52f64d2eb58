import type { Steps } from '@parquetframe/core/engine';

/** Values that are sorted in one go. */
const RUN = 1 << 13;

/** Sorts ascending, NaN last and −0 before 0, in steps: runs by the built-in sort, then merges of neighbours. */
export function* sortSteps(values: Float64Array): Steps<void> {
  for (let start = 0; start < values.length; start += RUN) {
    values.subarray(start, start + RUN).sort();
    if (start > 0) yield undefined;
  }
  if (values.length <= RUN) return;
  let from = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let width = RUN; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) yield* mergeSteps(from, to, start, width);
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
}

function* mergeSteps(from: Float64Array, to: Float64Array, start: number, width: number): Steps<void> {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(start + 2 * width, from.length);
  let [left, right] = [start, middle];
  for (let at = start; at < end; at++) {
    const [a = 0, b = 0] = [from[left], from[right]];
    to[at] = right >= end || (left < middle && !comesBefore(b, a)) ? (from[left++] ?? 0) : (from[right++] ?? 0);
    if ((at & (RUN - 1)) === 0) yield undefined;
  }
}

const comesBefore = (a: number, b: number): boolean =>
  a < b || (a === b ? a === 0 && Object.is(a, -0) && !Object.is(b, -0) : b !== b && a === a);
