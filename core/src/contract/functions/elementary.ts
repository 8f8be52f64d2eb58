import { isFloat, valueType, type DataType } from '../data/types.js';
import { MOST_DIGITS } from '../data/decimal.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';
import { FLOAT64, INT64, isNumber } from './numeric-types.js';
import { signature } from './signature.js';

const SAME = 'Integers and decimals are taken as the float64 nearest to them';
const float = { nulls: 'operands', fails: () => false, type: 'float64' } as const;

const one = (summary: string) =>
  ({ ...float, ...signature({ of: 'number', gives: 'float64' }), summary: `${summary} ${SAME}.` }) as const;
const two = (summary: string) =>
  ({
    ...float,
    ...signature({ of: 'number', takes: ['number'], gives: 'float64' }),
    fractions: true,
    summary: `${summary} ${SAME}.`,
  }) as const;

/** A number with as many digits as before, and one more before the point for the carry. */
function roundedType(given: DataType): DataType | undefined {
  const type = valueType(given);
  if (isFloat(type)) return FLOAT64;
  if (type.id === 'decimal') return { ...type, precision: Math.min(MOST_DIGITS, type.precision + 1) };
  return isNumber(type) ? INT64 : undefined;
}
const rounding = {
  nulls: 'operands',
  fails: (type: DataType) => type.id !== 'float64',
  type: 'int64 of an integer, float64 of a float, decimal(p + 1, s) of decimal(p, s), of at most 38 digits',
  errors: 'INTEGER_OVERFLOW, DECIMAL_OVERFLOW for what the type does not have',
} as const satisfies Partial<ScalarFunctionDefinition>;
const DIGITS =
  'digits after the point, of a negative number of digits to tens, hundreds and so on. What is rounded is the exact value: 2.675, which is a little less as a float64, becomes 2.67; a float becomes the float64 nearest to the rounded value';

/**
 * Elementary functions. Every engine gives the same bits: the algorithms are those of FreeBSD's msun as the Rust crate libm 0.2 has them, whose error is below one unit in the last place.
 */
export const ELEMENTARY_FUNCTIONS = functions({
  exp: one('e to the power of the number; beyond 709.78 it is infinite.'),
  ln: one('The natural logarithm: -infinity of 0, NaN of what is below 0.'),
  log2: one('The logarithm to the base 2: -infinity of 0, NaN of what is below 0.'),
  log10: one('The logarithm to the base 10: -infinity of 0, NaN of what is below 0.'),
  log: two(
    'The logarithm to a base: as `log2` and `log10` say for these, and the quotient of two natural logarithms for all others.',
  ),
  pow: two(
    'The first number to the power of the second, as IEEE 754 says: 1 for the power 0 and for the number 1, even with NaN; NaN for a number below 0 and a power that is not whole.',
  ),
  cbrt: one('The cube root, rounded once; below 0 for numbers below 0.'),
  sin: one('The sine of an angle in radians; NaN of infinities.'),
  cos: one('The cosine of an angle in radians; NaN of infinities.'),
  tan: one('The tangent of an angle in radians; NaN of infinities.'),
  asin: one('The angle in radians, from -π/2 to π/2, of a sine; NaN beyond -1 and 1.'),
  acos: one('The angle in radians, from 0 to π, of a cosine; NaN beyond -1 and 1.'),
  atan: one('The angle in radians, from -π/2 to π/2, of a tangent.'),
  atan2: two(
    'The angle in radians, from -π to π, of the point whose y is the first number and whose x is the second, by the signs of zeros too.',
  ),
  sinh: one('The hyperbolic sine.'),
  cosh: one('The hyperbolic cosine.'),
  tanh: one('The hyperbolic tangent.'),
  degrees: one('An angle in radians as degrees: times 57.29577951308232.'),
  radians: one('An angle in degrees as radians: times 0.017453292519943295.'),
  roundTo: {
    ...rounding,
    ...signature({ of: 'number', takes: ['integer'], gives: 'same' }, ([type]) => type && roundedType(type)),
    summary: `The number rounded, halves away from zero, to so many ${DIGITS}.`,
  },
  roundEven: {
    ...rounding,
    ...signature({ of: 'number', takes: ['integer?'], gives: 'same' }, ([type]) => type && roundedType(type)),
    summary: `The number rounded, halves to the even neighbour, to so many ${DIGITS}. To a whole number where digits are left out.`,
  },
});
