/**
 * The kernels of the reference engine, one file each. The worker-pool engine runs the same ones on partitions.
 * @packageDocumentation
 */
export { kernels } from './built-in.js';
export { evaluates } from './evaluates.js';
export * from './graph/index.js';
export { GroupedAggregation, type PartialAggregation } from './aggregate/grouping.js';
export { parquetScan } from './parquet/scan.js';
export { filterBatches, selectRows, takeRows } from './table/filter.js';
export { limitBatches } from './table/limit.js';
export { projectBatches } from './table/project.js';
export { collect, streamedKernel, tableInput, tableResult, wholeTable } from './table-kernel.js';
export type { Findings, StreamedKernelOptions, TableInput } from './table-kernel.js';
