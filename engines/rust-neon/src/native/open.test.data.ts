import type { Addon, BfsRequest, BuildRequest, NativeChunk } from './addon.js';
import { loadAddon } from './load.js';

/** The addon itself, loaded on this thread. */
export function openAddon(): Addon {
  const loaded = loadAddon();
  if (!loaded.available) throw new Error(`${loaded.reason}; ${loaded.remedy}`);
  return loaded.addon;
}

/** A word that nobody sets. */
export const never = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

export const bytes = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

export type Memory = (length: number) => ArrayBufferLike;
export const heap: Memory = length => new ArrayBuffer(length);
export const shared: Memory = length => new SharedArrayBuffer(length);

/** An int64 column in memory of either kind. */
export function int64(ids: readonly number[], memory: Memory = heap): NativeChunk {
  const values = new BigInt64Array(memory(8 * ids.length));
  ids.forEach((id, row) => (values[row] = BigInt(id)));
  return { type: 'int64', length: ids.length, values: bytes(values), data: [] };
}

export const buildRequest = (src: NativeChunk, dst: NativeChunk): BuildRequest => ({
  src: [src],
  dst: [dst],
  idType: 'int64',
  mapping: 'sorted',
  directed: true,
  threads: 2,
});

/** A search over an undirected dense graph, from vertex 0. */
export function bfsRequest(offsets: Uint32Array, targets: Uint32Array): BfsRequest {
  return {
    vertexCount: offsets.length - 1,
    arcCount: targets.length,
    csr: { offsets: bytes(offsets), targets: bytes(targets) },
    idType: 'int64',
    sources: int64([0]),
    distance: true,
    predecessor: true,
    fast: false,
    threads: 1,
  };
}
