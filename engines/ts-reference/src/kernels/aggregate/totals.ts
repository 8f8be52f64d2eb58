import { formatDecimal } from '@parquetframe/core/engine';
import type { DataType, Steps } from '@parquetframe/core/engine';
import { FloatSums } from '../exact/float-sums.js';
import type { FloatParts } from '../exact/float-sums.js';
import { IntegerSums } from '../exact/integer-sums.js';
import type { IntegerParts } from '../exact/integer-sums.js';
import { nearestDouble, nearestWhole } from '../exact/ratio.js';
import { decimalOverflow, integerOverflow } from '../expression/overflow.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { Counter } from './counter.js';

const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };
/** Digits of the widest decimal. */
const PRECISION = 38;
const BEYOND_DECIMAL = 10n ** BigInt(PRECISION);

const sumNamed = (name: string): string => `the sum ${JSON.stringify(name)}`;

interface Partial<Sums> {
  readonly counts: Float64Array;
  readonly sums: Sums;
}

/** Sum of integers, or of durations: an error only where the total does not fit 64 bits. */
export class IntegerTotal implements Accumulator {
  protected readonly counter = new Counter();
  protected readonly sums = new IntegerSums();

  constructor(
    protected readonly name: string,
    private readonly type: DataType = INT64,
  ) {}

  *reserve(groupCount: number): Steps<void> {
    yield* this.counter.reserveSteps(groupCount);
    yield* this.sums.reserveSteps(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    if (!vector) return;
    this.counter.add(vector, groups, groupCount);
    this.sums.add(vector, groups, groupCount);
  }

  partial(groupCount: number): Partial<IntegerParts> {
    return { counts: this.counter.counts(0, groupCount).slice(), sums: this.sums.parts(groupCount) };
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { counts, sums } = partial as Partial<IntegerParts>;
    this.counter.addCounts(counts, groups, groupCount);
    this.sums.addParts(sums, groups, groupCount);
  }

  finish(from: number, to: number): Vector {
    const validity = this.counter.validity(from, to);
    const head = { type: this.type, step: 1, validity } as const;
    const numbers = new Float64Array(to - from);
    for (let group = from; group < to; group++) {
      const value = this.safe(group);
      if (value === undefined) {
        const values = BigInt64Array.from({ length: to - from }, (_, i) => this.exact(from + i));
        return { ...head, form: 'bigint', values };
      }
      numbers[group - from] = value;
    }
    return { ...head, form: 'number', values: numbers };
  }

  /** The result of a group where doubles are enough to tell. */
  protected safe(group: number): number | undefined {
    return this.sums.safeTotal(group);
  }

  /** The result of any group. */
  protected exact(group: number): bigint {
    const total = this.sums.total(group);
    if (BigInt.asIntN(64, total) !== total)
      throw integerOverflow({ operation: sumNamed(this.name), result: String(total), type: this.type });
    return total;
  }
}

/** Sum of decimals in units of the last digit: an error where the total has more than 38 digits. */
export class DecimalTotal extends IntegerTotal {
  readonly #type: Extract<DataType, { readonly id: 'decimal' }>;

  constructor(name: string, scale: number) {
    super(name);
    this.#type = { id: 'decimal', precision: PRECISION, scale };
  }

  override finish(from: number, to: number): Vector {
    const values = Array.from({ length: to - from }, (_, i) => {
      const total = this.sums.total(from + i);
      if (total >= BEYOND_DECIMAL || total <= -BEYOND_DECIMAL)
        throw decimalOverflow({
          operation: sumNamed(this.name),
          result: formatDecimal(total, this.#type.scale),
          type: this.#type,
        });
      return total;
    });
    return { form: 'bigint', type: this.#type, step: 1, validity: this.counter.validity(from, to), values };
  }
}

/** Mean of integers or decimals of a scale: the double nearest to the exact total / count. */
export class WholeMean extends IntegerTotal {
  readonly #unit: bigint;
  readonly #multiple: bigint;

  constructor(name: string, scale: number) {
    super(name);
    this.#unit = 10n ** BigInt(Math.max(scale, 0));
    this.#multiple = 10n ** BigInt(Math.max(-scale, 0));
  }

  override finish(from: number, to: number): Vector {
    const values = new Float64Array(to - from);
    for (let group = from; group < to; group++) {
      const count = this.counter.of(group);
      if (count > 0) values[group - from] = this.#mean(group, count);
    }
    return { form: 'number', type: FLOAT64, step: 1, validity: this.counter.validity(from, to), values };
  }

  #mean(group: number, count: number): number {
    const total = this.sums.safeTotal(group);
    const divisor = count * Number(this.#unit);
    // One division of whole numbers that doubles hold exactly is rounded once.
    if (total !== undefined && divisor <= Number.MAX_SAFE_INTEGER && this.#multiple === 1n) return total / divisor + 0;
    return nearestDouble(this.sums.total(group) * this.#multiple, BigInt(count) * this.#unit);
  }
}

/** Mean of durations: the count of their unit nearest to the exact quotient, halves to even. It lies between the values, so it always fits. */
export class DurationMean extends IntegerTotal {
  protected override safe(group: number): number | undefined {
    const total = this.sums.safeTotal(group);
    const count = this.counter.of(group);
    if (total === undefined || count === 0) return total;
    const rest = total % count;
    const truncated = (total - rest) / count;
    const twice = 2 * Math.abs(rest);
    const isUp = twice > count || (twice === count && truncated % 2 !== 0);
    // Adding 0 makes −0 a plain 0.
    return truncated + (isUp ? Math.sign(rest) : 0) + 0;
  }

  protected override exact(group: number): bigint {
    const count = this.counter.of(group);
    return count === 0 ? 0n : nearestWhole(this.sums.total(group), BigInt(count));
  }
}

/** Sum or mean of floats: the double nearest to the exact value. */
export class FloatTotal implements Accumulator {
  readonly #counter = new Counter();
  readonly #sums = new FloatSums();
  readonly #mean: boolean;

  constructor(mean: boolean) {
    this.#mean = mean;
  }

  *reserve(groupCount: number): Steps<void> {
    yield* this.#counter.reserveSteps(groupCount);
    yield* this.#sums.reserveSteps(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    if (!vector) return;
    this.#counter.add(vector, groups, groupCount);
    this.#sums.add(vector, groups, groupCount);
  }

  partial(groupCount: number): Partial<FloatParts> {
    return { counts: this.#counter.counts(0, groupCount).slice(), sums: this.#sums.parts(groupCount) };
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { counts, sums } = partial as Partial<FloatParts>;
    this.#counter.addCounts(counts, groups, groupCount);
    this.#sums.addParts(sums, groups, groupCount);
  }

  finish(from: number, to: number): Vector {
    const values = new Float64Array(to - from);
    for (let group = from; group < to; group++) {
      const count = this.#counter.of(group);
      if (count > 0) values[group - from] = this.#sums.quotient(group, this.#mean ? count : 1);
    }
    return { form: 'number', type: FLOAT64, step: 1, validity: this.#counter.validity(from, to), values };
  }
}
