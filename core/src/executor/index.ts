export type { Execution, Executor, RunOptions } from './executor.js';
export type { Attempt, ExplainedStage, Explanation, Move, Provenance, Stage } from './provenance.js';
export { PUBLIC_RUN_OPTIONS, RUN_OPTIONS } from './run-options.js';
