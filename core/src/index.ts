/**
 * @packageDocumentation
 * One typed API for tables, graphs and files; each operation runs on the fastest installed engine that is certified to give the same answer.
 */
export { createRuntime, type EngineStatus, type Runtime, type RuntimeOptions } from './runtime.js';
export { deferRuntime, type DeferredRuntime } from './deferred.js';
export {
  DataFrame,
  GroupBy,
  Table,
  col,
  count,
  cumeDist,
  defineFunction,
  denseRank,
  fn,
  formatSchema,
  lit,
  struct,
  ntile,
  param,
  percentRank,
  rank,
  rowNumber,
  when,
} from './frame/index.js';
export type * from './frame/index.js';
export { GraphFrame } from './graph/index.js';
export type * from './graph/index.js';
export { VARIABLES, readConfiguration, type Configuration } from './configuration.js';
export { ERROR_CODES, ParquetFrameError, isParquetFrameError, type ErrorCode } from './contract/errors/index.js';
export type { PluginFunction, ScalarFunctionDefinition } from './contract/functions/index.js';
export { registerEngine, registeredEngines } from './registry/index.js';
export type * from './executor/index.js';
export {
  Admission,
  type AdmissionControl,
  type Demand,
  type Lease,
  type Mode,
  type StageEvent,
  type WisdomStore,
} from './dispatch/index.js';
export type { Clock, Logger, Services, Storage } from './services.js';
export type { EngineModule, Plugin, PluginOperation, QuarantineRule } from './contract/index.js';
export type { PartReader, SourceFormat, SourcePart, StoragePlugin } from './contract/sources/index.js';
export type { ParquetMetadata } from './contract/operations/index.js';
