import { columnAt, fieldIndex, fieldOf, inSteps } from '@parquetframe/core/engine';
import type { Batch, DataType, KernelCall, Schema } from '@parquetframe/core/engine';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { commonKeys } from './join-keys.js';
import { KeyTable } from './key-table.js';

export type KeyTypes = readonly (readonly [left: DataType, right: DataType])[];

/** Key numbers of some rows, the first of which is `start`; −1 for a key that matches nothing. */
export interface NumberedRows {
  readonly keys: Int32Array;
  readonly start: number;
}

/** Numbers the keys of the right side of a join, and finds those of the left among them. */
export class JoinKeys {
  readonly #table = new KeyTable();

  constructor(
    private readonly types: KeyTypes,
    private readonly nullsEqual: boolean,
    private readonly checkpoint: KernelCall['checkpoint'],
  ) {}

  get count(): number {
    return this.#table.count;
  }

  /** Keys of right rows, a part at a time, new ones added. */
  added(batch: Batch, schema: Schema, names: readonly string[]): AsyncGenerator<NumberedRows> {
    return this.#numbered(batch, schema, names, true);
  }

  /** Keys of left rows, a part at a time; −1 for those that there are not. */
  found(batch: Batch, schema: Schema, names: readonly string[]): AsyncGenerator<NumberedRows> {
    return this.#numbered(batch, schema, names, false);
  }

  async *#numbered(batch: Batch, schema: Schema, names: readonly string[], insert: boolean): AsyncGenerator<NumberedRows> {
    const loaders = names.map((name, i) => {
      const load = columnLoader(fieldOf(schema, name).type, columnAt(batch, fieldIndex(schema, name)));
      const [left, right] = this.types[i] ?? [];
      const common = left && right && commonKeys(left, right);
      return { load, common };
    });
    for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
      const end = Math.min(batch.length, start + CHUNK_ROWS);
      const vectors = loaders.map(({ load, common }) => (common ? common(load(start, end)) : load(start, end)));
      if (insert) await inSteps(this.#table.reserve(vectors, end - start), this.checkpoint);
      const keys = this.#table.lookup(vectors, end - start, insert);
      if (!this.nullsEqual) withoutNulls(vectors, keys);
      yield { keys, start };
      const pause = this.checkpoint();
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
