import { columnSink } from '../expression/sink.js';
import { isValid } from '../expression/vector.js';
import { KeyTable } from '../keys/key-table.js';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { ranges } from '@parquetframe/core/engine';
import type { ColumnData, Steps, WindowCall } from '@parquetframe/core/engine';
import { windowFrames } from './frames.js';
import type { WindowLayout } from './layout.js';
import { move } from './moving.js';
import { numberColumn } from './ranks.js';
import type { WindowTable } from './rows.js';

/** The column of a count, of different values, or of any and all; undefined for any other function. */
export function* countColumn(call: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData | undefined> {
  switch (call.function) {
    case 'count':
      return yield* counted(call, layout, table);
    case 'countDistinct':
      return yield* distinct(call, layout, table);
    case 'any':
    case 'all':
      return yield* anyOrAll(call, layout, table, call.function === 'any');
    default:
      return undefined;
  }
}

function* counted({ column, where, frame }: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData> {
  const counts = yield* table.counts(where);
  const vector = column === null ? undefined : yield* table.vector(column);
  let count = 0;
  const change = (row: number, by: number): void => {
    if (counts(row) && (!vector || isValid(vector, row))) count += by;
  };
  const moving = {
    clear: () => {
      count = 0;
    },
    add: (row: number) => {
      change(row, 1);
    },
    remove: (row: number) => {
      change(row, -1);
    },
  };
  const values = new Float64Array(layout.order.length);
  if (frame)
    yield* move(layout, yield* windowFrames(layout, frame), moving, row => {
      values[row] = count;
    });
  return yield* numberColumn('int64', values);
}

function* distinct({ column, where, frame }: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData> {
  const { length } = layout.order;
  const counts = yield* table.counts(where);
  const vector = yield* table.vector(column ?? '');
  const keys = new KeyTable();
  const ids = new Int32Array(length);
  const load = columnLoader(table.type(column ?? ''), table.column(column ?? ''));
  for (let start = 0; start < length; start += CHUNK_ROWS) {
    const end = Math.min(length, start + CHUNK_ROWS);
    const part = [load(start, end)];
    yield* keys.reserve(part, end - start);
    ids.set(keys.lookup(part, end - start), start);
    yield undefined;
  }
  const seen = new Uint32Array(keys.count);
  const met: number[] = [];
  let different = 0;
  const moving = {
    clear: () => {
      for (const id of met) seen[id] = 0;
      met.length = different = 0;
    },
    add: (row: number) => {
      if (!counts(row) || !isValid(vector, row)) return;
      const id = ids[row] ?? 0;
      const before = seen[id] ?? 0;
      seen[id] = before + 1;
      if (before > 0) return;
      different++;
      met.push(id);
    },
    remove: (row: number) => {
      if (!counts(row) || !isValid(vector, row)) return;
      const id = ids[row] ?? 0;
      const left = (seen[id] ?? 0) - 1;
      seen[id] = left;
      if (left === 0) different--;
    },
  };
  const values = new Float64Array(length);
  if (frame)
    yield* move(layout, yield* windowFrames(layout, frame), moving, row => {
      values[row] = different;
    });
  return yield* numberColumn('int64', values);
}

/** `any`: true if a value is, else null if one is null, else false; `all`: the same with false. */
function* anyOrAll(
  { column, where, frame }: WindowCall,
  layout: WindowLayout,
  table: WindowTable,
  isAny: boolean,
): Steps<ColumnData> {
  const { length } = layout.order;
  const counts = yield* table.counts(where);
  const vector = yield* table.vector(column ?? '');
  const decisive = Number(isAny);
  let [decided, nulls] = [0, 0];
  const change = (row: number, by: number): void => {
    if (!counts(row)) return;
    if (!isValid(vector, row)) nulls += by;
    else if (vector.form === 'bool' && vector.values[row] === decisive) decided += by;
  };
  const moving = {
    clear: () => {
      decided = nulls = 0;
    },
    add: (row: number) => {
      change(row, 1);
    },
    remove: (row: number) => {
      change(row, -1);
    },
  };
  const [values, validity] = [new Uint8Array(length), new Uint8Array(length)];
  if (frame)
    yield* move(layout, yield* windowFrames(layout, frame), moving, row => {
      values[row] = decided > 0 ? decisive : 1 - decisive;
      validity[row] = Number(decided > 0 || nulls === 0);
    });
  const sink = columnSink({ id: 'bool' }, length);
  yield* ranges(length, (from, to) => {
    const [part, valid] = [values.subarray(from, to), validity.subarray(from, to)];
    sink.write({ form: 'bool', type: { id: 'bool' }, step: 1, validity: valid, values: part }, from, to - from);
  });
  return yield* sink.finish();
}
