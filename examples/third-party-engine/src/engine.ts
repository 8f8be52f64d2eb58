import { argumentOf, defineEngine, sliceTable } from '@parquetframe/core/engine';
import { reverse, tableKernel } from './reverse.js';

const exact = { revision: 1, class: 'exact' } as const;

/** An engine of two kernels: a built-in operation and the plugin's. */
const tinyEngine = defineEngine({
  package: { name: 'third-party-engine', from: import.meta.url },
  manifest: { id: 'tiny', version: '1.0.0', native: false, operations: { 'table.limit': exact, 'example.reverse': exact } },
  kernels: {
    'example.reverse': () => tableKernel(reverse),
    'table.limit': step =>
      tableKernel((table, values) => {
        const start = Math.min(table.length, Number(argumentOf(step, 'offset', values) ?? 0));
        return sliceTable(table, start, Math.min(table.length, start + Number(argumentOf(step, 'count', values))));
      }),
  },
});
export default tinyEngine;
