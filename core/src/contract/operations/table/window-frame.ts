import { decimalDigits, rescaled } from '../../data/decimal.js';
import { fieldOf } from '../../data/field.js';
import { parseDuration } from '../../data/span.js';
import { formatType, isFloat, isInteger, valueType, type DataType, type Schema, type TimeUnit } from '../../data/types.js';
import { hasMembers, ParquetFrameError, received } from '../../errors/index.js';
import type { SortKey } from './sort.js';

/**
 * Where a frame begins or ends. Of rows a number of them, below 0 before the row; of a range how far the values of the only order key may be from that of the row: whole
 * numbers as text, in units of the last digit of decimals and in the unit of instants.
 */
export type WindowBound = 'unbounded' | 'current' | number | `${bigint}`;
/** The rows that a window looks at. */
export type WindowFrame = {
  readonly unit: 'rows' | 'range';
  readonly from: WindowBound;
  readonly to: WindowBound;
};

const FROM_THE_START: WindowFrame = { unit: 'range', from: 'unbounded', to: 'current' };
const ALL: WindowFrame = { unit: 'rows', from: 'unbounded', to: 'unbounded' };

const EXAMPLE = "{ rows: [-2, 'current'] } or { range: ['unbounded', 'current'] }";

/** The frame as written, or SQL's default. @throws ParquetFrameError `INVALID_ARGUMENT`, `TYPE_MISMATCH` */
export function boundFrame(f: string, given: unknown, orderBy: readonly SortKey[], schema: Schema): WindowFrame {
  if (given === undefined) return orderBy.length > 0 ? FROM_THE_START : ALL;
  const [unit, bounds] = written(f, given);
  const type = unit === 'range' ? orderType(orderBy, schema) : undefined;
  const [from, to] = bounds.map(bound => (unit === 'rows' ? rowsBound(f, bound) : rangeBound(f, bound, type, orderBy.length)));
  if (from === undefined || to === undefined) throw misformed(f, given);
  if (from !== 'unbounded' && to !== 'unbounded' && distance(from) > distance(to))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${f}: a frame cannot begin after its end, received ${unit} from ${shown(bounds[0])} to ${shown(bounds[1])}`,
      { details: { function: f } },
    );
  return { unit, from, to };
}

function written(f: string, given: unknown): readonly ['rows' | 'range', readonly unknown[]] {
  if (hasMembers(given)) {
    const entries = Object.entries(given).filter(([, value]) => value !== undefined);
    const [entry] = entries;
    if (entries.length === 1 && entry && (entry[0] === 'rows' || entry[0] === 'range')) {
      const bounds: unknown = entry[1];
      if (Array.isArray(bounds) && bounds.length === 2) return [entry[0], Array.from(bounds, (bound: unknown) => bound)];
    }
  }
  throw misformed(f, given);
}

const misformed = (f: string, given: unknown): ParquetFrameError =>
  new ParquetFrameError('INVALID_ARGUMENT', `${f}: a frame is written as ${EXAMPLE}; received ${shown(given)}`, {
    details: { function: f },
  });

function shown(value: unknown): string {
  if (!Array.isArray(value) && !hasMembers(value)) return received(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

/** For comparison of the two ends. */
const distance = (bound: WindowBound): number | bigint =>
  bound === 'current' || bound === 'unbounded' ? 0 : typeof bound === 'string' ? BigInt(bound) : bound;

const MOST_ROWS = 2 ** 40;

function rowsBound(f: string, bound: unknown): WindowBound {
  if (bound === 'unbounded' || bound === 'current') return bound;
  const rows = typeof bound === 'bigint' ? Number(bound) : bound;
  if (typeof rows === 'number' && Number.isInteger(rows) && Math.abs(rows) <= MOST_ROWS) return rows === 0 ? 'current' : rows;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${f}: an end of rows is 'unbounded', 'current' or a whole number of rows, below 0 before the row; received ${shown(bound)}`,
    { details: { function: f } },
  );
}

function orderType(orderBy: readonly SortKey[], schema: Schema): DataType | undefined {
  const [key] = orderBy;
  return key && orderBy.length === 1 ? valueType(fieldOf(schema, key.column).type) : undefined;
}

function rangeBound(f: string, bound: unknown, type: DataType | undefined, keys: number): WindowBound {
  if (bound === 'unbounded' || bound === 'current') return bound;
  if (bound === 0 || bound === 0n) return 'current';
  if (typeof bound !== 'number' && typeof bound !== 'bigint' && typeof bound !== 'string')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${f}: an end of a range is 'unbounded', 'current', a number, or a duration such as '-7d' for instants; received ${shown(bound)}`,
      { details: { function: f } },
    );
  if (type === undefined)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${f}: a range from ${shown(bound)} needs exactly one column in orderBy, received ${String(keys)}; use rows, 'unbounded' and 'current' otherwise`,
      { details: { function: f } },
    );
  const offset = offsetOf(bound, type);
  if (offset !== undefined) return offset === '0' ? 'current' : offset;
  throw new ParquetFrameError('TYPE_MISMATCH', `${f}: ${shown(bound)} is no distance between ${takes(type)}`, {
    details: { function: f, type: formatType(type) },
  });
}

function offsetOf(bound: number | bigint | string, type: DataType): WindowBound | undefined {
  const unit = nanosecondsOf(type);
  if (unit !== undefined) {
    const duration = typeof bound === 'string' ? parseDuration(bound) : undefined;
    return duration === undefined || duration % unit !== 0n ? undefined : `${duration / unit}`;
  }
  if (typeof bound === 'string') return undefined;
  if (isFloat(type)) return Number.isFinite(Number(bound)) ? Number(bound) : undefined;
  if (isInteger(type)) return typeof bound === 'bigint' || Number.isSafeInteger(bound) ? `${BigInt(bound)}` : undefined;
  if (type.id !== 'decimal') return undefined;
  const digits = decimalDigits(typeof bound === 'bigint' ? String(bound) : bound);
  const unscaled = digits && rescaled(digits, type.scale);
  return unscaled === undefined ? undefined : `${unscaled}`;
}

function takes(type: DataType): string {
  const text = formatType(type);
  if (nanosecondsOf(type) !== undefined) return `values of ${text}: give a duration of whole units, such as '-7d' or '-1h30m'`;
  if (isInteger(type)) return `values of ${text}: give a whole number`;
  return isFloat(type) || type.id === 'decimal'
    ? `values of ${text}`
    : `values of ${text}, which have none: use rows, 'unbounded' and 'current'`;
}

const PER_UNIT: { readonly [unit in TimeUnit]: bigint } = { s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n };
const DAY = 86_400n * PER_UNIT.s;

/** Nanoseconds of one unit of dates, times, timestamps and durations. */
function nanosecondsOf(type: DataType): bigint | undefined {
  switch (type.id) {
    case 'date':
      return type.unit === 'day' ? DAY : PER_UNIT.ms;
    case 'time':
    case 'timestamp':
    case 'duration':
      return PER_UNIT[type.unit];
    default:
      return undefined;
  }
}
