import { ZONE_CYCLE_DAYS } from '@parquetframe/core/engine';
import { DAY_SECONDS } from './clock.js';

/** A moment in UTC, or a time that a clock shows: the day, and the second of it. */
export interface DaySecond {
  readonly days: number;
  readonly seconds: number;
}

/** How a time that the clock shows is found: it shows it once, twice, or never, since it is put forward at that moment, so many seconds. */
export type Found = { readonly offsets: readonly number[] } | { readonly skippedAt: DaySecond; readonly before: number };

/** How far from UTC clocks are at most, and more. */
const FAR = 2 * DAY_SECONDS;

/** The changes of the clock of a zone, from the table that plans have: see `localTime`. Binary search, O(log changes). */
export class Transitions {
  readonly #first: number;
  /** seconds since 1970 */
  readonly #moments: Float64Array;
  readonly #offsets: Float64Array;
  /** the day from which all repeats */
  readonly #repeats: number;

  constructor(table: Uint8Array) {
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
    const value = (index: number): number => Number(view.getBigInt64(8 * index, true));
    const count = table.byteLength / 16 - 1;
    this.#repeats = Math.floor(value(0) / DAY_SECONDS);
    this.#first = value(1);
    this.#moments = Float64Array.from({ length: count }, (_, index) => value(2 * index + 2));
    this.#offsets = Float64Array.from({ length: count }, (_, index) => value(2 * index + 3));
  }

  /** How many seconds the clock is ahead of UTC at a moment. */
  offsetAt(days: number, seconds: number): number {
    const cycles = this.#cycles(days);
    return this.#offset(this.#place((days - cycles * ZONE_CYCLE_DAYS) * DAY_SECONDS + seconds));
  }

  /** The moments at which the clock shows a time. */
  find(days: number, seconds: number): Found {
    const cycles = this.#cycles(days);
    const local = (days - cycles * ZONE_CYCLE_DAYS) * DAY_SECONDS + seconds;
    const offsets: number[] = [];
    let skipped: Found | undefined;
    const last = this.#place(local + FAR);
    for (let place = this.#place(local - FAR); place <= last; place++) {
      const offset = this.#offset(place);
      const isAfter = place === 0 || local >= this.#moment(place) + offset;
      const end = place < this.#moments.length ? this.#moment(place + 1) : Infinity;
      if (isAfter && local < end + offset) offsets.push(offset);
      else if (!isAfter && local >= this.#moment(place) + this.#offset(place - 1)) {
        const at = this.#moment(place);
        const day = Math.floor(at / DAY_SECONDS);
        skipped = {
          skippedAt: { days: day + cycles * ZONE_CYCLE_DAYS, seconds: at - day * DAY_SECONDS },
          before: this.#offset(place - 1),
        };
      }
    }
    return offsets.length === 0 && skipped ? skipped : { offsets };
  }

  /** How many times 400 years a day is after the first of which there are changes for all years. */
  #cycles(days: number): number {
    return days < this.#repeats + ZONE_CYCLE_DAYS ? 0 : Math.floor((days - this.#repeats) / ZONE_CYCLE_DAYS);
  }

  /** How many changes there are until then. */
  #place(moment: number): number {
    let [low, high] = [0, this.#moments.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#moments[middle] ?? 0) <= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #offset(place: number): number {
    return place === 0 ? this.#first : (this.#offsets[place - 1] ?? 0);
  }

  #moment(place: number): number {
    return this.#moments[place - 1] ?? 0;
  }
}
