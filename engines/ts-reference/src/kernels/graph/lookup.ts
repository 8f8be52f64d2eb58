import { ParquetFrameError, columnReader, isString } from '@parquetframe/core/engine';
import type { ColumnData, GraphData } from '@parquetframe/core/engine';
import { stringRows } from './string-rows.js';
import { toBigint } from './vertex-column.js';

/**
 * Dense indexes of ids, in the order asked. O(V) for a few ids, through a hash table for many.
 * @throws ParquetFrameError `VERTEX_NOT_FOUND`
 */
export function findVertices(graph: GraphData, ids: readonly unknown[]): number[] {
  const find = finder(graph, ids.length);
  return ids.map(id => {
    const index = find(id);
    if (index >= 0) return index;
    const text = typeof id === 'bigint' ? id.toString() : JSON.stringify(id);
    throw new ParquetFrameError(
      'VERTEX_NOT_FOUND',
      `the vertex ${text} is not in the graph, whose ${graph.vertexCount} vertices have ids of type ${graph.id.id}`,
      { details: { vertex: text } },
    );
  });
}

/** From here on a table of all ids pays. */
const MANY = 8;

function finder(graph: GraphData, wanted: number): (id: unknown) => number {
  const { ids, vertexCount } = graph;
  if (!ids) {
    return id => {
      const index = typeof id === 'bigint' || typeof id === 'number' ? Number(id) : -1;
      return Number.isInteger(index) && index >= 0 && index < vertexCount ? index : -1;
    };
  }
  if (wanted > MANY) return hashed(graph, ids);
  return isString(graph.id) ? scanStrings(graph, ids) : scanIntegers(graph, ids);
}

function hashed(graph: GraphData, ids: ColumnData): (id: unknown) => number {
  const reader = columnReader(graph.id, ids);
  const indexes = new Map<unknown, number>();
  for (let v = 0; v < ids.length; v++) indexes.set(keyOf(reader.get(v)), v);
  return id => indexes.get(keyOf(id)) ?? -1;
}

/** One key per integer, however it is written. */
const keyOf = (id: unknown): unknown => (typeof id === 'bigint' && BigInt(Number(id)) === id ? Number(id) : id);

function scanStrings(graph: GraphData, ids: ColumnData): (id: unknown) => number {
  const rows = stringRows(graph.id, ids);
  return id => {
    const bytes = new TextEncoder().encode(String(id));
    for (let v = 0; v < ids.length; v++) {
      rows.at(v);
      if (rows.end - rows.start === bytes.length && sameBytes(rows.data, rows.start, bytes)) return v;
    }
    return -1;
  };
}

function sameBytes(data: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (data[start + i] !== bytes[i]) return false;
  return true;
}

function scanIntegers(graph: GraphData, ids: ColumnData): (id: unknown) => number {
  const reader = columnReader(graph.id, ids);
  const wide = graph.id.id === 'int64' || graph.id.id === 'uint64';
  const values = ids.buffers[1];
  return id => {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array)
      return values.subarray(0, ids.length).indexOf(toBigint(id));
    const wanted = wide ? toBigint(id) : Number(id);
    for (let v = 0; v < ids.length; v++) if (reader.get(v) === wanted) return v;
    return -1;
  };
}
