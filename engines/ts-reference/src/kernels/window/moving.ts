import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import type { Frames } from './frames.js';
import type { WindowLayout } from './layout.js';

/** What can be told of a frame from what was added and taken away again, without loss. */
export interface Moving {
  clear(): void;
  add(row: number): void;
  remove(row: number): void;
}

/** What is changed row by row and cannot be cleared at once: rows that are left are taken away one by one, in the order in which they came. */
export class Drained implements Moving {
  readonly #rows: Int32Array;
  readonly #change: (row: number, by: 1 | -1) => void;
  #first = 0;
  #next = 0;

  /** `rows`: how many there are at most */
  constructor(rows: number, change: (row: number, by: 1 | -1) => void) {
    this.#rows = new Int32Array(rows);
    this.#change = change;
  }

  clear(): void {
    while (this.#first < this.#next) this.#change(this.#rows[this.#first++] ?? 0, -1);
    this.#first = this.#next = 0;
  }

  add(row: number): void {
    this.#rows[this.#next++] = row;
    this.#change(row, 1);
  }

  remove(row: number): void {
    this.#first++;
    this.#change(row, -1);
  }
}

/** Moves over the frames of all positions, one row in and one row out at a time, and tells of the row of each. Time O(rows). */
export function* move(
  { order, starts }: WindowLayout,
  { from, to }: Frames,
  moving: Moving,
  tell: (row: number) => void,
): Steps<void> {
  let [first, next] = [0, 0];
  yield* ranges(order.length, (begin, end) => {
    for (let at = begin; at < end; at++) {
      if (starts[at] === at) {
        moving.clear();
        first = next = at;
      }
      const [start, stop] = [from[at] ?? 0, to[at] ?? 0];
      if (start >= next && start > first) {
        // Nothing of what is in the frame now stays.
        moving.clear();
        first = next = start;
      }
      for (; next < stop; next++) moving.add(order[next] ?? 0);
      for (; first < start; first++) moving.remove(order[first] ?? 0);
      tell(order[at] ?? 0);
    }
  });
}
