/**
 * Generators of benchmark data and what the benchmark command is made of.
 * @packageDocumentation
 */
export { GROUP_BY_SCHEMA, groupByTable, joinTables, type JoinTables } from './generate/db-benchmark.js';
export { Mt19937 } from './generate/mt19937.js';
export { shuffle } from './generate/shuffle.js';
export { kronecker, uniform, weights, type GeneratedEdges } from './generate/gap.js';
export { simplified } from './generate/simplify.js';
export { measure, quartiles } from './measure.js';
export { formatPaired, paired, type PairedSide, type SuiteRun } from './paired.js';
export type { Case, CaseResult, Effort, FailedSide, Finished, Quartiles, Side, SideResult } from './measure.js';
