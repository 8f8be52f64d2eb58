import { floorDivide, formatDecimal } from '@parquetframe/core/engine';
import type { DataType, Overflow } from '@parquetframe/core/engine';
import type { Arithmetic } from './arithmetic.js';
import { decimalOverflow } from './overflow.js';
import { bothValid, rowNumber } from './vector.js';
import type { BigVector, Rows, Vector } from './vector.js';

type Decimal = Extract<DataType, { readonly id: 'decimal' }>;

/**
 * Decimals, and integers as decimals without digits after the point: exact. Division by zero is null; quotients are floored, a remainder has the sign of the divisor.
 * @throws ParquetFrameError `DECIMAL_OVERFLOW` with `overflow: 'error'`
 */
export function decimalArithmetic(
  operation: Exclude<Arithmetic, 'divide'>,
  left: Vector,
  right: Vector,
  type: Decimal,
  overflow: Overflow,
  rows: Rows,
): BigVector {
  const [a, b] = [unscaled(left), unscaled(right)];
  const common = operation === 'multiply' ? undefined : Math.max(a.scale, b.scale);
  const [p, q] = [factor(a, common), factor(b, common)];
  const limit = 10n ** BigInt(type.precision);
  const values: bigint[] = [];
  const validity = bothValid(left, right, rows.length) ?? new Uint8Array(rows.length).fill(1);
  for (let i = 0; i < rows.length; i++) {
    const result = validity[i] === 0 ? undefined : resultOf(operation, a.at(i) * p, b.at(i) * q);
    if (result === undefined) validity[i] = 0;
    else if (result >= limit || result <= -limit) {
      if (overflow !== 'null')
        throw decimalOverflow({
          operation: `${operation} of ${a.text(i)} and ${b.text(i)}`,
          result: formatDecimal(result, type.scale),
          type,
          row: rowNumber(rows, i),
        });
      validity[i] = 0;
    } else {
      values.push(result);
      continue;
    }
    values.push(0n);
  }
  return { form: 'bigint', type, step: 1, values, validity };
}

/** The sign is no digit, so nothing can overflow. */
export function negateDecimal(vector: Vector, type: Decimal): BigVector {
  const { step, validity } = vector;
  const { length, all } = unscaled(vector);
  return { form: 'bigint', type, step, validity, values: Array.from({ length }, (_, i) => -all(i)) };
}

interface Unscaled {
  readonly scale: number;
  readonly length: number;
  /** of a row */
  at(row: number): bigint;
  /** of a value, whatever row it stands for */
  all(index: number): bigint;
  text(row: number): string;
}

/** What stands at a null is unspecified, and may be no integer. */
function unscaled({ form, type, step, ...vector }: Vector): Unscaled {
  if (form === 'opaque') return { scale: 0, length: 0, at: () => 0n, all: () => 0n, text: () => 'null' };
  if (!('values' in vector) || (form !== 'number' && form !== 'bigint')) throw new TypeError(`a ${type.id} is not a decimal`);
  const { values, validity } = vector;
  const scale = type.id === 'decimal' ? type.scale : 0;
  const all = (index: number): bigint => (validity?.[index] === 0 ? 0n : BigInt(values[index] ?? 0));
  const at = (row: number): bigint => all(row * step);
  return { scale, length: values.length, at, all, text: row => formatDecimal(at(row), scale) };
}

const factor = ({ scale }: Unscaled, common: number | undefined): bigint =>
  common === undefined ? 1n : 10n ** BigInt(common - scale);

function resultOf(operation: Exclude<Arithmetic, 'divide'>, a: bigint, b: bigint): bigint | undefined {
  switch (operation) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'floorDivide':
      return b === 0n ? undefined : floorDivide(a, b);
    case 'modulo':
      return b === 0n ? undefined : a - floorDivide(a, b) * b;
  }
}
