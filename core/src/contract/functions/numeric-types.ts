import { MOST_DIGITS } from '../data/decimal.js';
import { isFloat, isInteger, type DataType } from '../data/types.js';

export type Decimal = Extract<DataType, { readonly id: 'decimal' }>;

export const INT64: DataType = { id: 'int64' };
export const FLOAT64: DataType = { id: 'float64' };

const INTEGER_DIGITS: { readonly [id: string]: number } = {
  int8: 3,
  int16: 5,
  int32: 10,
  int64: 19,
  uint8: 3,
  uint16: 5,
  uint32: 10,
  uint64: 20,
};

/** A decimal type as it is, an integer type as the decimal that holds all its values; undefined for others. */
export function asDecimal(type: DataType): Decimal | undefined {
  if (type.id === 'decimal') return type;
  const digits = INTEGER_DIGITS[type.id];
  return digits === undefined ? undefined : { id: 'decimal', precision: digits, scale: 0 };
}

export const isNumber = (type: DataType): boolean => isInteger(type) || isFloat(type) || type.id === 'decimal';

/** All numbers, and whether one is a decimal, or a float, which then decides the type of the result. */
export function numberKind(types: readonly DataType[]): 'integer' | 'decimal' | 'float' | undefined {
  if (!types.every(isNumber)) return undefined;
  if (types.some(isFloat)) return 'float';
  return types.some(type => type.id === 'decimal') ? 'decimal' : 'integer';
}

/** A decimal of these digits, at most 38 of them: values beyond are an error when they occur. Undefined where the scale alone is beyond. */
const decimal = (precision: number, scale: number): Decimal | undefined =>
  scale > MOST_DIGITS || scale < -MOST_DIGITS
    ? undefined
    : { id: 'decimal', precision: Math.max(1, Math.min(precision, MOST_DIGITS)), scale };

/** Digits before the point. */
const whole = ({ precision, scale }: Decimal): number => precision - scale;

export type DecimalRule = (a: Decimal, b: Decimal) => Decimal | undefined;

/** Keeps all digits after the point, and one more before it for the carry. */
export const sumDecimal: DecimalRule = (a, b) => {
  const scale = Math.max(a.scale, b.scale);
  return decimal(Math.max(whole(a), whole(b)) + 1 + scale, scale);
};

export const productDecimal: DecimalRule = (a, b) => decimal(a.precision + b.precision, a.scale + b.scale);

/** Whole numbers: the digits before the point, and those that a divisor below 1 adds. */
export const quotientDecimal: DecimalRule = (a, b) => decimal(whole(a) + Math.max(b.scale, 0) + 1, 0);

export const remainderDecimal: DecimalRule = (a, b) => {
  const scale = Math.max(a.scale, b.scale);
  return decimal(whole(b) + scale, scale);
};
