import { bytesOf } from './bitmap.js';
import { tableData, type ColumnData, type TableData } from './column.js';
import type { Adjacency, GraphData, WeightArray } from './graph.js';
import type { ValueArrayConstructor } from './physical.js';
import { allocateShared } from './shared-memory.js';
import { STEP_BYTES, atOnce, copySteps, type Steps } from './steps.js';

/** Cache lines do not straddle buffers, and native code may use vector loads. */
const ALIGNMENT = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
const isShared = (view: ArrayBufferView): boolean => view.buffer instanceof SharedArrayBuffer;

/** Copies views into one SharedArrayBuffer; a view that occurs twice is copied once, one that is shared already stays. */
class SharedArena {
  readonly #copies = new Map<ArrayBufferView, ArrayBufferView>();

  private constructor() {
    // Made by `copies`.
  }

  static *copies(views: Iterable<ArrayBufferView>): Steps<SharedArena> {
    const arena = new SharedArena();
    const distinct = [...new Set(views)].filter(view => !isShared(view));
    const memory = allocateShared(distinct.reduce((bytes, view) => bytes + aligned(view.byteLength), 0));
    let [at, since] = [0, 0];
    for (const view of distinct) {
      const bytes = new Uint8Array(memory, at, view.byteLength);
      yield* copySteps<Uint8Array>(bytesOf(view), bytes);
      arena.#copies.set(view, sameClass(view, bytes));
      at += aligned(view.byteLength);
      if (at - since < STEP_BYTES) continue;
      since = at;
      yield undefined;
    }
    return arena;
  }

  get(view: ArrayBufferView): ArrayBufferView {
    return this.#copies.get(view) ?? view;
  }
}

/** The copy as the class of the original, so that nothing has to be viewed again. */
function sameClass(original: ArrayBufferView, bytes: Uint8Array<SharedArrayBuffer>): ArrayBufferView {
  for (const constructor of CLASSES) {
    if (original instanceof constructor)
      return new constructor(bytes.buffer, bytes.byteOffset, bytes.byteLength / constructor.BYTES_PER_ELEMENT);
  }
  return bytes;
}
const CLASSES: readonly ValueArrayConstructor[] = [
  Int8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

/** The same table with all buffers on shared memory, for workers. Already shared buffers are kept, so a second call copies nothing. O(bytes). */
export const toShared = (table: TableData): TableData => atOnce(toSharedSteps(table));

/** `toShared` in steps. */
export function* toSharedSteps(table: TableData): Steps<TableData> {
  const views: ArrayBufferView[] = [];
  for (const batch of table.batches) for (const column of batch.columns) collect(column, views);
  const arena = yield* SharedArena.copies(views);
  const columns = new Map<ColumnData, ColumnData>();
  return tableData(
    table.schema,
    table.batches.map(batch => ({
      length: batch.length,
      columns: batch.columns.map(column => moveColumn(column, arena, columns)),
    })),
  );
}

function collect(column: ColumnData, into: ArrayBufferView[]): void {
  for (const buffer of column.buffers) if (buffer !== undefined) into.push(buffer);
  for (const child of column.children ?? []) collect(child, into);
  if (column.dictionary) collect(column.dictionary, into);
}

/** Dictionaries that several batches share stay one object. */
function moveColumn(column: ColumnData, arena: SharedArena, moved: Map<ColumnData, ColumnData>): ColumnData {
  const known = moved.get(column);
  if (known) return known;
  const { length, nullCount, children, dictionary } = column;
  const result: ColumnData = {
    length,
    nullCount,
    buffers: column.buffers.map(buffer => (buffer === undefined ? undefined : arena.get(buffer))),
    ...(children ? { children: children.map(child => moveColumn(child, arena, moved)) } : {}),
    ...(dictionary ? { dictionary: moveColumn(dictionary, arena, moved) } : {}),
  };
  moved.set(column, result);
  return result;
}

/** The same graph on shared memory. CSC stays the same object as CSR where it was. */
export const graphToShared = (graph: GraphData): GraphData => atOnce(graphToSharedSteps(graph));

/** `graphToShared` in steps. */
export function* graphToSharedSteps(graph: GraphData): Steps<GraphData> {
  const { ids } = graph;
  const views: ArrayBufferView[] = [];
  if (ids) collect(ids, views);
  for (const adjacency of [graph.csr, graph.csc]) {
    views.push(adjacency.offsets, adjacency.targets);
    if (adjacency.weights) views.push(adjacency.weights);
  }
  const arena = yield* SharedArena.copies(views);
  const csr = moveAdjacency(graph.csr, arena);
  return {
    ...graph,
    ...(ids ? { ids: moveColumn(ids, arena, new Map()) } : {}),
    csr,
    csc: graph.csc === graph.csr ? csr : moveAdjacency(graph.csc, arena),
  };
}

function moveAdjacency(adjacency: Adjacency, arena: SharedArena): Adjacency {
  const { weights } = adjacency;
  return {
    offsets: sharedWords(arena.get(adjacency.offsets)),
    targets: sharedWords(arena.get(adjacency.targets)),
    ...(weights ? { weights: sharedWeights(weights, arena.get(weights)) } : {}),
  };
}

const sharedWords = (view: ArrayBufferView): Uint32Array =>
  view instanceof Uint32Array ? view : new Uint32Array(view.buffer, view.byteOffset, view.byteLength / 4);

/** `view` is of the class of `like`, which the arena keeps; the compiler cannot know that. */
function sharedWeights(like: WeightArray, view: ArrayBufferView): WeightArray {
  if (
    view instanceof Int8Array ||
    view instanceof Uint8Array ||
    view instanceof Int16Array ||
    view instanceof Uint16Array ||
    view instanceof Int32Array ||
    view instanceof Uint32Array ||
    view instanceof Float32Array ||
    view instanceof Float64Array
  )
    return view;
  return like;
}
