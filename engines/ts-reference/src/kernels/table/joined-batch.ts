import { columnAt, inSteps, takeSteps } from '@parquetframe/core/engine';
import type { Batch, ColumnData, DataType, KernelCall, Schema } from '@parquetframe/core/engine';

/** Row pairs of a join; −1 where a side has no row. */
export interface Pairs {
  readonly left: Uint32Array | Int32Array;
  readonly right: Int32Array;
}

/** The right table of a join, put together, and which of its columns the result has. */
export interface RightColumns {
  readonly batch: Batch;
  readonly schema: Schema;
  readonly added: readonly number[];
}

/** Makes batches of a join: all columns of the left batch, then those that the right adds. */
export class JoinedBatches {
  constructor(
    private readonly left: Schema,
    private readonly right: RightColumns,
    private readonly checkpoint: KernelCall['checkpoint'],
  ) {}

  async of(batch: Batch, pairs: Pairs): Promise<Batch> {
    const columns: ColumnData[] = [];
    for (const [i, { type }] of this.left.entries()) columns.push(await this.taken(type, columnAt(batch, i), pairs.left));
    return { length: pairs.right.length, columns: [...columns, ...(await this.added(pairs.right))] };
  }

  async added(rows: Int32Array): Promise<readonly ColumnData[]> {
    const columns: ColumnData[] = [];
    for (const index of this.right.added) columns.push(await this.ofRight(index, rows));
    return columns;
  }

  ofRight(index: number, rows: Int32Array): Promise<ColumnData> {
    return this.taken(this.right.schema[index]?.type ?? { id: 'null' }, columnAt(this.right.batch, index), rows);
  }

  taken(type: DataType, column: ColumnData, rows: Uint32Array | Int32Array): Promise<ColumnData> {
    return inSteps(takeSteps(type, column, rows), this.checkpoint);
  }
}
