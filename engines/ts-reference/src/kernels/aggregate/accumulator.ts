import { MOST_DIGITS, ParquetFrameError, formatDecimal, isFloat } from '@parquetframe/core/engine';
import type { AggregateFunction, DataType } from '@parquetframe/core/engine';
import { overflowed } from '../expression/arithmetic.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { FloatSums } from '../exact/float-sums.js';
import type { FloatParts } from '../exact/float-sums.js';
import { IntegerSums } from '../exact/integer-sums.js';
import { nearestDouble } from '../exact/ratio.js';
import { grown } from '../keys/bytes-table.js';
import { Extremes } from './extremes.js';

/**
 * What one aggregate knows of each group. `partial` gives it as plain data that can be sent to another thread, `merge` takes that in; the result is
 * the same, however the rows were divided.
 */
export interface Accumulator {
  /** Row i belongs to `groups[i]`. `vector` is undefined for a count of all rows. */
  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void;
  /** One entry per group, in order. */
  partial(groupCount: number): readonly unknown[];
  /** Entry i of another accumulator's `partial` is added to `groups[i]`. */
  merge(partial: readonly unknown[], groups: Int32Array, groupCount: number): void;
  /** One value per group. @throws ParquetFrameError `INTEGER_OVERFLOW` */
  finish(groupCount: number): Vector;
}

/** `name` is the aggregate's, for messages; `type` that of its column. */
export function accumulator(name: string, aggregate: AggregateFunction, type: DataType | undefined): Accumulator {
  switch (aggregate) {
    case 'count':
      return new Count();
    case 'sum':
      return type && isFloat(type) ? new FloatTotal(false) : new FixedTotal(name, false, type);
    case 'mean':
      return type && isFloat(type) ? new FloatTotal(true) : new FixedTotal(name, true, type);
    case 'min':
    case 'max':
      return new Extremes(aggregate === 'min', type ?? { id: 'null' });
  }
}

const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };

/** Rows, or values that are not null. */
class Counter {
  counts = new Float64Array(64);

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.reserve(groupCount);
    const { counts } = this;
    for (let i = 0; i < groups.length; i++) {
      if (vector && !isValid(vector, i)) continue;
      const group = groups[i] ?? 0;
      counts[group] = (counts[group] ?? 0) + 1;
    }
  }

  addTo(group: number, more: number): void {
    this.reserve(group + 1);
    this.counts[group] = (this.counts[group] ?? 0) + more;
  }

  reserve(groupCount: number): void {
    if (groupCount > this.counts.length) this.counts = grown(this.counts, new Float64Array(groupCount * 2));
  }

  /** Null where nothing was counted. */
  validity(groupCount: number): Uint8Array {
    this.reserve(groupCount);
    return Uint8Array.from(this.counts.subarray(0, groupCount), count => Number(count > 0));
  }
}

class Count implements Accumulator {
  readonly #counter = new Counter();

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#counter.add(vector, groups, groupCount);
  }

  partial(groupCount: number): readonly unknown[] {
    this.#counter.reserve(groupCount);
    return Array.from(this.#counter.counts.subarray(0, groupCount));
  }

  merge(partial: readonly unknown[], groups: Int32Array, groupCount: number): void {
    this.#counter.reserve(groupCount);
    partial.forEach((count, i) => {
      this.#counter.addTo(groups[i] ?? 0, Number(count));
    });
  }

  finish(groupCount: number): Vector {
    this.#counter.reserve(groupCount);
    const values = this.#counter.counts.subarray(0, groupCount);
    return { form: 'number', type: INT64, step: 1, validity: undefined, values };
  }
}

type IntegerPartial = { readonly count: number; readonly total: bigint };

/** Sum or mean of integers or decimals: the total is exact, the mean the double nearest to total / count. */
class FixedTotal implements Accumulator {
  readonly #counter = new Counter();
  readonly #sums = new IntegerSums();
  readonly #name: string;
  readonly #mean: boolean;
  readonly #scale: number | undefined;

  constructor(name: string, mean: boolean, type: DataType | undefined) {
    this.#name = name;
    this.#mean = mean;
    this.#scale = type?.id === 'decimal' ? type.scale : undefined;
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    if (!vector) return;
    this.#counter.add(vector, groups, groupCount);
    this.#sums.add(vector, groups, groupCount);
  }

  partial(groupCount: number): readonly IntegerPartial[] {
    this.#counter.reserve(groupCount);
    return Array.from({ length: groupCount }, (_, group) => ({
      count: this.#counter.counts[group] ?? 0,
      total: this.#sums.total(group),
    }));
  }

  merge(partial: readonly unknown[], groups: Int32Array, groupCount: number): void {
    this.#counter.reserve(groupCount);
    partial.forEach((entry, i) => {
      const { count, total } = entry as IntegerPartial;
      this.#counter.addTo(groups[i] ?? 0, count);
      this.#sums.addTotal(groups[i] ?? 0, total);
    });
  }

  finish(groupCount: number): Vector {
    const validity = this.#counter.validity(groupCount);
    if (this.#mean) {
      const values = new Float64Array(groupCount);
      for (let group = 0; group < groupCount; group++)
        if (validity[group] === 1)
          values[group] = meanOf(this.#sums.total(group), this.#counter.counts[group] ?? 0, this.#scale ?? 0);
      return { form: 'number', type: FLOAT64, step: 1, validity, values };
    }
    if (this.#scale !== undefined) return decimalTotals(this.#name, this.#sums, this.#scale, validity);
    const values = new BigInt64Array(groupCount);
    for (let group = 0; group < groupCount; group++) {
      const total = this.#sums.total(group);
      if (BigInt.asIntN(64, total) !== total) throw overflowed(`the sum ${JSON.stringify(this.#name)}`, total);
      values[group] = total;
    }
    return { form: 'bigint', type: INT64, step: 1, validity, values };
  }
}

function decimalTotals(name: string, sums: IntegerSums, scale: number, validity: Uint8Array): Vector {
  const type = { id: 'decimal', precision: MOST_DIGITS, scale } as const;
  const limit = 10n ** BigInt(MOST_DIGITS);
  const values = Array.from(validity, (_, group) => {
    const total = sums.total(group);
    if (total < limit && total > -limit) return total;
    throw new ParquetFrameError(
      'DECIMAL_OVERFLOW',
      `the sum ${JSON.stringify(name)} is ${formatDecimal(total, scale)}, which has more than ${MOST_DIGITS} digits; cast the column to float64`,
      { details: { result: formatDecimal(total, scale) } },
    );
  });
  return { form: 'bigint', type, step: 1, validity, values };
}

function meanOf(total: bigint, count: number, scale: number): number {
  if (scale === 0 && total >= -9007199254740991n && total <= 9007199254740991n) return Number(total) / count;
  return nearestDouble(total * 10n ** BigInt(Math.max(-scale, 0)), BigInt(count) * 10n ** BigInt(Math.max(scale, 0)));
}

type FloatPartial = FloatParts & { readonly count: number };

/** Sum or mean of floats, correctly rounded. */
class FloatTotal implements Accumulator {
  readonly #counter = new Counter();
  readonly #sums = new FloatSums();
  readonly #mean: boolean;

  constructor(mean: boolean) {
    this.#mean = mean;
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    if (!vector) return;
    this.#counter.add(vector, groups, groupCount);
    this.#sums.add(vector, groups, groupCount);
  }

  partial(groupCount: number): readonly FloatPartial[] {
    this.#counter.reserve(groupCount);
    return Array.from({ length: groupCount }, (_, group) => ({
      count: this.#counter.counts[group] ?? 0,
      ...this.#sums.parts(group),
    }));
  }

  merge(partial: readonly unknown[], groups: Int32Array, groupCount: number): void {
    this.#counter.reserve(groupCount);
    partial.forEach((entry, i) => {
      const { count, ...parts } = entry as FloatPartial;
      this.#counter.addTo(groups[i] ?? 0, count);
      this.#sums.addParts(groups[i] ?? 0, parts);
    });
  }

  finish(groupCount: number): Vector {
    const validity = this.#counter.validity(groupCount);
    const values = new Float64Array(groupCount);
    for (let group = 0; group < groupCount; group++) {
      if (validity[group] === 1) values[group] = this.#sums.quotient(group, this.#mean ? (this.#counter.counts[group] ?? 1) : 1);
    }
    return { form: 'number', type: FLOAT64, step: 1, validity, values };
  }
}
