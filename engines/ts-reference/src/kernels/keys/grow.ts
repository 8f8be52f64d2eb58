import { copySteps } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';

type Growing = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** Entries put into a larger hash table in a step: each is written to a page of memory that may not be there yet. */
export const MOVED_AT_ONCE = 4096;

/** The contents of one typed array at the start of a larger one. */
export function grown<T extends Growing>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The same in steps: copying millions of entries takes longer than one turn of the event loop should. */
export function* grownSteps<T extends Growing>(from: T, to: T): Steps<T> {
  yield* copySteps<Growing>(from, to);
  yield undefined;
  return to;
}
