import { checkOptionNames, optionNames } from '../../contract/errors/index.js';
import type { IntegerType, NumericType } from '../../frame/column-types.js';
import type { Parameter } from '../../frame/index.js';
import type { IdColumn } from '../id-types.js';
import { algorithmStep, type AlgorithmOptions, type AlgorithmStep } from './algorithm.js';

export interface PageRankOptions extends AlgorithmOptions {
  /** probability to follow an edge, 0 … 1; default 0.85 */
  readonly damping?: number | Parameter<NumericType>;
  /** L1 change at which to stop; default 1e-6; 0 runs `maxIterations` */
  readonly tolerance?: number | Parameter<NumericType>;
  /** default 100 */
  readonly maxIterations?: number | Parameter<IntegerType>;
  /** follow edges in proportion to their weight; default false */
  readonly weighted?: boolean;
}

export type RankSchema<Id> = { readonly vertex: IdColumn<Id>; readonly rank: 'float64!' };

const OPTIONS = optionNames<PageRankOptions>()({
  damping: true,
  tolerance: true,
  maxIterations: true,
  weighted: true,
  determinism: true,
  engine: true,
});

export function pageRankStep(options: PageRankOptions): AlgorithmStep {
  checkOptionNames('pageRank', options, OPTIONS);
  const { damping, tolerance, maxIterations, weighted } = options;
  return algorithmStep('graph.pageRank', { damping, tolerance, maxIterations, weighted });
}
