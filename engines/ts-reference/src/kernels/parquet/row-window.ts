import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';

/** Rows `from … to` of a row group. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/** A batch would have more than an array can hold; fewer rows at a time may help. */
export class TooLarge extends Error {}

/** Entries `from … to` of a page. */
export interface Entries {
  readonly from: number;
  readonly to: number;
}

/** Finds which entries of the pages of a chunk belong to a window of rows. */
export class WindowCursor {
  /** rows that have begun */
  #rows = 0;

  constructor(private readonly window: RowWindow) {}

  /** Whether no entry that follows belongs to the window; of lists that shows only when the next row begins. */
  isBehind(isRepeated: boolean): boolean {
    return isRepeated ? this.#rows > this.window.to : this.#rows >= this.window.to;
  }

  /** Whether a page of a column that is not repeated lies outside the window. */
  skips(count: number): boolean {
    return this.#rows + count <= this.window.from || this.#rows >= this.window.to;
  }

  /** Moves over as many rows, an entry each. */
  pass(count: number): void {
    this.#rows += count;
  }

  /** Moves over the entries of a page: those of the window. */
  *entries(count: number, repetitions: Uint8Array | undefined): Steps<Entries> {
    const { from, to } = this.window;
    if (!repetitions) {
      const before = this.#rows;
      this.pass(count);
      return { from: clamp(from - before, count), to: clamp(to - before, count) };
    }
    if (this.#rows === 0 && count > 0 && repetitions[0] !== 0)
      throw new RangeError('the first entry continues a list that never began');
    let [first, last, rows] = [count, count, this.#rows];
    // Entries that go on with a row of the page before belong where that row does.
    if (rows > from && rows <= to) first = 0;
    yield* ranges(count, (start, end) => {
      for (let i = start; i < end; i++) {
        if (repetitions[i] !== 0) continue;
        if (rows === from && first === count) first = i;
        if (rows === to && last === count) last = i;
        rows++;
      }
    });
    if (this.#rows > to) last = 0;
    this.#rows = rows;
    return { from: Math.min(first, last), to: last };
  }
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));
