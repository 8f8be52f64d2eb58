import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import { taken } from './taken.js';

/** Values of some rows, with the group of each. */
export interface Piece {
  readonly groups: Int32Array;
  readonly vector: Vector;
}

/** All values of each group, in the order of their rows: copies, piece by piece, so that no batch is kept. */
export class KeptValues {
  readonly #pieces: Piece[] = [];
  length = 0;
  bytes = 0;

  add(vector: Vector, groups: Int32Array): void {
    if (groups.length === 0) return;
    const copy = taken(
      vector,
      groups.map((_, row) => row),
    );
    this.#pieces.push({ groups: groups.slice(), vector: copy });
    this.length += groups.length;
    this.bytes += groups.length * 4 + bytesOf(copy);
  }

  partial(): readonly Piece[] {
    return this.#pieces;
  }

  merge(partial: unknown, groups: Int32Array): void {
    for (const piece of partial as readonly Piece[])
      this.add(
        piece.vector,
        piece.groups.map(group => groups[group] ?? 0),
      );
  }

  /** Where the values of each group begin among all, group by group, and the end. */
  *starts(groupCount: number): Steps<Float64Array> {
    const starts = new Float64Array(groupCount + 1);
    for (const { groups } of this.#pieces) {
      for (const group of groups) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
      yield undefined;
    }
    yield* ranges(groupCount, (from, to) => {
      for (let group = from; group < to; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
    });
    return starts;
  }

  /** Calls `visit` for each value in the order of rows, with its place among all, group by group. */
  *places(starts: Float64Array, visit: (vector: Vector, row: number, place: number, piece: number) => void): Steps<void> {
    const next = starts.slice();
    for (const [piece, { groups, vector }] of this.#pieces.entries()) {
      for (let row = 0; row < groups.length; row++) {
        const group = groups[row] ?? 0;
        const place = next[group] ?? 0;
        next[group] = place + 1;
        visit(vector, row, place, piece);
      }
      yield undefined;
    }
  }
}

function bytesOf(vector: Vector): number {
  const validity = vector.validity?.length ?? 0;
  if (vector.form === 'opaque') return validity;
  if (vector.form === 'bytes') return validity + vector.data.length + vector.offsets.length * 8;
  // A bigint of an array is an object.
  return validity + vector.values.length * (vector.form === 'bigint' ? 32 : vector.values instanceof Uint8Array ? 1 : 8);
}
