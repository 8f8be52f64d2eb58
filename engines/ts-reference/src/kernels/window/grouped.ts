import { columnAt, concatSteps, inSteps, ranges, takeSteps } from '@parquetframe/core/engine';
import type { ColumnData, Field, KernelCall, Schema, Steps, WindowCall } from '@parquetframe/core/engine';
import { GroupedAggregation } from '../aggregate/grouping.js';
import { windowFrames } from './frames.js';
import type { Frames } from './frames.js';
import type { WindowLayout } from './layout.js';
import { operandsOf } from './operands.js';
import type { WindowTable } from './rows.js';

type Checkpoint = KernelCall['checkpoint'];

/** Rows of frames that are aggregated together. */
const ROWS_AT_ONCE = 1 << 15;
const GROUP: Field = { name: 'frame', type: { id: 'uint32' }, nullable: false };

/**
 * Any aggregate: each frame is a group of its own, neighbours with the same frame share one. Time and number of rows are those of all different frames together, memory that of their groups.
 */
export async function groupedColumn(
  call: WindowCall,
  result: Field,
  layout: WindowLayout,
  table: WindowTable,
  limit: number,
  checkpoint: Checkpoint,
): Promise<ColumnData> {
  if (!call.frame) throw new TypeError(`${call.function} is no aggregate`);
  const frames = await inSteps(windowFrames(layout, call.frame), checkpoint);
  const { columns, fields, aggregation } = operandsOf(call, table);
  const schema: Schema = [GROUP, ...fields];
  const groups = new GroupedAggregation(schema, [GROUP.name], [aggregation], limit);
  const numbers = new Int32Array(layout.order.length);
  for (const part of frameRows(layout, frames, numbers)) {
    const ids = { length: part.groups.length, nullCount: 0, buffers: [undefined, part.groups] };
    const values: ColumnData[] = [];
    for (const name of columns)
      values.push(await inSteps(takeSteps(table.type(name), table.column(name), part.rows), checkpoint));
    await groups.add({ length: part.groups.length, columns: [ids, ...values] }, checkpoint);
  }
  const full = await groups.finish([GROUP, result], checkpoint);
  const none = await new GroupedAggregation(schema, [], [aggregation]).finish([result], checkpoint);
  // Frames without rows are no groups: they have what is said of no rows, which comes last.
  const all = await inSteps(concatSteps(result.type, [columnAt(full, 1), columnAt(none, 0)]), checkpoint);
  return inSteps(takeSteps(result.type, all, await inSteps(ofRows(layout, numbers, full.length), checkpoint)), checkpoint);
}

const EMPTY = -1;

function* ofRows({ order }: WindowLayout, numbers: Int32Array, none: number): Steps<Int32Array> {
  const rows = new Int32Array(order.length);
  yield* ranges(order.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const group = numbers[at] ?? EMPTY;
      rows[order[at] ?? 0] = group === EMPTY ? none : group;
    }
  });
  return rows;
}

interface Part {
  readonly groups: Uint32Array;
  readonly rows: Uint32Array;
}

/** The rows of all different frames, group by group, in parts; `numbers` gets the group of each position. */
function* frameRows({ order }: WindowLayout, { from, to }: Frames, numbers: Int32Array): Generator<Part> {
  const [groups, rows] = [new Uint32Array(ROWS_AT_ONCE), new Uint32Array(ROWS_AT_ONCE)];
  let [count, group] = [0, -1];
  for (let at = 0; at < order.length; at++) {
    const [start, end] = [from[at] ?? 0, to[at] ?? 0];
    if (start === end) {
      numbers[at] = EMPTY;
      continue;
    }
    if (at > 0 && numbers[at - 1] === group && from[at - 1] === start && to[at - 1] === end) {
      numbers[at] = group;
      continue;
    }
    numbers[at] = ++group;
    for (let position = start; position < end; position++) {
      groups[count] = group;
      rows[count++] = order[position] ?? 0;
      if (count < ROWS_AT_ONCE) continue;
      yield { groups: groups.slice(), rows: rows.slice() };
      count = 0;
    }
  }
  if (count > 0) yield { groups: groups.slice(0, count), rows: rows.slice(0, count) };
}
