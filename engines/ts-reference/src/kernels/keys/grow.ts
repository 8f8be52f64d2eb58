import { copySteps, ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';

type Growing = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** Entries put into a larger hash table in a step: each is written to a page of memory that may not be there yet, which takes microseconds to get. */
const MOVED_AT_ONCE = 512;

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

/** So many entries by their hashes in an open-addressing table of `length` slots, a power of two: entry + 1, 0 where there is none. */
export function* rehashed(hashes: Int32Array, entries: number, length: number): Steps<Int32Array<ArrayBuffer>> {
  const slots = new Int32Array(length);
  const mask = length - 1;
  yield* ranges(
    entries,
    (from, to) => {
      for (let entry = from; entry < to; entry++) {
        let slot = (hashes[entry] ?? 0) & mask;
        while (slots[slot] !== 0) slot = (slot + 1) & mask;
        slots[slot] = entry + 1;
      }
    },
    MOVED_AT_ONCE,
  );
  return slots;
}
