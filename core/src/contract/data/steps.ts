/** Work cut into steps of a millisecond or so: who drives it may give way between two of them. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Rows that are looked up or copied one by one in a step: texts all over a large table are in no cache and take a microsecond each. */
export const STEP_ROWS = 1 << 12;
/** Bytes that are copied in one go in a step, to memory that may not be there yet. */
export const STEP_BYTES = 1 << 18;

/** All steps without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** All steps, giving way in between when it is time to. @throws ParquetFrameError `ABORTED`, `DEADLINE_EXCEEDED`, from the checkpoint */
export async function inSteps<T>(steps: Steps<T>, checkpoint: () => Promise<void> | undefined): Promise<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    const pause = checkpoint();
    if (pause) await pause;
  }
}

/** How much shorter the first step is: code that has not run yet is not compiled, and takes as much longer. */
const FIRST_STEP = 16;

/**
 * Visits 0 … length in ranges of `size`, the first ones shorter, with a pause after each but the last. They begin at multiples of 8 where `size` is one of 128. A hot loop belongs into a function that `visit` calls: the compiler keeps
 * what that is given in registers, and reads what a closure shares from memory row by row.
 */
export function* ranges(length: number, visit: (from: number, to: number) => void, size = STEP_ROWS): Steps<void> {
  let step = Math.max(1, Math.floor(size / FIRST_STEP));
  for (let from = 0; from < length;) {
    if (from > 0) yield undefined;
    const to = Math.min(length, from + step);
    visit(from, to);
    from = to;
    step = Math.min(size, 2 * step);
  }
}

interface Settable<T> {
  readonly length: number;
  readonly BYTES_PER_ELEMENT: number;
  set(source: T, offset?: number): void;
  subarray(begin: number, end: number): T;
}

/** Copies one typed array into another of its class, from element `at` on. */
export function copySteps<T extends Settable<T>>(source: T, target: T, at = 0): Steps<void> {
  return ranges(
    source.length,
    (from, to) => {
      target.set(source.subarray(from, to), at + from);
    },
    STEP_BYTES / source.BYTES_PER_ELEMENT,
  );
}
