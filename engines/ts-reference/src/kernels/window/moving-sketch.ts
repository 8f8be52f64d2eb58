import { ranges } from '@parquetframe/core/engine';
import type { ColumnData, Steps, WindowCall } from '@parquetframe/core/engine';
import { hashed } from '../aggregate/approx-distinct.js';
import { hasher } from '../expression/hash-value.js';
import { estimate, RANKS, REGISTERS } from '../aggregate/estimate.js';
import { isValid } from '../expression/vector.js';
import { windowFrames } from './frames.js';
import type { WindowLayout } from './layout.js';
import { Drained, move } from './moving.js';
import { numberColumn } from './ranks.js';
import type { WindowTable } from './rows.js';

/** The column of `approxCountDistinct`; undefined for any other function. Each value is hashed once; how often each rank of a register is there tells its greatest when values go. Time O(rows). */
export function* approxColumn(call: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData | undefined> {
  const { function: f, column, where, frame } = call;
  if (column === null || !frame || f !== 'approxCountDistinct') return undefined;
  const { length } = layout.order;
  const counts = yield* table.counts(where);
  const vector = yield* table.vector(column);
  const hash = hasher(vector.type);
  const places = new Int32Array(length).fill(NOTHING);
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++) {
      if (vector.form === 'opaque' || !isValid(vector, row) || !counts(row)) continue;
      hash(vector, row);
      places[row] = hashed.register() * RANKS + hashed.rank();
    }
  });
  const sketch = new CountedSketch();
  const moving = new Drained(length, (row, by) => {
    const place = places[row] ?? NOTHING;
    if (place !== NOTHING) sketch.change(place, by);
  });
  const values = new Float64Array(length);
  yield* move(layout, yield* windowFrames(layout, frame), moving, row => {
    values[row] = estimate(sketch.registersOf);
  });
  return yield* numberColumn('int64', values);
}

const NOTHING = -1;

/** A HyperLogLog from which values can be taken away again. */
class CountedSketch {
  /** how many registers have each rank */
  readonly registersOf = new Float64Array(RANKS);
  readonly #greatest = new Uint8Array(REGISTERS);
  /** register × ranks + rank */
  readonly #counts = new Uint32Array(REGISTERS * RANKS);

  constructor() {
    this.registersOf[0] = REGISTERS;
  }

  change(place: number, by: 1 | -1): void {
    const count = (this.#counts[place] ?? 0) + by;
    this.#counts[place] = count;
    const register = Math.floor(place / RANKS);
    const rank = place - register * RANKS;
    const before = this.#greatest[register] ?? 0;
    if (by === 1 && rank > before) this.#set(register, before, rank);
    if (count > 0 || rank < before) return;
    let next = rank - 1;
    while (next > 0 && this.#counts[register * RANKS + next] === 0) next--;
    this.#set(register, before, next);
  }

  #set(register: number, before: number, rank: number): void {
    this.#greatest[register] = rank;
    this.registersOf[before] = (this.registersOf[before] ?? 0) - 1;
    this.registersOf[rank] = (this.registersOf[rank] ?? 0) + 1;
  }
}
