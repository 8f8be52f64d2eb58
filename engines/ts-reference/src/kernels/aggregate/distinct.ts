import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { KeyTable } from '../keys/key-table.js';
import type { Accumulator } from './accumulator.js';
import { Counter } from './counter.js';
import { taken } from './taken.js';

/** Values that were new to their groups: `vector` has the value of each, `groups` its group. */
interface Piece {
  readonly groups: Int32Array;
  readonly vector: Vector;
}

/**
 * How many different values each group has: those that would be groups of their own (NaN is equal to itself, −0 to 0). Nulls do not count. A hash table of pairs of group
 * and value; the values are kept as well, for other threads.
 */
export class Distinct implements Accumulator {
  readonly #counter = new Counter();
  readonly #pairs = new KeyTable();
  readonly #pieces: Piece[] = [];

  get bytes(): number {
    return this.#pairs.count * 64;
  }

  *reserve(groupCount: number, vector: Vector | undefined, length: number): Steps<void> {
    yield* this.#counter.reserveSteps(groupCount);
    if (vector && vector.form !== 'opaque') yield* this.#pairs.reserve([groupVector(new Int32Array(0)), vector], length);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#counter.reserve(groupCount);
    if (!vector || vector.form === 'opaque') return;
    let known = this.#pairs.count;
    const numbers = this.#pairs.lookup([groupVector(groups), vector], groups.length);
    const rows: number[] = [];
    for (let row = 0; row < numbers.length; row++) {
      if (numbers[row] !== known) continue;
      known++;
      if (isValid(vector, row)) rows.push(row);
    }
    if (rows.length === 0) return;
    const piece = { groups: Int32Array.from(rows, row => groups[row] ?? 0), vector: taken(vector, Int32Array.from(rows)) };
    this.#counter.add(undefined, piece.groups, groupCount);
    this.#pieces.push(piece);
  }

  partial(): readonly Piece[] {
    return this.#pieces;
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    for (const piece of partial as readonly Piece[])
      this.add(
        piece.vector,
        piece.groups.map(group => groups[group] ?? 0),
        groupCount,
      );
  }

  finish(from: number, to: number): Vector {
    return { form: 'number', type: { id: 'int64' }, step: 1, validity: undefined, values: this.#counter.counts(from, to) };
  }
}

export const groupVector = (groups: Int32Array): Vector => ({
  form: 'number',
  type: { id: 'int32' },
  step: 1,
  validity: undefined,
  values: new Float64Array(groups),
});
