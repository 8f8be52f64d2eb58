export * from './storage.js';
export * from './ranges.js';
export type * from './format.js';
export { parquetFormat } from './parquet.js';
