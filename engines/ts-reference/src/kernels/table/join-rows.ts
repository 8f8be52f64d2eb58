import { concatBatchSteps, inSteps, ranges } from '@parquetframe/core/engine';
import type { Batch, KernelCall, Schema, TableData } from '@parquetframe/core/engine';
import { JoinKeys } from '../keys/key-numbers.js';
import type { KeyTypes } from '../keys/key-numbers.js';
import type { Pairs } from './joined-batch.js';

/** Pairs that are given out at a time: a key with many rows on both sides makes more than memory should hold as numbers. */
const PAIRS_AT_ONCE = 1 << 16;

/** The numbers of the rows that are not noted, some at a time. */
export function* unmatchedRows(matched: Uint8Array): Generator<Int32Array> {
  const { length } = matched;
  for (let start = 0; start < length; start += PAIRS_AT_ONCE) {
    const rows = new Int32Array(Math.min(PAIRS_AT_ONCE, length - start));
    let count = 0;
    for (let row = start; row < start + rows.length; row++) if (matched[row] !== 1) rows[count++] = row;
    if (count > 0) yield rows.subarray(0, count);
  }
}

/** The right table with its rows chained by key. */
export class RightSide {
  readonly batch: Batch;
  readonly #checkpoint: KernelCall['checkpoint'];
  /** 1 for each row that had a partner */
  readonly #matched: Uint8Array;
  readonly #keys: JoinKeys;
  /** per key the first of its rows, per row the next one of its key, each plus one: 0 where there is none, so that nothing needs filling */
  #first = new Int32Array(0);
  readonly #next: Int32Array;

  private constructor(
    batch: Batch,
    types: KeyTypes,
    nullsEqual: boolean,
    checkpoint: KernelCall['checkpoint'],
    matched: Uint8Array = new Uint8Array(batch.length),
  ) {
    this.batch = batch;
    this.#keys = new JoinKeys(types, nullsEqual, checkpoint);
    this.#checkpoint = checkpoint;
    this.#matched = matched;
    this.#next = new Int32Array(batch.length);
  }

  static async build(
    { schema, batches }: TableData,
    names: readonly string[],
    types: KeyTypes,
    nullsEqual: boolean,
    checkpoint: KernelCall['checkpoint'],
    /** where rows that have a partner are noted; threads that look at parts of the left table share it */
    matched?: Uint8Array,
  ): Promise<RightSide> {
    const batch = await inSteps(concatBatchSteps(schema, batches), checkpoint);
    const side = new RightSide(batch, types, nullsEqual, checkpoint, matched);
    const keyOfRow = new Int32Array(batch.length);
    for await (const { keys, start } of side.#keys.added(batch, schema, names)) keyOfRow.set(keys, start);
    await side.#chain(keyOfRow);
    return side;
  }

  /** From the last row back, so that chains are in row order. */
  async #chain(keyOfRow: Int32Array): Promise<void> {
    const last = keyOfRow.length - 1;
    const first = new Int32Array(this.#keys.count);
    const chain = ranges(keyOfRow.length, (from, to) => {
      for (let row = last - from; row > last - to; row--) {
        const key = keyOfRow[row] ?? -1;
        if (key < 0) continue;
        this.#next[row] = first[key] ?? 0;
        first[key] = row + 1;
      }
    });
    await inSteps(chain, this.#checkpoint);
    this.#first = first;
  }

  /** The pairs of a left batch, in left order and then in right order, some at a time. */
  async *match(batch: Batch, schema: Schema, names: readonly string[], keepsLeft: boolean): AsyncGenerator<Pairs> {
    let left = new Uint32Array(PAIRS_AT_ONCE);
    let right = new Int32Array(PAIRS_AT_ONCE);
    let count = 0;
    for await (const { keys, start } of this.#keys.found(batch, schema, names)) {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] ?? -1;
        let row = key < 0 ? 0 : (this.#first[key] ?? 0);
        if (row === 0 && !keepsLeft) continue;
        do {
          if (count === PAIRS_AT_ONCE) {
            yield { left, right };
            [left, right, count] = [new Uint32Array(PAIRS_AT_ONCE), new Int32Array(PAIRS_AT_ONCE), 0];
          }
          left[count] = start + i;
          right[count++] = row - 1;
          if (row !== 0) this.#matched[row - 1] = 1;
          row = row === 0 ? 0 : (this.#next[row - 1] ?? 0);
        } while (row !== 0);
      }
    }
    if (count > 0) yield { left: left.subarray(0, count), right: right.subarray(0, count) };
  }

  /** The left rows that have a partner, or those that have none. */
  async *having(batch: Batch, schema: Schema, names: readonly string[], partner: boolean): AsyncGenerator<Uint32Array> {
    for await (const { keys, start } of this.#keys.found(batch, schema, names)) {
      const rows = new Uint32Array(keys.length);
      let count = 0;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] ?? -1;
        if ((key >= 0 && (this.#first[key] ?? 0) !== 0) === partner) rows[count++] = start + i;
      }
      if (count > 0) yield rows.subarray(0, count);
    }
  }

  /** The right rows that had no partner so far. */
  unmatched(): Generator<Int32Array> {
    return unmatchedRows(this.#matched);
  }

  /** Every left row with every right row. */
  *product(batch: Batch): Generator<Pairs> {
    const total = batch.length * this.batch.length;
    for (let start = 0; start < total; start += PAIRS_AT_ONCE) {
      const count = Math.min(PAIRS_AT_ONCE, total - start);
      const [left, right] = [new Uint32Array(count), new Int32Array(count)];
      let [row, partner] = [Math.floor(start / this.batch.length), start % this.batch.length];
      for (let i = 0; i < count; i++) {
        left[i] = row;
        right[i] = partner++;
        if (partner === this.batch.length) [row, partner] = [row + 1, 0];
      }
      yield { left, right };
    }
  }
}
