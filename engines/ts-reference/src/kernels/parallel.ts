/**
 * The kernels that work on ranges of rows, without those that read and write files: what a thread of a pool has to load.
 * @packageDocumentation
 */
export * from './graph/index.js';
export { GroupedAggregation, type PartialAggregation } from './aggregate/grouping.js';
export { projectBatches } from './table/project.js';
export { selectRows, takeRows } from './table/filter.js';
export { mergedRows, sortedRows } from './table/sort.js';
export { chosenRows, shownColumns } from './table/distinct.js';
export { aloneBatches, partneredBatches, rightSide } from './table/join.js';
export { unmatchedRows } from './table/join-rows.js';
export { besides, windowColumns } from './table/window.js';
export { partitionNumbers } from './window/layout.js';
export { WindowTable } from './window/rows.js';
export { hasKernel } from './expression/functions.js';
