import { aggregationsOf, bindingStrings, isString, keptPerRow, schemaOf } from '@parquetframe/core/engine';
import type { CostEstimate, Schema, Sizes, Statistics, Step } from '@parquetframe/core/engine';
import type { PipelineShape } from './request.js';

/** Seconds per value on one core of 2026. */
const DECODE = 6e-9;
const DECODE_TEXT = 2.5e-8;
const MATERIALISE = 2e-9;
/** Seconds per row of each step. */
const PER_ROW: { readonly [operation: string]: number } = {
  'table.filter': 4e-9,
  'table.project': 4e-9,
  'table.aggregate': 8e-9,
  'table.sort': 5e-8,
  'table.groupHead': 1.5e-8,
  'table.limit': 0,
};
/** What leaves out most rows of a sort before it. */
const FIRST_ROWS: ReadonlySet<string> = new Set(['table.limit', 'table.groupHead']);
/** A row among the first few is found with a look at its key. */
const PER_TOP_ROW = 3e-9;
/** Bytes per row that a sort keeps to the end, and while it divides the rows. */
const SORTED = 16;
const DIVIDED = 32;
/** Seconds that a new group costs beside its first row: memory that is met for the first time. */
const PER_GROUP = 6e-7;
/** Share of rows that a predicate is taken to keep. */
const KEPT = 0.4;

/** What a chain costs: decoding, each step over the rows that reach it, and writing the result where it is not small. */
export function estimatePipeline({ scan, steps }: PipelineShape, { ports: [port], result }: Statistics): CostEstimate {
  let rows = port?.rows ?? (port?.bytes ?? 1e6) / 32;
  const aggregate = steps.find(({ operation }) => operation === 'table.aggregate');
  let seconds = scan ? 1e-3 + rows * decodeCost(scan, aggregate) : 5e-5;
  if (scan?.binding['predicate'] !== undefined) {
    seconds += rows * (PER_ROW['table.filter'] ?? 0);
    rows *= KEPT;
  }
  const isRead = scan !== undefined || steps[0]?.operation !== 'table.sort';
  let sorting = 0;
  let kept = 0;
  for (const [at, step] of steps.entries()) {
    const { operation } = step;
    const isTop = operation === 'table.sort' && FIRST_ROWS.has(steps[at + 1]?.operation ?? '');
    if (operation === 'table.aggregate') kept = Math.max(kept, rows * keptPerRow(aggregationsOf(step)));
    seconds += rows * (isTop ? PER_TOP_ROW : (PER_ROW[operation] ?? 0));
    if (operation === 'table.sort' && !isTop) sorting = Math.max(sorting, sortBytes(rows, port, result, isRead));
    if (operation === 'table.filter') rows *= KEPT;
    if (operation === 'table.aggregate' || operation === 'table.limit') rows = Math.min(rows, result.rows ?? rows);
    if (operation === 'table.aggregate') seconds += rows * PER_GROUP;
  }
  const width = (steps.at(-1) ?? scan)?.output;
  const columns = width?.kind === 'table' ? width.schema.length : 1;
  const bytes = (result.bytes ?? rows * columns * 8) + sorting + kept;
  return { seconds: seconds + rows * columns * MATERIALISE, peakBytes: bytes + 64e6 };
}

/** What a sort takes beside its result; what is not in memory yet, or is left of a filter, is put together first. */
function sortBytes(rows: number, port: Sizes | undefined, result: Sizes, isRead: boolean): number {
  const width = (result.bytes ?? port?.bytes ?? 32) / Math.max(1, (result.bytes === undefined ? port?.rows : result.rows) ?? 1);
  return (isRead ? rows * width : 0) + Math.max(rows * SORTED, rows * (DIVIDED - width));
}

/** Text that only names groups stays encoded. */
function decodeCost(scan: Step, aggregate: Step | undefined): number {
  const keys: ReadonlySet<string> = new Set(aggregate ? bindingStrings(aggregate, 'keys') : []);
  const schema: Schema = schemaOf(scan);
  return Math.max(
    DECODE,
    schema.reduce((sum, { name, type }) => sum + (isString(type) && !keys.has(name) ? DECODE_TEXT : DECODE), 0),
  );
}
