export {
  GraphFrame,
  makeGraphs,
  type AlgorithmOptions,
  type BfsColumn,
  type BfsOptions,
  type Graphs,
  type PageRankOptions,
} from './graph-frame.js';
export type { GraphContext, GraphEdges, GraphOptions } from './build.js';
export type { KnownFacts } from './facts.js';
export type { IdOf, IdType, VertexId } from './id-types.js';
