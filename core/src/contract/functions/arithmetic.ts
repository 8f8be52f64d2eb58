import { isFloat, isInteger, type DataType } from '../data/types.js';
import { functions, type Overflow, type ScalarFunctionDefinition } from './definition.js';
import {
  FLOAT64,
  INT64,
  asDecimal,
  numberKind,
  productDecimal,
  quotientDecimal,
  remainderDecimal,
  sumDecimal,
  type DecimalRule,
} from './numeric-types.js';
import { temporalDifference, temporalProduct, temporalSum } from './temporal-types.js';

/** Integers of any width give int64; with a decimal all is decimal, and with a float all is float64. */
function combined(types: readonly DataType[], rule: DecimalRule): DataType | undefined {
  switch (numberKind(types)) {
    case 'integer':
      return INT64;
    case 'float':
      return FLOAT64;
    case 'decimal': {
      const [left, right] = types.map(asDecimal);
      return left && right && rule(left, right);
    }
    case undefined:
      return undefined;
  }
}

const checked = (type: DataType, overflow: Overflow): boolean => !isFloat(type) && overflow === 'error';
const infix =
  (symbol: string): NonNullable<ScalarFunctionDefinition['text']> =>
  ([left = '', right = '']) =>
    `${left} ${symbol} ${right}`;

const NUMBERS = 'int64 of integers, float64 where one is a float; of decimals, and decimals with integers,';
const OVERFLOW =
  'INTEGER_OVERFLOW beyond int64 and DECIMAL_OVERFLOW beyond the digits of the type, unless `overflow` says `null` (or, for int64, `wrap`)';
const binary = { arity: 2, fails: checked, errors: OVERFLOW } as const;

export const ARITHMETIC_FUNCTIONS = functions({
  add: {
    ...binary,
    accepts: 'two numbers, a timestamp and a duration, or two durations',
    result: types => combined(types, sumDecimal) ?? temporalSum(types),
    nulls: 'operands',
    text: infix('+'),
    summary: 'The sum.',
    type: `${NUMBERS} a decimal with all digits after the point and one more before it, 38 at most; timestamp + duration is a timestamp, duration + duration a duration, both in the finer unit`,
  },
  subtract: {
    ...binary,
    accepts: 'two numbers, two instants, two times, two durations, or a timestamp and a duration',
    result: types => combined(types, sumDecimal) ?? temporalDifference(types),
    nulls: 'operands',
    text: infix('-'),
    summary: 'The difference.',
    type: `${NUMBERS} a decimal as for add; of two timestamps, dates, times or durations a duration, timestamp - duration is a timestamp, both in the finer unit`,
  },
  multiply: {
    ...binary,
    accepts: 'two numbers, or a duration and an integer',
    result: types => combined(types, productDecimal) ?? temporalProduct(types),
    nulls: 'operands',
    text: infix('*'),
    literal: beside => (beside.id === 'duration' ? INT64 : undefined),
    summary: 'The product.',
    type: `${NUMBERS} a decimal with the digits of both, 38 at most; duration * integer is a duration`,
  },
  divide: {
    arity: 2,
    accepts: 'two numbers',
    result: types => (numberKind(types) ? FLOAT64 : undefined),
    nulls: 'operands',
    fails: () => false,
    text: infix('/'),
    fractions: true,
    summary: 'The quotient: each operand as the float64 nearest to it, divided by IEEE 754.',
    type: 'float64, of decimals too',
  },
  floorDivide: {
    ...binary,
    accepts: 'two numbers',
    result: types => combined(types, quotientDecimal),
    nulls: 'own',
    text: infix('//'),
    summary: 'The quotient rounded down; null for a divisor 0 that is not a float.',
    type: `${NUMBERS} a decimal without digits after the point`,
  },
  modulo: {
    ...binary,
    accepts: 'two numbers',
    result: types => combined(types, remainderDecimal),
    nulls: 'own',
    text: infix('%'),
    summary: 'The remainder of floorDivide, with the sign of the divisor; null for a divisor 0 that is not a float.',
    type: `${NUMBERS} a decimal with the digits after the point of both`,
  },
  negate: {
    arity: 1,
    accepts: 'a number or a duration',
    result: ([type]) => type && opposite(type),
    nulls: 'operands',
    fails: (type, overflow) => checked(type, overflow) && type.id !== 'decimal',
    text: ([operand = '']) => `-${operand}`,
    errors: 'INTEGER_OVERFLOW for -2^63 and for uint64 beyond 2^63, unless `overflow` says otherwise',
    summary: 'The number of the opposite sign.',
    type: 'int64 of an integer, float64 of a float; decimals and durations keep their type',
  },
  abs: {
    arity: 1,
    accepts: 'a number or a duration',
    result: ([type]) => type && opposite(type),
    nulls: 'operands',
    fails: (type, overflow) => checked(type, overflow) && type.id !== 'decimal',
    method: { of: 'number', gives: 'same', overflow: true },
    summary: 'The number without its sign.',
    type: 'int64 of an integer, float64 of a float; decimals and durations keep their type',
    errors: 'INTEGER_OVERFLOW for -2^63 and for uint64 beyond 2^63 - 1, unless `overflow` says otherwise',
  },
});

/** The type that holds the number of opposite sign, or without one. */
function opposite(type: DataType): DataType | undefined {
  if (type.id === 'decimal' || type.id === 'duration') return type;
  if (isFloat(type)) return FLOAT64;
  return isInteger(type) ? INT64 : undefined;
}
