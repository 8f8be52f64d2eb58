import { columnFromValues, formatDecimal, isFloat, ranges, valueType } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps, WindowCall } from '@parquetframe/core/engine';
import { pairQuotient } from '../exact/pair-quotient.js';
import { nearestDouble, nearestWhole } from '../exact/ratio.js';
import { nearestQuotient } from '../exact/squares.js';
import { columnSink } from '../expression/sink.js';
import { decimalOverflow, integerOverflow } from '../expression/overflow.js';
import { windowFrames } from './frames.js';
import type { WindowLayout } from './layout.js';
import { move } from './moving.js';
import { MovingSum } from './moving-sum.js';
import type { WindowTable } from './rows.js';

type Value = number | bigint | null;

/** The column of a sum, a mean, a variance or a standard deviation, from exact running sums; undefined for any other function. */
export function* totalColumn(call: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData | undefined> {
  const { function: f, column, where, frame } = call;
  if (column === null || !frame) return undefined;
  const type = valueType(table.type(column));
  const value = valueOf(call, type);
  if (!value) return undefined;
  const counts = yield* table.counts(where);
  const sum = new MovingSum(yield* table.vector(column), counts, f === 'var' || f === 'std');
  const result = resultOf(f, type);
  const values = new Values(result, layout.order.length);
  const beyond = f === 'sum' && !isFloat(type) ? new Beyond(call.name, result) : undefined;
  yield* move(layout, yield* windowFrames(layout, frame), sum, row => {
    const found = value(sum);
    values.set(row, beyond && typeof found === 'bigint' ? beyond.within(found, row) : found);
  });
  beyond?.check();
  return yield* values.column();
}

const FLOAT64: DataType = { id: 'float64' };

function resultOf(f: WindowCall['function'], type: DataType): DataType {
  if (type.id === 'duration' && (f === 'sum' || f === 'mean')) return type;
  if (f !== 'sum' || isFloat(type)) return FLOAT64;
  return type.id === 'decimal' ? { ...type, precision: 38 } : { id: 'int64' };
}

/** What a function makes of a sum. */
function valueOf({ function: f, options }: WindowCall, type: DataType): ((sum: MovingSum) => Value) | undefined {
  const scale = type.id === 'decimal' ? type.scale : 0;
  switch (f) {
    case 'sum':
      return isFloat(type) ? sum => floatOf(sum, 1) : sum => (sum.count === 0 ? null : sum.total());
    case 'mean':
      if (isFloat(type)) return sum => floatOf(sum, sum.count);
      if (type.id === 'duration') return sum => (sum.count === 0 ? null : nearestWhole(sum.total(), BigInt(sum.count)));
      return sum => (sum.count === 0 ? null : wholeMean(sum, scale));
    case 'var':
    case 'std':
      return sum => spread(sum, Number(options?.['ddof']), scale, f === 'std');
    default:
      return undefined;
  }
}

/** The sum of floats divided by a whole number, rounded once. */
export function floatOf(sum: MovingSum, divisor: number): number | null {
  if (sum.count === 0) return null;
  const special = sum.special();
  if (special !== undefined) return special;
  const quick = sum.isPair() ? pairQuotient(sum.high, sum.low, divisor) : undefined;
  if (quick !== undefined) return quick;
  const [total, power] = [sum.total(), sum.power];
  if (total === 0n) return 0;
  const count = BigInt(divisor);
  return power < 0 ? nearestDouble(total, count << BigInt(-power)) : nearestDouble(total << BigInt(power), count);
}

function wholeMean(sum: MovingSum, scale: number): number {
  if (scale === 0 && sum.low === 0 && sum.isPair()) return sum.high / sum.count + 0;
  const numerator = sum.total() * 10n ** BigInt(Math.max(-scale, 0));
  return nearestDouble(numerator, BigInt(sum.count) * 10n ** BigInt(Math.max(scale, 0)));
}

const BEYOND_DECIMAL = 10n ** 38n;

/** Sums that do not fit their type: the error is that of the first row that has one, whichever partition comes first. */
class Beyond {
  #first: { readonly row: number; readonly total: bigint } | undefined;
  readonly #name: string;
  readonly #type: DataType;

  constructor(name: string, type: DataType) {
    this.#name = name;
    this.#type = type;
  }

  within(total: bigint, row: number): bigint | null {
    const isWithin =
      this.#type.id === 'decimal' ? total < BEYOND_DECIMAL && total > -BEYOND_DECIMAL : BigInt.asIntN(64, total) === total;
    if (isWithin) return total;
    if (this.#first === undefined || row < this.#first.row) this.#first = { row, total };
    return null;
  }

  /** @throws ParquetFrameError `INTEGER_OVERFLOW`, `DECIMAL_OVERFLOW` */
  check(): void {
    if (!this.#first) return;
    const [operation, type, { total }] = [`the sum ${JSON.stringify(this.#name)}`, this.#type, this.#first];
    if (type.id === 'decimal') throw decimalOverflow({ operation, result: formatDecimal(total, type.scale), type });
    throw integerOverflow({ operation, result: String(total), type });
  }
}

/** (n × Σx² − (Σx)²) / (n × (n − ddof)), or its root. */
function spread(sum: MovingSum, ddof: number, scale: number, root: boolean): number | null {
  const { count } = sum;
  if (count <= ddof) return null;
  if (!sum.isFinite()) return Number.NaN;
  const n = BigInt(count);
  const total = sum.total();
  const value = n * sum.squares() - total * total;
  const unit = 10n ** BigInt(2 * Math.abs(scale));
  const divisor = n * (n - BigInt(ddof));
  if (scale < 0) return nearestQuotient({ value: value * unit, power: 2 * sum.power }, divisor, root);
  return nearestQuotient({ value, power: 2 * sum.power }, divisor * unit, root);
}

/** Values of a column by row: doubles, or what a bigint takes. */
class Values {
  readonly #type: DataType;
  readonly #validity: Uint8Array;
  readonly #numbers: Float64Array;
  readonly #others: bigint[];

  constructor(type: DataType, rows: number) {
    const isNumber = type.id === 'float64';
    this.#type = type;
    this.#validity = new Uint8Array(rows);
    this.#numbers = new Float64Array(isNumber ? rows : 0);
    this.#others = new Array<bigint>(isNumber ? 0 : rows).fill(0n);
  }

  set(row: number, value: Value): void {
    if (value === null) return;
    this.#validity[row] = 1;
    if (typeof value === 'number') this.#numbers[row] = value;
    else this.#others[row] = value;
  }

  *column(): Steps<ColumnData> {
    const { length } = this.#validity;
    if (length === 0) return columnFromValues(this.#type, []);
    const sink = columnSink(this.#type, length);
    yield* ranges(length, (from, to) => {
      const head = { type: this.#type, step: 1, validity: this.#validity.subarray(from, to) } as const;
      if (this.#type.id === 'float64')
        sink.write({ ...head, form: 'number', values: this.#numbers.subarray(from, to) }, from, to - from);
      else sink.write({ ...head, form: 'bigint', values: this.#others.slice(from, to) }, from, to - from);
    });
    return yield* sink.finish();
  }
}
