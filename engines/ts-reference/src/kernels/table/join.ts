import {
  HEAP_ARROW,
  columnAt,
  concatBatches,
  fieldIndex,
  fieldOf,
  joinKeysOf,
  joinedColumnsOf,
  schemaOf,
  takeColumn,
  tableData,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, DataType, KernelCall, Schema, TableData } from '@parquetframe/core/engine';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { commonKeys } from '../keys/join-keys.js';
import { KeyTable } from '../keys/key-table.js';
import { STREAMED_INPUTS, TABLE_INPUTS, tableInput, tableResult, wholeTable } from '../table-kernel.js';

/** `table.join`: a hash table of the right side, probed with the left. Rows come in left order, partners in right order. Time O(left + right + result). */
export const bindJoin: BindStep = step => {
  const on = joinKeysOf(step);
  const output = schemaOf(step);
  const added = joinedColumnsOf(step);
  const keepsLeft = step.binding['how'] === 'left';
  return {
    inputs: [STREAMED_INPUTS, TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [left, right], result }) => ({
      seconds: 1e-5 + ((left?.rows ?? 1e5) + 2 * (right?.rows ?? 1e5)) * on.length * 8e-8,
      peakBytes: (right?.bytes ?? 1e6) + (right?.rows ?? 1e5) * 48 + (result.bytes ?? 1e6),
    }),
    run: async call => {
      const left = tableInput(call.inputs[0]);
      const right = await wholeTable(call.inputs[1]);
      const keyTypes = on.map(key => [fieldOf(left.schema, key.left).type, fieldOf(right.schema, key.right).type] as const);
      const side = await RightSide.build(
        right,
        on.map(key => key.right),
        keyTypes,
        call.checkpoint,
      );
      const batches: Batch[] = [];
      for await (const batch of left.batches) {
        const matched = await side.match(
          batch,
          left.schema,
          on.map(key => key.left),
          keepsLeft,
          call.checkpoint,
        );
        if (matched.left.length === 0) continue;
        const columns: ColumnData[] = left.schema.map(({ type }, i) => takeColumn(type, columnAt(batch, i), matched.left));
        for (const { column } of added) {
          const index = fieldIndex(right.schema, column);
          const { type } = fieldOf(right.schema, column);
          columns.push(takeColumn(type, columnAt(side.batch, index), matched.right));
          const pause = call.checkpoint();
          if (pause) await pause;
        }
        batches.push({ length: matched.left.length, columns });
      }
      return tableResult(tableData(output, batches));
    },
  };
};

type KeyTypes = readonly (readonly [left: DataType, right: DataType])[];

/** Row pairs of a join; −1 on the right where there is no partner. */
interface Pairs {
  readonly left: Uint32Array;
  readonly right: Int32Array;
}

/** The right table with its rows chained by key. */
class RightSide {
  readonly batch: Batch;
  readonly #table = new KeyTable();
  readonly #types: KeyTypes;
  /** per key the first of its rows, −1 if none; per row the next one of its key */
  #first = new Int32Array(0);
  readonly #next: Int32Array;

  private constructor(table: TableData, types: KeyTypes) {
    this.batch = concatBatches(table.schema, table.batches);
    this.#types = types;
    this.#next = new Int32Array(this.batch.length).fill(-1);
  }

  static async build(
    table: TableData,
    names: readonly string[],
    types: KeyTypes,
    checkpoint: KernelCall['checkpoint'],
  ): Promise<RightSide> {
    const side = new RightSide(table, types);
    const keyOfRow = new Int32Array(side.batch.length);
    await side.#keys(side.batch, table.schema, names, true, checkpoint, (keys, start) => {
      keyOfRow.set(keys, start);
    });
    side.#first = new Int32Array(side.#table.count).fill(-1);
    // From the last row back, so that chains are in row order.
    for (let row = keyOfRow.length - 1; row >= 0; row--) {
      const key = keyOfRow[row] ?? -1;
      if (key < 0) continue;
      side.#next[row] = side.#first[key] ?? -1;
      side.#first[key] = row;
    }
    return side;
  }

  async match(
    batch: Batch,
    schema: Schema,
    names: readonly string[],
    keepsLeft: boolean,
    checkpoint: KernelCall['checkpoint'],
  ): Promise<Pairs> {
    const left: number[] = [];
    const right: number[] = [];
    await this.#keys(batch, schema, names, false, checkpoint, (keys, start) => {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] ?? -1;
        let row = key < 0 ? -1 : (this.#first[key] ?? -1);
        if (row < 0 && keepsLeft) {
          left.push(start + i);
          right.push(-1);
        }
        for (; row >= 0; row = this.#next[row] ?? -1) {
          left.push(start + i);
          right.push(row);
        }
      }
    });
    return { left: Uint32Array.from(left), right: Int32Array.from(right) };
  }

  /** Key numbers of the rows, a part at a time; −1 for a key with a null, and for one that the table does not have. */
  async #keys(
    batch: Batch,
    schema: Schema,
    names: readonly string[],
    insert: boolean,
    checkpoint: KernelCall['checkpoint'],
    take: (keys: Int32Array, start: number) => void,
  ): Promise<void> {
    const loaders = names.map((name, i) => {
      const load = columnLoader(fieldOf(schema, name).type, columnAt(batch, fieldIndex(schema, name)));
      const [left, right] = this.#types[i] ?? [];
      const common = left && right && commonKeys(left, right);
      return { load, common };
    });
    for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
      const end = Math.min(batch.length, start + CHUNK_ROWS);
      const vectors = loaders.map(({ load, common }) => (common ? common(load(start, end)) : load(start, end)));
      const keys = this.#table.lookup(vectors, end - start, insert);
      withoutNulls(vectors, keys);
      take(keys, start);
      const pause = checkpoint();
      if (pause) await pause;
    }
  }
}

/** A key with a null in it matches nothing. */
function withoutNulls(vectors: readonly Vector[], keys: Int32Array): void {
  for (const vector of vectors) {
    if (!vector.validity && vector.form !== 'opaque') continue;
    for (let i = 0; i < keys.length; i++) if (!isValid(vector, i)) keys[i] = -1;
  }
}
