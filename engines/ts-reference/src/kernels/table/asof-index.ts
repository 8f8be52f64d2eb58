import type { AsofShape } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';

type Value = number | bigint;

/** Values of a column that have an order. */
export interface OrderedValues {
  readonly vector: Vector;
  at(row: number): Value;
}

export interface GroupedRows {
  readonly order: Uint32Array;
  readonly groups: Int32Array;
  /** how many groups there are */
  readonly count: number;
}

export function orderedValues(vector: Vector): OrderedValues {
  if (vector.form === 'number') {
    const { values, step } = vector;
    return { vector, at: row => values[row * step] ?? 0 };
  }
  if (vector.form === 'bigint') {
    const { values, step } = vector;
    return { vector, at: row => values[row * step] ?? 0n };
  }
  throw new TypeError(`values of type ${vector.type.id} have no distances`);
}

/** Right rows by group, in each by value, equal ones in row order. */
export class AsofIndex {
  readonly #shape: AsofShape;
  readonly #values: OrderedValues;
  readonly #floats: boolean;
  /** where the rows of each group begin in `rows`, and where the last one ends */
  readonly #starts: Uint32Array;
  readonly #rows: Int32Array;

  /** `rows.order`: all rows by value; `rows.groups`: the group of each row, −1 for one that matches nothing. `floats`: distances are differences of floats. */
  constructor(shape: AsofShape, values: OrderedValues, floats: boolean, { order, groups, count }: GroupedRows) {
    this.#shape = shape;
    this.#values = values;
    this.#floats = floats;
    const { vector } = values;
    const isThere = (row: number): boolean => (groups[row] ?? -1) >= 0 && isValid(vector, row) && !Number.isNaN(values.at(row));
    this.#starts = new Uint32Array(count + 1);
    for (let row = 0; row < groups.length; row++)
      if (isThere(row)) this.#starts[(groups[row] ?? 0) + 1] = (this.#starts[(groups[row] ?? 0) + 1] ?? 0) + 1;
    for (let group = 0; group < count; group++)
      this.#starts[group + 1] = (this.#starts[group + 1] ?? 0) + (this.#starts[group] ?? 0);
    const next = this.#starts.slice();
    this.#rows = new Int32Array(this.#starts[count] ?? 0);
    for (const row of order) {
      if (!isThere(row)) continue;
      const group = groups[row] ?? 0;
      this.#rows[next[group] ?? 0] = row;
      next[group] = (next[group] ?? 0) + 1;
    }
  }

  /** The right row that stands beside a left row of this group and value; −1 where there is none. */
  partner(group: number, value: Value): number {
    if (group < 0 || Number.isNaN(value)) return -1;
    const { strategy, exactMatches } = this.#shape;
    const [start, end] = [this.#starts[group] ?? 0, this.#starts[group + 1] ?? 0];
    // Equal values lie in [least, beyond).
    const least = strategy === 'backward' && exactMatches ? end : this.#first(start, end, found => found >= value);
    const beyond = strategy === 'forward' && exactMatches ? start : this.#first(start, end, found => found > value);
    const before = (exactMatches ? beyond : least) - 1;
    const after = exactMatches ? least : beyond;
    const back = strategy !== 'forward' && before >= start ? (this.#rows[before] ?? -1) : -1;
    const forth = strategy !== 'backward' && after < end ? (this.#rows[after] ?? -1) : -1;
    const row = back >= 0 && (forth < 0 || this.#distance(value, back) <= this.#distance(value, forth)) ? back : forth;
    const { tolerance } = this.#shape;
    return row >= 0 && tolerance !== undefined && !(this.#distance(value, row) <= tolerance) ? -1 : row;
  }

  /** The first place in the range whose value passes; all after it do. */
  #first(start: number, end: number, passes: (value: Value) => boolean): number {
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(this.#values.at(this.#rows[middle] ?? 0))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #distance(value: Value, row: number): Value {
    const other = this.#values.at(row);
    // Between infinities, too.
    if (!(value < other) && !(value > other)) return 0;
    if (this.#floats) return Math.abs(Number(value) - Number(other));
    if (typeof value === 'number' && typeof other === 'number') {
      const distance = Math.abs(value - other);
      // Differences of whole numbers are exact up to here.
      if (distance <= Number.MAX_SAFE_INTEGER) return distance;
    }
    const distance = BigInt(value) - BigInt(other);
    return distance < 0n ? -distance : distance;
  }
}
