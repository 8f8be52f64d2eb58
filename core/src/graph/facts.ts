import type { Sizes } from '../contract/operations/index.js';

/** What is known of a graph once it is built. */
export interface KnownFacts {
  readonly vertices: number;
  /** rows of the edge table */
  readonly edges: number;
  /** stored arcs: an undirected edge counts twice, a self-loop once */
  readonly arcs: number;
  readonly selfLoops: number;
  /** vertices without an outgoing arc */
  readonly dangling: number;
  /** of weighted graphs */
  readonly minWeight?: number;
  readonly maxWeight?: number;
  readonly nanWeights?: number;
  readonly negativeWeights?: number;
}

export function factsOf(sizes: Sizes): KnownFacts {
  const optional = (name: 'minWeight' | 'maxWeight' | 'nanWeights' | 'negativeWeights'): object =>
    sizes[name] === undefined ? {} : { [name]: sizes[name] };
  return {
    vertices: sizes['vertices'] ?? 0,
    edges: sizes['edges'] ?? 0,
    arcs: sizes['arcs'] ?? 0,
    selfLoops: sizes['selfLoops'] ?? 0,
    dangling: sizes['dangling'] ?? 0,
    ...optional('minWeight'),
    ...optional('maxWeight'),
    ...optional('nanWeights'),
    ...optional('negativeWeights'),
  };
}
