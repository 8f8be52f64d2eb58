import { columnAt, fieldIndex, fieldOf, ranges } from '@parquetframe/core/engine';
import type { Batch, Schema, SortKey, Steps } from '@parquetframe/core/engine';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { loadSteps } from '../expression/load-steps.js';
import type { Vector } from '../expression/vector.js';
import { KeyTable } from '../keys/key-table.js';
import type { OrderedVector } from '../table/key-words.js';
import { rowOrder } from '../table/merge-order.js';
import { orderedRows } from '../table/radix-order.js';

/** The rows of a table, partition by partition, each in its order: what comes after works on positions in this order. */
export interface WindowLayout {
  /** row numbers */
  readonly order: Uint32Array;
  /** where the partition of a position begins, and where it ends */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** the same of its peers */
  readonly peerStarts: Uint32Array;
  readonly peerEnds: Uint32Array;
  /** values of the order keys by row */
  readonly keys: readonly OrderedVector[];
}

/** One sort by the partition, numbered by first appearance, and the order keys. Time O(rows × log rows), memory 40 bytes per row. */
export function* windowLayout(
  batch: Batch,
  schema: Schema,
  partitionBy: readonly string[],
  orderBy: readonly SortKey[],
): Steps<WindowLayout> {
  const partitions = yield* partitionNumbers(batch, schema, partitionBy);
  const keys: OrderedVector[] = [];
  for (const { column, descending, nulls } of orderBy) {
    const vector = yield* loadSteps(fieldOf(schema, column).type, columnAt(batch, fieldIndex(schema, column)));
    keys.push({ vector, descending, nullsFirst: nulls === 'first' });
  }
  const order = yield* orderedRows(batch.length, partitions ? [byNumber(partitions), ...keys] : keys);
  const samePartition = (a: number, b: number): boolean => partitions === undefined || partitions[a] === partitions[b];
  const compare = keys.map(rowOrder);
  const arePeers = (a: number, b: number): boolean => samePartition(a, b) && compare.every(each => each(a, b) === 0);
  const partition = yield* runs(order, samePartition);
  const peers = keys.length === 0 ? partition : yield* runs(order, arePeers);
  return { order, starts: partition.starts, ends: partition.ends, peerStarts: peers.starts, peerEnds: peers.ends, keys };
}

const byNumber = (values: Float64Array): OrderedVector => {
  const vector: Vector = { form: 'number', type: { id: 'uint32' }, step: 1, validity: undefined, values };
  return { vector, descending: false, nullsFirst: false };
};

/** The number of the partition of each row; undefined where all are in one. */
export function* partitionNumbers(batch: Batch, schema: Schema, names: readonly string[]): Steps<Float64Array | undefined> {
  if (names.length === 0) return undefined;
  const table = new KeyTable();
  const numbers = new Float64Array(batch.length);
  const loaders = names.map(name => columnLoader(fieldOf(schema, name).type, columnAt(batch, fieldIndex(schema, name))));
  for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
    const end = Math.min(batch.length, start + CHUNK_ROWS);
    const vectors = loaders.map(load => load(start, end));
    yield* table.reserve(vectors, end - start);
    numbers.set(table.lookup(vectors, end - start), start);
    yield undefined;
  }
  return numbers;
}

/** Runs of neighbours that are alike: where that of each position begins and ends. */
function* runs(
  order: Uint32Array,
  alike: (a: number, b: number) => boolean,
): Steps<{ readonly starts: Uint32Array; readonly ends: Uint32Array }> {
  const { length } = order;
  const [starts, ends] = [new Uint32Array(length), new Uint32Array(length)];
  let start = 0;
  yield* ranges(length, (from, to) => {
    for (let at = Math.max(1, from); at < to; at++) {
      if (!alike(order[at - 1] ?? 0, order[at] ?? 0)) start = at;
      starts[at] = start;
    }
  });
  let end = length;
  yield* ranges(length, (from, to) => {
    for (let at = length - 1 - from; at > length - 1 - to; at--) {
      ends[at] = end;
      if (starts[at] === at) end = at;
    }
  });
  return { starts, ends };
}
