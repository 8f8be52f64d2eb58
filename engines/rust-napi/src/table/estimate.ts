import { aggregationsOf, bindingStrings, isString, joinKeysOf, keptPerRow, schemaOf, windowsOf } from '@parquetframe/core/engine';
import type { CostEstimate, Schema, Sizes, Statistics, Step } from '@parquetframe/core/engine';
import { maySpill } from './scratch.js';
import { stepsOf } from './shape.js';
import type { Origin, Shape } from './shape.js';

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
  'table.window': 1.5e-7,
  'table.limit': 0,
  'table.withRowIndex': 1e-9,
  'table.sample': 4e-9,
  'table.explode': 1e-8,
};
/** What leaves out most rows of a sort before it. */
const FIRST_ROWS: ReadonlySet<string> = new Set(['table.limit', 'table.groupHead']);
/** What gives fewer rows than it reads. */
const FEWER_ROWS: ReadonlySet<string> = new Set(['table.aggregate', 'table.limit', 'table.tail', 'table.sample']);
/** A row among the first few is found with a look at its key. */
const PER_TOP_ROW = 3e-9;
/** Bytes per row that a sort keeps to the end, and while it divides the rows. */
const SORTED = 16;
const DIVIDED = 32;
/** Bytes per row of a window while it is computed, and of the sort before. */
const WINDOW_BYTES = 24;
const WINDOW_SORTED = 64;
/** Seconds that a new group costs beside its first row: memory that is met for the first time. */
const PER_GROUP = 6e-7;
/** Bytes per right row of a join: its key, its place in the table of keys and the chain of its key; and its columns, where they are read for it. */
const PER_RIGHT_ROW = 48;
const RIGHT_ROW = 32;
/** Of what is not known to be shared with the left side at least this part is new. */
const LEAST_NEW = 0.25;
/** Bytes of what is being read, whatever the size. */
const FIXED = 64e6;
/** Share of rows that a predicate is taken to keep. */
const KEPT = 0.4;

/** What a plan costs: decoding, each step over the rows that reach it, and writing the result where it is not small. */
export function estimatePipeline(shape: Shape, statistics: Statistics): CostEstimate {
  const { result, want } = statistics;
  const last = shape.steps.at(-1) ?? (shape.origin.kind === 'table' ? undefined : shape.origin.step);
  const { rows, seconds, held, lent } = flow(shape, statistics, true);
  const columns = last?.output.kind === 'table' ? last.output.schema.length : 1;
  const bytes = result.bytes ?? rows * columns * 8;
  // Where every left row of a join comes once, its columns are those of the input.
  const resultBytes = Math.max(bytes - lent, bytes * LEAST_NEW);
  return {
    seconds: seconds + rows * columns * MATERIALISE,
    peakBytes: resultBytes + held + FIXED,
    // What does not fit goes to disk, but for a result that is wanted as a whole.
    ...(maySpill(stepsOf(shape)) ? { minBytes: (want?.layout === 'batches' ? 0 : resultBytes) + FIXED } : {}),
  };
}

/** Rows that come out of a plan, the time they take, and the memory that is held until they are there. */
interface Flow {
  readonly rows: number;
  readonly seconds: number;
  readonly held: number;
  /** bytes of the result that are those of an input */
  readonly lent: number;
}

function flow(shape: Shape, statistics: Statistics, isLast: boolean): Flow {
  const { origin, steps } = shape;
  const { result } = statistics;
  const begun = origins(shape, statistics, isLast && steps.length === 0);
  let { rows, seconds } = begun;
  const port = 'port' in origin ? statistics.ports[origin.port] : undefined;
  const isRead = origin.kind !== 'table' || steps[0]?.operation !== 'table.sort';
  let sorting = 0;
  let kept = 0;
  for (const [at, step] of steps.entries()) {
    const { operation } = step;
    const isTop = operation === 'table.sort' && FIRST_ROWS.has(steps[at + 1]?.operation ?? '');
    if (operation === 'table.aggregate') kept = Math.max(kept, rows * keptPerRow(aggregationsOf(step)));
    seconds += rows * (isTop ? PER_TOP_ROW : (PER_ROW[operation] ?? 0));
    if (operation === 'table.sort' && !isTop) sorting = Math.max(sorting, sortBytes(rows, port, result, isRead));
    if (operation === 'table.window') sorting = Math.max(sorting, windowBytes(step, rows));
    if (operation === 'table.filter') rows *= KEPT;
    if (FEWER_ROWS.has(operation)) rows = Math.min(rows, result.rows ?? rows);
    if (operation === 'table.explode') rows = Math.max(rows, result.rows ?? rows);
    if (operation === 'table.aggregate') seconds += rows * PER_GROUP;
  }
  return { rows, seconds, held: begun.held + sorting + kept, lent: steps.length === 0 ? begun.lent : 0 };
}

function origins({ origin, steps }: Shape, statistics: Statistics, isResult: boolean): Flow {
  if (origin.kind === 'join') return joined(origin, statistics, isResult);
  if (origin.kind !== 'concat') return read(origin, steps, statistics);
  const inputs = origin.inputs.map(input => flow(input, statistics, false));
  const sum = (of: (input: Flow) => number) => inputs.reduce((total, input) => total + of(input), 0);
  return { rows: sum(({ rows }) => rows), seconds: sum(({ seconds }) => seconds), held: sum(({ held }) => held), lent: 0 };
}

function read(origin: Extract<Origin, { readonly port: number }>, steps: readonly Step[], { ports }: Statistics): Flow {
  const port = ports[origin.port];
  const rows = port?.rows ?? (port?.bytes ?? 1e6) / 32;
  if (origin.kind === 'table') return { rows, seconds: 5e-5, held: 0, lent: 0 };
  const aggregate = steps.find(({ operation }) => operation === 'table.aggregate');
  const seconds = 1e-3 + rows * decodeCost(origin.step, aggregate);
  return origin.step.binding['predicate'] === undefined
    ? { rows, seconds, held: 0, lent: 0 }
    : { rows: rows * KEPT, seconds: seconds + rows * (PER_ROW['table.filter'] ?? 0), held: 0, lent: 0 };
}

/** The right side is held with a table of its keys; left rows are looked up as they come. */
function joined(origin: Extract<Origin, { readonly kind: 'join' }>, statistics: Statistics, isResult: boolean): Flow {
  const { result, ports } = statistics;
  const [left, right] = [flow(origin.left, statistics, false), flow(origin.right, statistics, false)];
  const keys = joinKeysOf(origin.step).length;
  const rows = isResult ? (result.rows ?? left.rows) : left.rows;
  const bytes = isResult ? (result.bytes ?? rows * 32) : rows * 32;
  const lender = isResult && rows <= left.rows && origin.left.steps.length === 0 ? origin.left.origin : undefined;
  const width = origin.right.origin.kind === 'table' && origin.right.steps.length === 0 ? 0 : RIGHT_ROW;
  return {
    rows,
    seconds: left.seconds + right.seconds + (left.rows * 8e-9 + right.rows * 3e-8) * keys + bytes * 5e-10,
    held: left.held + right.held + right.rows * (PER_RIGHT_ROW * keys + width),
    lent: lender?.kind === 'table' ? (ports[lender.port]?.bytes ?? 0) : 0,
  };
}

/** What windows take beside their columns: a sort, and the frame and the values of each row. */
const windowBytes = (step: Step, rows: number): number => rows * (WINDOW_SORTED + WINDOW_BYTES * windowsOf(step).length);

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
