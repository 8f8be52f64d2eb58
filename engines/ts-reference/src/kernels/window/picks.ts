import { concatSteps, isFloat, ranges, takeSteps, valueType } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps, WindowCall } from '@parquetframe/core/engine';
import { columnLoader } from '../expression/load.js';
import { columnSink } from '../expression/sink.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { rowOrder } from '../table/merge-order.js';
import { windowFrames } from './frames.js';
import type { Frames } from './frames.js';
import type { WindowLayout } from './layout.js';
import type { WindowTable } from './rows.js';

/** No row. */
const NONE = -1;

/** The column of a function whose value is that of another row; undefined for any other function. */
export function* pickedColumn(call: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData | undefined> {
  const { function: f, column, options, frame, where } = call;
  if (column === null) return undefined;
  switch (f) {
    case 'lag':
    case 'lead':
      return yield* shifted(call, layout, table, (f === 'lag' ? -1 : 1) * Number(options?.['offset']));
    case 'nthValue':
      return yield* taken(
        table,
        column,
        frame ? yield* nth(layout, yield* windowFrames(layout, frame), Number(options?.['n'])) : [],
      );
    case 'first':
    case 'last':
    case 'min':
    case 'max':
    case 'argMin':
    case 'argMax':
      break;
    default:
      return undefined;
  }
  if (!frame) return undefined;
  const frames = yield* windowFrames(layout, frame);
  const vector = yield* table.vector(call.second ?? column);
  const counts = yield* table.counts(where);
  const isThere = (row: number): boolean => counts(row) && isValid(vector, row);
  const isEnd = f === 'first' || f === 'last';
  const rows = isEnd
    ? yield* ends(layout, frames, options?.['ignoreNulls'] === true ? isThere : counts, f === 'last')
    : yield* extremes(layout, frames, isThere, better(vector, f === 'min' || f === 'argMin'));
  return yield* canonical(table.type(column), yield* taken(table, column, rows));
}

function* taken(table: WindowTable, column: string, rows: ArrayLike<number>): Steps<ColumnData> {
  return yield* takeSteps(table.type(column), table.column(column), Int32Array.from(rows));
}

/** The row so many positions further on; where there is none, that of the second column, which follows the first. */
function* shifted(call: WindowCall, layout: WindowLayout, table: WindowTable, distance: number): Steps<ColumnData> {
  const { order, starts, ends } = layout;
  const { column, second } = call;
  const rows = new Int32Array(order.length);
  yield* ranges(order.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const other = at + distance;
      const row = order[at] ?? 0;
      const isThere = other >= (starts[at] ?? 0) && other < (ends[at] ?? 0);
      rows[row] = isThere ? (order[other] ?? 0) : second === undefined ? NONE : order.length + row;
    }
  });
  const type = table.type(column ?? '');
  const values = table.column(column ?? '');
  return yield* takeSteps(type, second === undefined ? values : yield* concatSteps(type, [values, table.column(second)]), rows);
}

function* nth({ order }: WindowLayout, { from, to }: Frames, n: number): Steps<Int32Array> {
  const rows = new Int32Array(order.length);
  yield* ranges(order.length, (first, last) => {
    for (let at = first; at < last; at++) {
      const other = (from[at] ?? 0) + n - 1;
      rows[order[at] ?? 0] = other < (to[at] ?? 0) ? (order[other] ?? 0) : NONE;
    }
  });
  return rows;
}

/** The first or the last row of each frame that is a candidate. */
function* ends(
  { order }: WindowLayout,
  { from, to }: Frames,
  isCandidate: (row: number) => boolean,
  isLast: boolean,
): Steps<Int32Array> {
  const { length } = order;
  // The next candidate at or after a position, or the last at or before it.
  const near = new Int32Array(length);
  let found = isLast ? NONE : length;
  yield* ranges(length, (first, last) => {
    for (let i = first; i < last; i++) {
      const at = isLast ? i : length - 1 - i;
      if (isCandidate(order[at] ?? 0)) found = at;
      near[at] = found;
    }
  });
  const rows = new Int32Array(length);
  yield* ranges(length, (first, last) => {
    for (let at = first; at < last; at++) {
      const [start, end] = [from[at] ?? 0, to[at] ?? 0];
      const other = start === end ? length : (near[isLast ? end - 1 : start] ?? length);
      rows[order[at] ?? 0] = other >= start && other < end ? (order[other] ?? 0) : NONE;
    }
  });
  return rows;
}

/** Whether a row is to be preferred to another one: in the order in which −0 is below 0 and NaN above all. */
function better(vector: Vector, least: boolean): (row: number, other: number) => boolean {
  const compare = rowOrder({ vector: { ...vector, validity: undefined }, descending: false, nullsFirst: false });
  const sign = least ? 1 : -1;
  if (vector.form !== 'number' || !isFloat(valueType(vector.type))) return (row, other) => sign * compare(row, other) < 0;
  const { values } = vector;
  return (row, other) => {
    const order = compare(row, other);
    if (order !== 0) return sign * order < 0;
    const [a, b] = [Object.is(values[row], -0), Object.is(values[other], -0)];
    return a !== b && a === least;
  };
}

/** The least or the greatest candidate of each frame: a queue of those that no later one is preferred to. @see Lemire, arXiv cs/0610046 */
function* extremes(
  { order, starts }: WindowLayout,
  { from, to }: Frames,
  isCandidate: (row: number) => boolean,
  isBetter: (row: number, other: number) => boolean,
): Steps<Int32Array> {
  const rows = new Int32Array(order.length);
  const queue = new Uint32Array(order.length);
  let [head, tail, next] = [0, 0, 0];
  yield* ranges(order.length, (first, last) => {
    for (let at = first; at < last; at++) {
      if (starts[at] === at) [head, tail, next] = [0, 0, at];
      const [start, end] = [from[at] ?? 0, to[at] ?? 0];
      next = Math.max(next, start);
      for (; next < end; next++) {
        const row = order[next] ?? 0;
        if (!isCandidate(row)) continue;
        while (tail > head && isBetter(row, order[queue[tail - 1] ?? 0] ?? 0)) tail--;
        queue[tail++] = next;
      }
      while (head < tail && (queue[head] ?? 0) < start) head++;
      rows[order[at] ?? 0] = head < tail ? (order[queue[head] ?? 0] ?? 0) : NONE;
    }
  });
  return rows;
}

/** NaN has one bit pattern, whatever came in. */
function* canonical(type: DataType, column: ColumnData): Steps<ColumnData> {
  if (type.id === 'dictionary' && column.dictionary)
    return { ...column, dictionary: yield* canonical(type.values, column.dictionary) };
  if (!isFloat(type)) return column;
  const load = columnLoader(type, column);
  const sink = columnSink(type, column.length);
  yield* ranges(column.length, (from, to) => {
    const vector = load(from, to);
    if (vector.form !== 'number') return;
    const values = vector.values.map(value => (Number.isNaN(value) ? Number.NaN : value));
    sink.write({ ...vector, values }, from, to - from);
  });
  return yield* sink.finish();
}
