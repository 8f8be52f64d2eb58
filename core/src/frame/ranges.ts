import { tableData, Turns, type Batch, type DataType, type DeferredTable, type Schema } from '../contract/data/index.js';
import { ParquetFrameError, received } from '../contract/errors/index.js';
import { lengthOf } from './verbs/time-window.js';

/** Options of ranges, beside those of every source. */
export interface RangeNames<N extends string> {
  /** of the column; default `value`, or `time` */
  readonly name?: N;
}

/** More than a table in memory should have. */
const MOST_ROWS = 2 ** 30;
const ROWS_OF_A_BATCH = 2 ** 16;

/** Whole numbers from `start` on, as far as they come before `end`. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function numberRange(start: unknown, end: unknown, step: unknown, name: string): DeferredTable {
  const [from, to, by] = [whole('start', start), whole('end', end), whole('step', step)];
  if (by === 0n) throw new ParquetFrameError('INVALID_ARGUMENT', 'fromRange: step must not be 0');
  const distance = by > 0n ? to - from : from - to;
  const size = by > 0n ? by : -by;
  const count = distance <= 0n ? 0n : (distance + size - 1n) / size;
  return table('fromRange', name, { id: 'int64' }, count, evenly(from, by, count));
}

/** Values at equal distances: made of their halves where all are safe integers, which takes no bigint for each. */
function evenly(from: bigint, by: bigint, count: bigint): Fill {
  const [start, step, last] = [Number(from), Number(by), Number(from + by * count)];
  if (![start, step, last].every(Number.isSafeInteger)) return each(index => from + by * index);
  return (values, first) => {
    const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    for (let row = 0; row < values.length; row++) {
      const value = start + step * (first + row);
      const high = Math.floor(value / 2 ** 32);
      halves[2 * row] = value - high * 2 ** 32;
      halves[2 * row + 1] = high;
    }
  };
}

/** Writes values, the first of which has that number. */
type Fill = (values: BigInt64Array, first: number) => void;
const each =
  (valueAt: (index: bigint) => bigint): Fill =>
  (values, first) => {
    for (let row = 0; row < values.length; row++) values[row] = valueAt(BigInt(first + row));
  };

function whole(argument: string, value: unknown): bigint {
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new ParquetFrameError('INVALID_ARGUMENT', `fromRange: ${argument} must be a whole number, received ${received(value)}`);
}

/** Times from `start` to `end`, both of them included where they are met. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function timeRange(start: unknown, end: unknown, every: unknown, name: string): DeferredTable {
  const [from, to] = [time('start', start), time('end', end)];
  const length = lengthOf('fromTimes', every);
  const type: DataType = { id: 'timestamp', unit: 'ms', timezone: null };
  if ('months' in length) {
    const months = Math.max(0, (new Date(to).getUTCFullYear() - new Date(from).getUTCFullYear() + 1) * 12);
    const times = Array.from({ length: Math.ceil(months / length.months) + 1 }, (_, index) =>
      monthsLater(from, index * length.months),
    );
    const taken = times.filter(each => each <= to).map(each => BigInt(each));
    return table(
      'fromTimes',
      name,
      type,
      BigInt(taken.length),
      each(index => taken[Number(index)] ?? 0n),
    );
  }
  if (length.nanoseconds % 1_000_000n !== 0n)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromTimes: times are whole milliseconds, as those of Dates are; received every ${String(every)}`,
    );
  const step = length.nanoseconds / 1_000_000n;
  const count = to < from ? 0n : BigInt(to - from) / step + 1n;
  return table('fromTimes', name, type, count, evenly(BigInt(from), step, count));
}

function time(argument: string, value: unknown): number {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `fromTimes: ${argument} must be a Date, received ${value instanceof Date ? 'an invalid Date' : received(value)}`,
  );
}

/** The same time of the same day, or of the last of a month that has no such day: always from the first, so that the 31st comes back. */
function monthsLater(from: number, months: number): number {
  const date = new Date(from);
  const later = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const [year, month] = [Math.floor(later / 12), ((later % 12) + 12) % 12];
  const last = new Date(Date.UTC(2000, 0, 1)).setUTCFullYear(year, month + 1, 0);
  // In one go: the first of the month may be before the first of all times.
  return date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), Number.isNaN(last) ? 31 : new Date(last).getUTCDate()));
}

function table(reader: string, name: string, type: DataType, count: bigint, fill: Fill): DeferredTable {
  if (count > BigInt(MOST_ROWS))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${reader} makes at most ${String(MOST_ROWS)} rows, received ends that are ${String(count)} apart`,
      { details: { rows: String(count) } },
    );
  const schema: Schema = [{ name, type, nullable: false }];
  const length = Number(count);
  return { schema, length, make: async () => tableData(schema, await batchesOf(length, fill)) };
}

/** A piece at a time, so that others get their turns in between. */
async function batchesOf(rows: number, fill: Fill): Promise<readonly Batch[]> {
  const turns = new Turns(undefined);
  const batches: Batch[] = [];
  for (let first = 0; first < rows; first += ROWS_OF_A_BATCH) {
    const length = Math.min(ROWS_OF_A_BATCH, rows - first);
    const values = new BigInt64Array(length);
    fill(values, first);
    batches.push({ length, columns: [{ length, nullCount: 0, buffers: [undefined, values] }] });
    if (turns.over) await turns.next();
  }
  return batches;
}
