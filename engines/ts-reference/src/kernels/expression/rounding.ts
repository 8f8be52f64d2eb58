import { formatDecimal, isFloat, type DataType } from '@parquetframe/core/engine';
import type { FunctionCall, Kernels, ScalarKernel } from './kernel.js';
import { decimalOverflow, integerOverflow } from './overflow.js';
import { integerAt } from './texts.js';
import { allValid, rowNumber } from './vector.js';
import type { Vector } from './vector.js';

/** Rounding to a number of digits. */
export const ROUNDING_KERNELS: Kernels = { roundTo: rounding('roundTo', false), roundEven: rounding('roundEven', true) };

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

function rounding(name: string, toEven: boolean): ScalarKernel {
  return ([number, count], call) => {
    if (!number) throw new TypeError(`${name} was called without an operand`);
    const digitsAt = (row: number): number => (count ? integerAt(count, row) : 0);
    return isFloat(call.type)
      ? floats(number, count, call, digitsAt, toEven)
      : wholes(name, number, count, call, digitsAt, toEven);
  };
}

function floats(
  number: Vector,
  count: Vector | undefined,
  { type, rows: { length } }: FunctionCall,
  digitsAt: (row: number) => number,
  toEven: boolean,
): Vector {
  const validity = allValid(count ? [number, count] : [number], length);
  const values = new Float64Array(length);
  if (number.form === 'number')
    for (let row = 0; row < length; row++)
      if (validity?.[row] !== 0) values[row] = roundFloat(number.values[row * number.step] ?? 0, digitsAt(row), toEven);
  return { form: 'number', type, step: 1, validity, values };
}

/** Integers and decimals: by their unscaled value. */
function wholes(
  name: string,
  number: Vector,
  count: Vector | undefined,
  { type, overflow, rows }: FunctionCall,
  digitsAt: (row: number) => number,
  toEven: boolean,
): Vector {
  const operands = count ? [number, count] : [number];
  let validity = allValid(operands, rows.length);
  const scale = type.id === 'decimal' ? type.scale : 0;
  const values: bigint[] = new Array<bigint>(rows.length).fill(0n);
  if (number.form !== 'number' && number.form !== 'bigint') return { form: 'bigint', type, step: 1, validity, values };
  for (let row = 0; row < rows.length; row++) {
    if (validity?.[row] === 0) continue;
    const value = BigInt(number.values[row * number.step] ?? 0);
    const result = roundWhole(value, scale - digitsAt(row), toEven);
    if (fits(result, type)) values[row] = result;
    else if (overflow === 'wrap') values[row] = BigInt.asIntN(64, result);
    else if (overflow === 'null') (validity = validity ?? new Uint8Array(rows.length).fill(1))[row] = 0;
    else throw excess(name, value, result, type, rowNumber(rows, row));
  }
  return { form: 'bigint', type, step: 1, validity, values };
}

const fits = (value: bigint, type: DataType): boolean =>
  type.id === 'decimal'
    ? value < 10n ** BigInt(type.precision) && -value < 10n ** BigInt(type.precision)
    : value >= MIN && value <= MAX;

function excess(name: string, value: bigint, result: bigint, type: DataType, row: number): Error {
  if (type.id !== 'decimal') return integerOverflow({ operation: `${name} of ${value}`, result: String(result), type, row });
  const { scale } = type;
  return decimalOverflow({
    operation: `${name} of ${formatDecimal(value, scale)}`,
    result: formatDecimal(result, scale),
    type,
    row,
  });
}

/** A number whose last `places` digits become 0; so many as no number has leave 0. */
function roundWhole(value: bigint, places: number, toEven: boolean): bigint {
  if (places <= 0) return value;
  if (places > 40) return 0n;
  const unit = 10n ** BigInt(places);
  const rest = value % unit;
  const below = value - rest;
  const twice = rest < 0n ? -2n * rest : 2n * rest;
  const isOdd = (below / unit) % 2n !== 0n;
  const goesOn = twice > unit || (twice === unit && (!toEven || isOdd));
  return goesOn ? below + (value < 0n ? -unit : unit) : below;
}

/** The float64 nearest to the exact value rounded to so many digits after the point. */
export function roundFloat(x: number, digits: number, toEven: boolean): number {
  // No float has digits beyond these, and none is half of what is beyond those.
  if (x === 0 || !Number.isFinite(x) || digits > 1100) return x;
  if (digits < -400) return x < 0 ? -0 : 0;
  const { mantissa, exponent } = partsOf(Math.abs(x));
  // x · 10^digits as a quotient of integers.
  let [over, under] = [mantissa, 1n];
  if (digits >= 0) over *= 10n ** BigInt(digits);
  else under *= 10n ** BigInt(-digits);
  if (exponent >= 0) over <<= BigInt(exponent);
  else under <<= BigInt(-exponent);
  if (over % under === 0n) return x;
  const quotient = over / under;
  const twice = 2n * (over % under);
  const goesOn = twice > under || (twice === under && (!toEven || quotient % 2n === 1n));
  const rounded = Number(`${goesOn ? quotient + 1n : quotient}e${-digits}`);
  return x < 0 ? -rounded : rounded;
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** A finite number above 0 as mantissa · 2^exponent. */
function partsOf(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  double[0] = x;
  const word = bits[0] ?? 0n;
  const exponent = Number(word >> 52n);
  const fraction = word & ((1n << 52n) - 1n);
  return exponent === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: exponent - 1075 };
}
