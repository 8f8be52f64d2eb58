import { HEAP_ARROW, argumentOf, heldReplica, sliceTable, tableBytes } from '@parquetframe/core/engine';
import type { Kernel, Step, TableData } from '@parquetframe/core/engine';

/** `table.limit`: rows `offset` to `offset + count`. Replace it by what your engine is good at. */
export const bindLimit = (step: Step): Kernel => ({
  inputs: [[HEAP_ARROW]], // per input: where it takes its data, best first
  outputs: [HEAP_ARROW], // where it can leave its result
  cpu: 'one',
  estimate: () => ({ seconds: 1e-5, peakBytes: 0 }),
  run({ inputs: [input], arguments: values }) {
    // An input is in one of the residencies above, and this one holds tables.
    const table = input?.value as TableData;
    const start = Math.min(table.length, Number(argumentOf(step, 'offset', values) ?? 0));
    const result = sliceTable(table, start, Math.min(table.length, start + Number(argumentOf(step, 'count', values))));
    return { replica: heldReplica(HEAP_ARROW, result, tableBytes(result)) };
  },
});
