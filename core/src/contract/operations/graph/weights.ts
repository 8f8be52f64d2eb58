import { ParquetFrameError } from '../../errors/index.js';
import type { Sizes } from '../operation.js';

/** Checks the facts that `graph.build` recorded. @throws ParquetFrameError `NEGATIVE_WEIGHT`, `NAN_WEIGHT` */
export function requireWeights(operation: string, facts: Sizes): void {
  if ((facts['negativeWeights'] ?? 0) > 0) {
    throw new ParquetFrameError(
      'NEGATIVE_WEIGHT',
      `${operation} needs non-negative weights; ${String(facts['negativeWeights'])} ${facts['negativeWeights'] === 1 ? 'is' : 'are'} negative, the first in row ${String(facts['firstNegativeRow'])} of the edge table (smallest weight ${String(facts['minWeight'])})`,
      {
        details: { row: facts['firstNegativeRow'] ?? null, weight: facts['minWeight'] ?? null },
      },
    );
  }
  if ((facts['nanWeights'] ?? 0) > 0) {
    throw new ParquetFrameError(
      'NAN_WEIGHT',
      `${operation} needs weights that are numbers; ${String(facts['nanWeights'])} are NaN, the first in row ${String(facts['firstNanRow'])} of the edge table`,
      {
        details: { row: facts['firstNanRow'] ?? null },
      },
    );
  }
}

/** An infinite weight leaves no proportions to follow. @throws ParquetFrameError as `requireWeights`, `WEIGHT_OUT_OF_RANGE` */
export function requireFiniteWeights(operation: string, facts: Sizes): void {
  requireWeights(operation, facts);
  if (facts['maxWeight'] !== Infinity) return;
  throw new ParquetFrameError(
    'WEIGHT_OUT_OF_RANGE',
    `${operation} needs finite weights, the greatest is Infinity; filter those edges, or build the graph without weights`,
    { details: { weight: 'Infinity' } },
  );
}
