import { checkOptionNames } from '../../contract/errors/index.js';
import type { IdColumn } from '../id-types.js';
import { ALGORITHM_OPTIONS, algorithmStep, type AlgorithmOptions, type AlgorithmStep } from './algorithm.js';

export type TriangleSchema<Id> = { readonly vertex: IdColumn<Id>; readonly triangles: 'int64!' };

export function trianglesStep(options: AlgorithmOptions): AlgorithmStep {
  checkOptionNames('triangles', options, ALGORITHM_OPTIONS);
  return algorithmStep('graph.triangles', {});
}
