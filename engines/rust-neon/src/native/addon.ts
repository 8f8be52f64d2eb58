import type { WeightArray } from '@parquetframe/core/engine';

/** A piece of a column as the addon takes it: every buffer as bytes. */
export interface NativeChunk {
  readonly type: string;
  readonly length: number;
  readonly validity?: Uint8Array;
  /** values, offsets, views or dictionary indices */
  readonly values: Uint8Array;
  /** bytes of strings */
  readonly data: readonly Uint8Array[];
  readonly dictionary?: NativeChunk;
}

export interface BuildRequest {
  readonly src: readonly NativeChunk[];
  readonly dst: readonly NativeChunk[];
  readonly vertex?: readonly NativeChunk[];
  readonly weight?: readonly NativeChunk[];
  readonly idType: string;
  readonly mapping: string;
  readonly vertexCount?: number;
  readonly directed: boolean;
  readonly threads: number;
}

export type NativeIdArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

/** Integers, or offsets with the strings' bytes. */
export interface NativeIds {
  readonly values: NativeIdArray;
  readonly data?: Uint8Array;
}

export interface NativeSide {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights?: WeightArray;
}

export interface NativeGraph {
  /** missing for dense graphs */
  readonly ids?: NativeIds;
  readonly csr: NativeSide;
  /** missing for undirected graphs */
  readonly csc?: NativeSide;
  readonly facts: Readonly<Record<string, number>>;
}

interface SideBytes {
  readonly offsets: Uint8Array;
  readonly targets: Uint8Array;
}

export interface BfsRequest {
  readonly vertexCount: number;
  readonly arcCount: number;
  readonly csr: SideBytes;
  readonly csc?: SideBytes;
  readonly ids?: NativeChunk;
  readonly idType: string;
  readonly sources: NativeChunk;
  readonly maxDepth?: number;
  readonly distance: boolean;
  readonly predecessor: boolean;
  readonly fast: boolean;
  readonly threads: number;
}

export interface NativeColumn extends NativeIds {
  readonly validity?: Uint8Array;
  readonly nullCount: number;
}

export interface NativeHops {
  /** of dense graphs, which have no ids of their own */
  readonly vertex?: NativeIds;
  readonly distance?: NativeColumn;
  readonly predecessor?: NativeColumn;
  readonly reached: number;
  readonly levels: number;
}

type Progress = (fraction: number) => void;

/** What the binary exports. Errors are `Error`s with `code` and `details`. */
export interface Addon {
  readonly version: string;
  /** `externalBuffers: false` where the host ends the process for them: results are copied then. */
  configure(options: { readonly externalBuffers: boolean }): void;
  build(request: BuildRequest, cancelled: Int32Array, progress?: Progress): Promise<NativeGraph>;
  bfs(request: BfsRequest, cancelled: Int32Array, progress?: Progress): Promise<NativeHops>;
  /** bytes of results that JavaScript still holds */
  liveBytes(): number;
  /** where the bytes of an array lie */
  addressOf(bytes: Uint8Array): bigint;
}
