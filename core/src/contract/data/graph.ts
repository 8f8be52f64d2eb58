import type { ColumnData } from './column.js';
import type { DataType } from './types.js';

export type WeightArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Compressed sparse rows: the neighbours of vertex v are `targets[offsets[v] .. offsets[v + 1])`, ascending; parallel edges keep input order. */
export interface Adjacency {
  /** V + 1 entries */
  readonly offsets: Uint32Array;
  /** one per arc */
  readonly targets: Uint32Array;
  /** one per arc, present exactly when the graph is weighted */
  readonly weights?: WeightArray;
}

/**
 * The value of a graph replica with layout `csr+csc` in space `heap` or `shared`. For undirected graphs `csc` is the same object as `csr`.
 * `ids` maps a dense vertex index to the user's id; its length is V. For `dense` graphs it is undefined: the id is the index.
 */
export interface GraphData {
  readonly vertexCount: number;
  /** stored arcs: an undirected edge counts twice, a self-loop once */
  readonly arcCount: number;
  readonly directed: boolean;
  readonly weighted: boolean;
  readonly id: DataType;
  readonly ids?: ColumnData;
  readonly csr: Adjacency;
  readonly csc: Adjacency;
}

/** What `graph.build` finds out once, so that later calls are checked in core. Reported as the statistics of its result. */
export interface GraphFacts {
  readonly vertices: number;
  readonly arcs: number;
  readonly edges: number;
  readonly selfLoops: number;
  /** vertices without an outgoing arc */
  readonly dangling: number;
  readonly minWeight?: number;
  readonly maxWeight?: number;
  readonly nanWeights?: number;
  readonly negativeWeights?: number;
  /** row in the edge table of the first negative / first NaN weight */
  readonly firstNegativeRow?: number;
  readonly firstNanRow?: number;
}
