import { valueType } from '@parquetframe/core/engine';
import type { DataType, Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { grown } from '../keys/grow.js';
import { KeyTable } from '../keys/key-table.js';
import type { Accumulator } from './accumulator.js';
import { Slots } from './slots.js';
import { groupVector } from './distinct.js';
import { taken } from './taken.js';

/** Values that were new to their groups, with how often each was there. */
interface Piece {
  readonly groups: Int32Array;
  readonly vector: Vector;
  readonly first: number;
}
interface Partial {
  readonly pieces: readonly Piece[];
  readonly counts: Float64Array;
}

/** The most frequent value of each group; of several, the one that appeared first. A hash table of pairs of group and value, by first appearance. */
export class Mode implements Accumulator {
  readonly #type: DataType;
  readonly #pairs = new KeyTable();
  #counts = new Float64Array(64);
  readonly #pieces: Piece[] = [];
  #slots: Slots;

  constructor(type: DataType) {
    this.#type = valueType(type);
    this.#slots = new Slots(this.#type);
  }

  get bytes(): number {
    return this.#pairs.count * 64;
  }

  *reserve(_groupCount: number, vector: Vector | undefined, length: number): Steps<void> {
    if (vector && vector.form !== 'opaque') yield* this.#pairs.reserve([groupVector(new Int32Array(0)), vector], length);
  }

  add(vector: Vector | undefined, groups: Int32Array): void {
    if (vector) this.#add(vector, groups, undefined, 0);
  }

  /** `counts` from `first` on: how often each value counts. */
  #add(all: Vector, allGroups: Int32Array, counts: Float64Array | undefined, first: number): void {
    if (all.form === 'opaque' || allGroups.length === 0) return;
    // Nulls are no values.
    const rows = all.validity ? allGroups.map((_, row) => row).filter(row => isValid(all, row)) : undefined;
    const vector = rows ? taken(all, rows) : all;
    const groups = rows ? rows.map(row => allGroups[row] ?? 0) : allGroups;
    if (groups.length === 0) return;
    let known = this.#pairs.count;
    const start = known;
    const numbers = this.#pairs.lookup([groupVector(groups), vector], groups.length);
    if (this.#pairs.count > this.#counts.length) this.#counts = grown(this.#counts, new Float64Array(this.#pairs.count * 2));
    const fresh = new Int32Array(this.#pairs.count - known);
    for (let row = 0; row < numbers.length; row++) {
      const pair = numbers[row] ?? 0;
      if (pair === known) fresh[known++ - start] = row;
      this.#counts[pair] = (this.#counts[pair] ?? 0) + (counts?.[first + row] ?? 1);
    }
    if (fresh.length > 0)
      this.#pieces.push({ groups: fresh.map(row => groups[row] ?? 0), vector: taken(vector, fresh), first: start });
  }

  partial(): Partial {
    return { pieces: this.#pieces, counts: this.#counts.slice(0, this.#pairs.count) };
  }

  merge(partial: unknown, groups: Int32Array): void {
    const { pieces, counts } = partial as Partial;
    for (const piece of pieces)
      this.#add(
        piece.vector,
        piece.groups.map(group => groups[group] ?? 0),
        counts,
        piece.first,
      );
  }

  *prepare(groupCount: number): Steps<void> {
    const most = new Float64Array(groupCount);
    this.#slots = new Slots(this.#type);
    yield* this.#slots.reserveSteps(groupCount);
    for (const { groups, vector, first } of this.#pieces) {
      const shown = positiveZeros(vector);
      for (let i = 0; i < groups.length; i++) {
        const group = groups[i] ?? 0;
        const count = this.#counts[first + i] ?? 0;
        if (count <= (most[group] ?? 0)) continue;
        most[group] = count;
        this.#slots.set(group, shown, i);
      }
      yield undefined;
    }
  }

  finish(from: number, to: number): Vector {
    return this.#slots.values(from, to);
  }
}

/** −0 is equal to 0, and shown as 0. */
const positiveZeros = (vector: Vector): Vector =>
  vector.form === 'number' ? { ...vector, values: vector.values.map(value => value + 0) } : vector;
