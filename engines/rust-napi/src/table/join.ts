import { HEAP_ARROW, joinHowOf, joinKeysOf, joinedColumnsOf, joinsNulls, nativeCall, schemaOf } from '@parquetframe/core/engine';
import type { Kernel, Statistics, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { nativeTable, tableResult } from './replicas.js';
import { memoryLimit } from './request.js';

/** Bytes per right row: its key, its place in the table of keys and the chain of its key. */
const PER_RIGHT_ROW = 48;
/** Of what is not known to be shared with the left side at least this part is new. */
const LEAST_NEW = 0.25;

/** `table.join`: the right side becomes a table of keys, slices of the left are looked up on all cores. */
export function bindJoin(step: Step, rust: RustContext): Kernel {
  const on = joinKeysOf(step);
  const schema = schemaOf(step);
  const join = { on, how: joinHowOf(step), rightColumns: joinedColumnsOf(step), nullsEqual: joinsNulls(step) };
  return {
    inputs: [[rust.table], [rust.table]],
    outputs: [rust.table, HEAP_ARROW],
    estimate: statistics => estimate(statistics, on.length),
    run: async call => {
      const [left, right] = call.inputs;
      const request = JSON.stringify({ join, ...memoryLimit(call.memory) });
      const result = await nativeCall(() =>
        rust.addon.runJoin(request, nativeTable(left), nativeTable(right), call.threads, call.cancelled, fraction =>
          call.progress(fraction),
        ),
      );
      return tableResult(result, schema, call.want, rust);
    },
  };
}

function estimate({ ports: [left, right], result }: Statistics, keys: number): { seconds: number; peakBytes: number } {
  const rows = left?.rows ?? 1e5;
  const rightRows = right?.rows ?? 1e5;
  const bytes = result.bytes ?? rows * 32;
  // Where every left row comes once, its columns are those of the input.
  const shared = (result.rows ?? rows) <= rows ? (left?.bytes ?? 0) : 0;
  const newBytes = Math.max(bytes - shared, bytes * LEAST_NEW);
  return {
    seconds: 5e-5 + (rows * 8e-9 + rightRows * 3e-8) * keys + (result.bytes ?? rows * 32) * 5e-10,
    peakBytes: newBytes + rightRows * PER_RIGHT_ROW * keys + 8e6,
  };
}
