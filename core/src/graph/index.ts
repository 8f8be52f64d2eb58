export { GraphFrame } from './graph-frame.js';
export { makeGraphs, type Graphs } from './graphs.js';
export type { AlgorithmOptions } from './algorithms/algorithm.js';
export type { BfsColumn, BfsOptions } from './algorithms/bfs.js';
export type { PageRankOptions } from './algorithms/page-rank.js';
export type { GraphContext, GraphEdges, GraphOptions } from './build.js';
export type { KnownFacts } from './facts.js';
export type { IdOf, IdType, VertexId } from './id-types.js';
