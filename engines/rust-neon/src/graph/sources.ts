import { ParquetFrameError, isString } from '@parquetframe/core/engine';
import type { GraphData } from '@parquetframe/core/engine';
import type { NativeChunk } from '../native/addon.js';
import { bytesOf } from './chunks.js';

/** Source vertices as a column that the addon can look up. @throws ParquetFrameError `VERTEX_NOT_FOUND` for an integer that no id type holds */
export function sourcesChunk(graph: GraphData, sources: unknown): NativeChunk {
  const list: readonly unknown[] = Array.isArray(sources) ? sources : [sources];
  return isString(graph.id) ? strings(list.map(String)) : integers(graph, list);
}

function integers(graph: GraphData, sources: readonly unknown[]): NativeChunk {
  const unsigned = graph.id.id === 'uint64';
  const values = sources.map(source => {
    const id = typeof source === 'bigint' ? source : BigInt(Number(source));
    if ((unsigned ? BigInt.asUintN(64, id) : BigInt.asIntN(64, id)) !== id)
      throw new ParquetFrameError('VERTEX_NOT_FOUND', `vertex ${String(id)} is not in the graph: it is not a ${graph.id.id}`, {
        details: { vertex: String(id) },
      });
    return id;
  });
  const array = unsigned ? BigUint64Array.from(values) : BigInt64Array.from(values);
  return { type: unsigned ? 'uint64' : 'int64', length: values.length, values: bytesOf(array, 8), data: [] };
}

function strings(sources: readonly string[]): NativeChunk {
  const encoder = new TextEncoder();
  const parts = sources.map(source => encoder.encode(source));
  const offsets = new Int32Array(parts.length + 1);
  parts.forEach((part, row) => (offsets[row + 1] = (offsets[row] ?? 0) + part.length));
  const data = new Uint8Array(offsets[parts.length] ?? 0);
  parts.forEach((part, row) => {
    data.set(part, offsets[row]);
  });
  return { type: 'utf8', length: parts.length, values: bytesOf(offsets, 4), data: [data] };
}
