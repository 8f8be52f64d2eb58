import { sliceTable, type Batch, type Schema, type Step, type TableData } from '@parquetframe/core/engine';
import { aloneBatches, partneredBatches, rightSide, unmatchedRows } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';
import { namesOf, partOf } from './columns.js';

export interface JoinInput extends Range {
  readonly step: Step;
  readonly left: TableData;
  readonly right: TableData;
  /** shared: 1 for each right row that has a partner in any part */
  readonly matched: Uint8Array;
}

async function collected(parts: AsyncIterable<Batch>, control: TaskControl): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of parts) {
    if (batch.length > 0) batches.push(batch);
    control.check();
  }
  return batches;
}

/** The rows of a range of the left table with their partners. */
export async function joinPart({ step, left, right, matched, from, to }: JoinInput, control: TaskControl): Promise<Batch[]> {
  const side = await rightSide(step, left.schema, right, control.checkpoint, matched);
  const part = sliceTable(left, from, to);
  return collected(partneredBatches(step, part, { side, schema: right.schema }, control.checkpoint), control);
}

export interface JoinRestInput {
  readonly step: Step;
  readonly left: Schema;
  readonly right: TableData;
  readonly matched: Uint8Array;
}

/** The right rows that no part had a partner for. */
export async function joinRest({ step, left, right, matched }: JoinRestInput, control: TaskControl): Promise<Batch[]> {
  const whole = await partOf(right, namesOf(right), { from: 0, to: right.length }, control);
  return collected(aloneBatches(step, left, whole, unmatchedRows(matched), control.checkpoint), control);
}
