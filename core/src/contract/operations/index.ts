export * from './operation.js';
export * from './option.js';
export * from './revision.js';
export * from './catalogue.js';
export type * from './parquet/metadata-record.js';
export { aggregationsOf, resultType, type AggregateFunction, type Aggregation } from './table/aggregate.js';
export { sortKeysOf, type SortKey } from './table/sort.js';
export { joinKeysOf, joinedColumnsOf, type JoinKey, type JoinedColumn } from './table/join.js';
export { requireDistinct, type ProjectedColumn } from './table/project.js';
