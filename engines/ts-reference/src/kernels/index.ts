/**
 * The kernels of the reference engine, one file each. The worker-pool engine runs the same ones on partitions.
 * @packageDocumentation
 */
import type { BindStep } from '@parquetframe/core/engine';
import { bindCsvScan } from './csv/scan.js';
import { bindCsvSchema } from './csv/schema.js';
import { kernelOf } from './expression/functions.js';
import { bindBfs } from './graph/bfs.js';
import { bindGraphBuild } from './graph/build.js';
import { bindDegree } from './graph/degree.js';
import { bindPageRank } from './graph/page-rank.js';
import { bindWcc } from './graph/wcc.js';
import { bindParquetMetadata } from './parquet/metadata.js';
import { bindParquetScan } from './parquet/scan.js';
import { bindParquetWrite } from './parquet/write.js';
import { bindAggregate } from './table/aggregate.js';
import { bindFilter } from './table/filter.js';
import { bindJoin } from './table/join.js';
import { bindLimit } from './table/limit.js';
import { bindProject } from './table/project.js';
import { bindSort } from './table/sort.js';

/** Operation → how its step is bound; whoever adds an operation adds one line. */
export const kernels: { readonly [operation: string]: BindStep } = {
  'parquet.metadata': bindParquetMetadata,
  'parquet.scan': bindParquetScan,
  'parquet.write': bindParquetWrite,
  'csv.schema': bindCsvSchema,
  'csv.scan': bindCsvScan,
  'table.filter': bindFilter,
  'table.project': bindProject,
  'table.aggregate': bindAggregate,
  'table.sort': bindSort,
  'table.limit': bindLimit,
  'table.join': bindJoin,
  'graph.build': bindGraphBuild,
  'graph.degree': bindDegree,
  'graph.bfs': bindBfs,
  'graph.pageRank': bindPageRank,
  'graph.wcc': bindWcc,
};

/** Whether a scalar function can be evaluated here: on this thread also those that a plugin brought. */
export const evaluates = (name: string): boolean => kernelOf(name) !== undefined;

export * from './graph/index.js';
export { GroupedAggregation, type PartialAggregation } from './aggregate/grouping.js';
export { filterBatches, selectRows, takeRows } from './table/filter.js';
export { limitBatches } from './table/limit.js';
export { projectBatches } from './table/project.js';
export { collect, streamedKernel, tableInput, tableResult, wholeTable } from './table-kernel.js';
export type { Findings, StreamedKernelOptions, TableInput } from './table-kernel.js';
