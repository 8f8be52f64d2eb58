export { Dispatcher, type DispatcherOptions } from './dispatcher.js';
export type { Execution, Executor, RunOptions } from './executor.js';
export type { Attempt, ExplainedStage, Explanation, Move, Provenance, Stage } from './provenance.js';
export { CORE_TRANSFERS, collectStream, streamTable } from './transfers.js';
export { TransferGraph, type TransferPath } from './transfer-paths.js';
export { Wisdom, machineFingerprint } from './wisdom.js';
export type { Mode } from './decide.js';
export type { DeclaredSchema } from './resolve.js';
export { stageChannel, type StageEvent } from './events.js';
