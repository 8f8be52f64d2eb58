/**
 * Everything in one install: core, the default engines (rust-napi where its binary is installed, worker-pool, ts-reference) and the `pframe` command.
 * @packageDocumentation
 */
export * from '@parquetframe/core';
export { allEngines, defaultEngines } from './engines.js';
export { defaultRuntime, fromArrow, fromRows, graph, metadata, readCsv, readParquet } from './default-runtime.js';
