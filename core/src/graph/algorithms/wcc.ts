import { checkOptionNames } from '../../contract/errors/index.js';
import type { IdColumn } from '../id-types.js';
import { ALGORITHM_OPTIONS, algorithmStep, type AlgorithmOptions, type AlgorithmStep } from './algorithm.js';

export type ComponentSchema<Id> = { readonly vertex: IdColumn<Id>; readonly component: 'uint32!' };

export function wccStep(options: AlgorithmOptions): AlgorithmStep {
  checkOptionNames('wcc', options, ALGORITHM_OPTIONS);
  return algorithmStep('graph.wcc', {});
}
