/**
 * Graph kernels, and the pure functions over ranges of rows that other engines run in parallel.
 * @packageDocumentation
 */
export { bfs, type BfsResult } from './bfs.js';
export { graphBytes, graphOf, plainColumn, vertexIds } from './graph-input.js';
export {
  CHUNK,
  baseRank,
  contribute,
  outWeights,
  pageRankOptions,
  pageRankState,
  pullRows,
  total,
  type PageRankOptions,
  type PageRankState,
} from './page-rank.js';
export { scaledGraph } from './scaled-weights.js';
export { findRoot, makeSingletons, numberComponents, uniteRows } from './wcc.js';
export { endOfRange, type Pace } from './slices.js';
