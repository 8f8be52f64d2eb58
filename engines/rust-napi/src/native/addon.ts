import type { Batch, ColumnData } from '@parquetframe/core/engine';

/** A column as the addon takes it: every buffer as bytes. */
export interface NativeColumn {
  readonly length: number;
  readonly buffers: readonly (Uint8Array | undefined)[];
  readonly children?: readonly NativeColumn[];
  readonly dictionary?: NativeColumn;
}

export interface NativeBatch {
  readonly length: number;
  readonly columns: readonly NativeColumn[];
}

/** A table in native memory, or one that borrows typed arrays. */
export interface NativeTable {
  readonly rows: number;
  /** JSON of the schema */
  readonly schema: string;
  /** JSON of what the run has to say */
  readonly notes: string;
  /** native bytes; 0 for borrowed memory */
  bytes(): number;
  /** of all buffers, batch by batch and column by column */
  addresses(): number[];
  /** Views of the same memory; `copied` where the host refuses external buffers. */
  view(): { readonly batches: readonly Batch[]; readonly copied: boolean };
  dispose(): void;
}

export interface NativeSide {
  readonly offsets: Uint8Array;
  readonly targets: Uint8Array;
  readonly weights?: Uint8Array;
}

export interface NativeSideView {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights?: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
}

/** A graph in native memory, or one that borrows typed arrays. */
export interface NativeGraph {
  /** JSON of GraphFacts */
  readonly facts: string;
  bytes(): number;
  /** `csc` is missing for undirected graphs, `ids` for dense ones */
  view(): {
    readonly vertexCount: number;
    readonly arcCount: number;
    readonly ids?: ColumnData;
    readonly csr: NativeSideView;
    readonly csc?: NativeSideView;
  };
  dispose(): void;
}

export interface NativeStream {
  /** JSON of what the run has to say */
  readonly notes: string;
  next(threads: number, cancelled: Int32Array): Promise<NativeTable | null>;
  close(): Promise<string>;
}

type Progress = (fraction: number) => void;

/** What the binary exports. Requests are JSON; errors are `Error`s whose message is JSON of `{code, message, details}`. */
export interface Addon {
  versions(): string;
  /** JSON of NativeOperations */
  operations(): string;
  /** names of the scalar functions that expressions may call */
  scalarFunctions(): readonly string[];
  aggregateFunctions(): readonly string[];
  /** those of windows that are no aggregates */
  windowFunctions(): readonly string[];
  configure(threads: number, logFilter: string | undefined): void;
  /** bytes of native memory behind all live tables and graphs of the process */
  liveBytes(): number;
  importTable(schema: string, batches: readonly NativeBatch[]): Promise<NativeTable>;
  importGraph(request: string, csr: NativeSide, csc: NativeSide | undefined, ids: NativeColumn | undefined): Promise<NativeGraph>;
  parquetMetadata(file: string, cancelled: Int32Array): Promise<string>;
  runPipeline(
    request: string,
    tables: readonly NativeTable[],
    threads: number,
    cancelled: Int32Array,
    progress: Progress,
  ): Promise<NativeTable>;
  /** `{ verb, memory }` of several tables */
  runTables(
    request: string,
    tables: readonly NativeTable[],
    threads: number,
    cancelled: Int32Array,
    progress: Progress,
  ): Promise<NativeTable>;
  openStream(request: string, tables: readonly NativeTable[], threads: number, cancelled: Int32Array): Promise<NativeStream>;
  graphBuild(
    request: string,
    edges: NativeTable,
    vertices: NativeTable | undefined,
    threads: number,
    cancelled: Int32Array,
    progress: Progress,
  ): Promise<NativeGraph>;
  /** Runs the graph operation of that name: `{ options, fast }` → a table with one row per vertex. */
  graphRun(
    operation: string,
    request: string,
    graph: NativeGraph,
    threads: number,
    cancelled: Int32Array,
    progress: Progress,
  ): Promise<NativeTable>;
  /** where a typed array lies */
  addressOf(array: Uint8Array): number;
  /** Allows `fault`: for tests of crash handling. */
  armFaults(): void;
  /** `panic` becomes NATIVE_PANIC, `abort` ends the process, `hang` runs until it is cancelled. */
  fault(kind: string, cancelled: Int32Array): Promise<string>;
}
