import { checkOptionNames } from '../../contract/errors/index.js';
import type { IdColumn } from '../id-types.js';
import { ALGORITHM_OPTIONS, algorithmStep, type AlgorithmOptions, type AlgorithmStep } from './algorithm.js';

export type DegreeSchema<Id> = { readonly vertex: IdColumn<Id>; readonly in: 'uint32!'; readonly out: 'uint32!' };

export function degreeStep(options: AlgorithmOptions): AlgorithmStep {
  checkOptionNames('degree', options, ALGORITHM_OPTIONS);
  return algorithmStep('graph.degree', {});
}
