/**
 * The kernels that work on ranges of rows, without those that read and write files: what a thread of a pool has to load.
 * @packageDocumentation
 */
export * from './graph/index.js';
export { GroupedAggregation, type PartialAggregation } from './aggregate/grouping.js';
export { selectRows, takeRows } from './table/filter.js';
export { hasKernel } from './expression/functions.js';
