import { isFloat, ranges, valueType } from '@parquetframe/core/engine';
import type { Steps, WindowBound, WindowFrame } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { WindowLayout } from './layout.js';

/** The frame of each position: positions from `from` up to, without, `to`. Neither ever goes back within a partition. */
export interface Frames {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Time O(rows), memory 8 bytes per row. */
export function* windowFrames(layout: WindowLayout, frame: WindowFrame): Steps<Frames> {
  const from = yield* frameEnds(layout, frame, frame.from, false);
  const to = yield* frameEnds(layout, frame, frame.to, true);
  yield* ranges(from.length, (first, last) => {
    for (let at = first; at < last; at++) to[at] = Math.max(from[at] ?? 0, to[at] ?? 0);
  });
  return { from, to };
}

/** One end of every frame: where it begins, or, for its end, the position after its last row. */
function* frameEnds(layout: WindowLayout, frame: WindowFrame, bound: WindowBound, isEnd: boolean): Steps<Uint32Array> {
  const { starts, ends, peerStarts, peerEnds } = layout;
  if (bound === 'unbounded') return isEnd ? ends.slice() : starts.slice();
  if (frame.unit === 'rows') return yield* byRows(layout, bound === 'current' ? 0 : Number(bound), isEnd);
  if (bound === 'current') return isEnd ? peerEnds.slice() : peerStarts.slice();
  return yield* byDistance(layout, bound, isEnd);
}

function* byRows({ starts, ends }: WindowLayout, rows: number, isEnd: boolean): Steps<Uint32Array> {
  const found = new Uint32Array(starts.length);
  const distance = isEnd ? rows + 1 : rows;
  yield* ranges(found.length, (from, to) => {
    for (let at = from; at < to; at++) found[at] = Math.min(ends[at] ?? 0, Math.max(starts[at] ?? 0, at + distance));
  });
  return found;
}

/** Rows without a value, or with NaN, are left to their peers; among the others the end moves forward only. */
function* byDistance(layout: WindowLayout, bound: number | string, isEnd: boolean): Steps<Uint32Array> {
  const { starts, ends, peerStarts, peerEnds } = layout;
  const found = isEnd ? peerEnds.slice() : peerStarts.slice();
  const { isPlaced, order } = distances(layout, bound);
  let [next, last] = [0, -1];
  yield* ranges(found.length, (first, until) => {
    for (let at = first; at < until; at++) {
      if (!isPlaced(at)) continue;
      const start = starts[at] ?? 0;
      if (start !== last) {
        // The rows with a value are neighbours: those before this one have none.
        [next, last] = [at, start];
      }
      const end = ends[at] ?? 0;
      while (next < end && isPlaced(next) && (isEnd ? order(next, at) <= 0 : order(next, at) < 0)) next++;
      found[at] = next;
    }
  });
  return found;
}

interface Distances {
  /** whether the position has a value that distances can be taken from */
  isPlaced(at: number): boolean;
  /** The order of the value at a position against that of another moved by the bound; in the direction of the order. */
  order(at: number, other: number): number;
}

/** Numbers of this size and their sums are whole numbers without loss. */
const SAFE = 2 ** 52;

function distances({ keys, order: rows }: WindowLayout, bound: number | string): Distances {
  const [key] = keys;
  const vector = key?.vector;
  if (!key || !vector || (vector.form !== 'number' && vector.form !== 'bigint')) return { isPlaced: () => false, order: () => 0 };
  const sign = key.descending ? -1 : 1;
  const placed = (at: number): boolean => isValid(vector, rows[at] ?? 0);
  if (vector.form === 'number' && (isFloat(valueType(vector.type)) || isSafe(vector.values, bound))) {
    const { values } = vector;
    const distance = sign * Number(bound);
    const value = (at: number): number => values[rows[at] ?? 0] ?? 0;
    return {
      isPlaced: at => placed(at) && !Number.isNaN(value(at)),
      order(at, other) {
        const [a, b] = [value(at), value(other) + distance];
        return sign * (a < b ? -1 : Number(a > b));
      },
    };
  }
  const { values } = vector;
  const distance = BigInt(sign) * BigInt(bound);
  const value = (at: number): bigint => BigInt(values[rows[at] ?? 0] ?? 0);
  return {
    isPlaced: placed,
    order(at, other) {
      const [a, b] = [value(at), value(other) + distance];
      return sign * (a < b ? -1 : Number(a > b));
    },
  };
}

const isSafe = (values: Float64Array, bound: number | string): boolean =>
  Math.abs(Number(bound)) <= SAFE && values.every(value => Math.abs(value) <= SAFE);
