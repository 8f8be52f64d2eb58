import { optionNames } from '../../contract/errors/index.js';
import { optionValues } from '../../frame/parameter.js';
import type { Determinism } from '../../contract/plan/index.js';

/** What every algorithm takes. */
export interface AlgorithmOptions {
  /** `exact` (default): the same bytes from every engine; `fast`: any answer within what the operation states */
  readonly determinism?: Determinism;
  /** pins the algorithm to an engine; nothing falls back */
  readonly engine?: string;
}

export const ALGORITHM_OPTIONS = optionNames<AlgorithmOptions>()({ determinism: true, engine: true });

/** An algorithm of a graph as the operation that it is. */
export interface AlgorithmStep {
  readonly operation: string;
  readonly options: { readonly [option: string]: unknown };
}

export const algorithmStep = (operation: string, options: AlgorithmStep['options']): AlgorithmStep => ({
  operation,
  options: optionValues(options),
});
