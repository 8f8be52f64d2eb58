import type { TableData } from '@parquetframe/core/engine';
import { chosenRows, takeRows } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';
import { partOf } from './columns.js';

interface DistinctSpecification {
  readonly table: TableData;
  readonly subset: readonly string[];
  readonly keepsLast: boolean;
}
export interface DistinctInput extends DistinctSpecification, Range {}

/** The rows of a range that stay, if it were all there is: one of each group, in the order of their first rows. */
export async function distinctPart(
  { table, subset, keepsLast, from, to }: DistinctInput,
  control: TaskControl,
): Promise<Uint32Array> {
  const { batch, schema } = await partOf(table, subset, { from, to }, control);
  const rows = await chosenRows(batch, schema, subset, keepsLast, control.checkpoint);
  return rows.map(row => row + from);
}

export interface DistinctMergeInput extends DistinctSpecification {
  readonly parts: readonly Uint32Array[];
}

/** The rows that stay of all: among those of the parts, one part after the other, first and last rows are what they are among all. */
export async function mergeDistinct(
  { table, subset, keepsLast, parts }: DistinctMergeInput,
  control: TaskControl,
): Promise<Uint32Array> {
  const candidates = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    candidates.set(part, at);
    at += part.length;
  }
  const { batch, schema } = await partOf(table, subset, { from: 0, to: table.length }, control);
  const keys = await takeRows(batch, schema, candidates, control.checkpoint);
  const rows = await chosenRows(keys, schema, subset, keepsLast, control.checkpoint);
  return rows.map(row => candidates[row] ?? 0);
}
