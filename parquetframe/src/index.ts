/**
 * Everything in one install: core, the default engines (rust-napi where its binary is installed, worker-pool, ts-reference) and the `parquetframe` command.
 * @packageDocumentation
 */
export * from '@parquetframe/core';
export { isolate, type CommandEngine, type IsolateOptions, type IsolatedEngine } from '@parquetframe/process-host';
export { allEngines, defaultEngines } from './engines.js';
export * from './default-runtime.js';
