import type { Adjacency, DataType, GraphData, JsonObject, WeightArray } from '@parquetframe/core/engine';
import type { BufferList, BufferSource, WireArray } from './buffers.js';
import { describeColumn, readColumn } from './columns.js';
import { ProtocolError } from './protocol-error.js';
import { asObject, readBoolean, readCount, readObject } from './read.js';

/** @throws TypeError when the value is not a graph in layout csr+csc */
export function describeGraph(value: unknown, into: BufferList): JsonObject {
  const graph = asGraph(value);
  return {
    vertexCount: graph.vertexCount,
    arcCount: graph.arcCount,
    directed: graph.directed,
    weighted: graph.weighted,
    id: graph.id,
    ...(graph.ids ? { ids: describeColumn(graph.ids, into) } : {}),
    csr: describeAdjacency(graph.csr, into),
    // Undirected graphs have one adjacency for both directions: it is sent once.
    ...(graph.csc === graph.csr ? {} : { csc: describeAdjacency(graph.csc, into) }),
  };
}

function asGraph(value: unknown): GraphData {
  if (typeof value === 'object' && value !== null && 'csr' in value && 'csc' in value) return value as GraphData;
  throw new TypeError('the value of this graph replica is not in layout csr+csc; another residency must be fetched');
}

const describeAdjacency = (adjacency: Adjacency, into: BufferList): JsonObject => ({
  offsets: into.add(adjacency.offsets),
  targets: into.add(adjacency.targets),
  ...(adjacency.weights ? { weights: into.add(adjacency.weights) } : {}),
});

/** @throws ProtocolError when lengths disagree */
export function readGraph(shape: JsonObject, from: BufferSource): GraphData {
  const [vertexCount, arcCount] = [readCount(shape, 'vertexCount'), readCount(shape, 'arcCount')];
  const [directed, weighted] = [readBoolean(shape, 'directed'), readBoolean(shape, 'weighted')];
  const id = readObject(shape, 'id') as unknown as DataType;
  const ids = shape['ids'] === undefined ? undefined : readColumn(shape['ids'], from);
  if (ids && ids.length !== vertexCount) throw new ProtocolError('a graph has another number of ids than of vertices');
  const read = (name: string): Adjacency => readAdjacency(asObject(shape[name], name), from, vertexCount, arcCount, weighted);
  const csr = read('csr');
  const csc = shape['csc'] === undefined ? csr : read('csc');
  return { vertexCount, arcCount, directed, weighted, id, ...(ids ? { ids } : {}), csr, csc };
}

function readAdjacency(shape: JsonObject, from: BufferSource, vertices: number, arcs: number, weighted: boolean): Adjacency {
  const [offsets, targets] = [words(from.take(shape['offsets'])), words(from.take(shape['targets']))];
  const weights = shape['weights'] === undefined ? undefined : numbers(from.take(shape['weights']));
  if (offsets.length !== vertices + 1 || targets.length !== arcs || (weights?.length ?? (weighted ? -1 : arcs)) !== arcs)
    throw new ProtocolError('the arrays of a graph do not have the lengths that its counts say');
  return { offsets, targets, ...(weights ? { weights } : {}) };
}

function words(array: WireArray): Uint32Array {
  if (array instanceof Uint32Array) return array;
  throw new ProtocolError('offsets and targets of a graph must be 32-bit');
}

function numbers(array: WireArray): WeightArray {
  if (array instanceof BigInt64Array || array instanceof BigUint64Array || array instanceof Uint8ClampedArray)
    throw new ProtocolError('weights of a graph must be numbers of at most 32-bit integers or floats');
  return array;
}
