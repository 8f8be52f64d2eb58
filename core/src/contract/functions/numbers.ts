import { familyOf, isFloat, isInteger, valueType, type DataType } from '../data/types.js';
import { COMMON_TYPE, sameType } from './common-type.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';
import { FLOAT64, INT64, isNumber } from './numeric-types.js';

const BOOL: DataType = { id: 'bool' };

/** Integers are whole already; whole decimals have no digits after the point, and one more before it for the carry. */
export function wholeNumber(given: DataType): DataType | undefined {
  const type = valueType(given);
  if (isFloat(type)) return FLOAT64;
  if (type.id === 'decimal' && type.scale > 0) return { id: 'decimal', precision: type.precision - type.scale + 1, scale: 0 };
  return isNumber(type) ? type : undefined;
}

const ofNumber =
  (result: DataType): ScalarFunctionDefinition['result'] =>
  ([type]) =>
    type && isNumber(valueType(type)) ? result : undefined;

const one = { arity: 1, accepts: 'a number', nulls: 'operands', fails: () => false } as const;

const rounding = (summary: string) =>
  ({
    ...one,
    method: { of: 'number', gives: 'rounded' },
    result: ([type]: readonly DataType[]) => type && wholeNumber(type),
    summary,
    type: 'that of an integer, float64 of a float; of decimal(p, s) with digits after the point decimal(p - s + 1, 0)',
  }) as const satisfies ScalarFunctionDefinition;

const test = (summary: string) =>
  ({
    ...one,
    method: { of: 'number', gives: 'bool' },
    result: ofNumber(BOOL),
    selectivity: () => 0.1,
    summary,
    type: 'bool',
  }) as const satisfies ScalarFunctionDefinition;

const bits = (summary: string) =>
  ({
    arity: 2,
    method: { of: 'integer', takes: ['integer'], gives: 'int64' },
    accepts: 'two integers',
    result: (types: readonly DataType[]) => (types.every(type => isInteger(valueType(type))) ? INT64 : undefined),
    nulls: 'operands',
    fails: () => false,
    summary: `${summary} Integers of any width are taken as int64 in two’s complement, uint64 by its bits.`,
    type: 'int64',
  }) as const satisfies ScalarFunctionDefinition;

const extreme = (summary: string) =>
  ({
    arity: 1,
    variadic: true,
    method: { of: 'any', takes: ['...value?'], gives: 'unchanged' },
    accepts: 'values of one family with a common type',
    result: sameType,
    alike: () => 'value',
    nulls: 'own',
    fails: () => false,
    summary: `${summary} Nulls are left out, as in SQL; null only where all are.`,
    type: COMMON_TYPE,
  }) as const satisfies ScalarFunctionDefinition;

const isOrdered = (type: DataType | undefined): boolean =>
  type !== undefined && ['numeric', 'instant', 'time', 'duration', 'null'].includes(familyOf(type));

export const NUMBER_FUNCTIONS = functions({
  sign: {
    ...one,
    method: { of: 'number', gives: 'same' },
    result: ([given]) => {
      const type = given && valueType(given);
      if (!type || !isNumber(type)) return undefined;
      if (type.id === 'decimal') return { id: 'decimal', precision: 1, scale: 0 };
      return isFloat(type) ? FLOAT64 : INT64;
    },
    summary: '-1, 0 or 1 by the sign of the number; NaN for NaN, and a zero of a float keeps its sign.',
    type: 'int64 of an integer, float64 of a float, decimal(1, 0) of a decimal',
  },
  floor: rounding('The greatest whole number that is not above it.'),
  ceil: rounding('The least whole number that is not below it.'),
  truncate: rounding('The number without its digits after the point, towards zero.'),
  round: rounding('The nearest whole number, halves away from zero as in SQL: 2.5 is 3 and -2.5 is -3.'),
  sqrt: {
    ...one,
    method: { of: 'number', gives: 'float64' },
    result: ofNumber(FLOAT64),
    summary:
      'The square root of the float64 nearest to the number, rounded once (IEEE 754): NaN for negative numbers, -0 for -0.',
    type: 'float64, of decimals too',
  },
  isNaN: test('Whether it is NaN; null for null. False for integers and decimals.'),
  isFinite: {
    ...test('Whether it is neither NaN nor infinite; null for null. True for integers and decimals.'),
    selectivity: () => 0.9,
  },
  isInfinite: test('Whether it is an infinity of either sign; null for null. False for integers and decimals.'),
  bitNot: {
    ...one,
    method: { of: 'integer', gives: 'int64' },
    accepts: 'an integer',
    result: ([type]) => (type && isInteger(valueType(type)) ? INT64 : undefined),
    summary:
      'All 64 bits turned over, in two’s complement: -1 - x. Integers of any width are taken as int64, uint64 by its bits.',
    type: 'int64',
  },
  bitAnd: bits('The bits that both have.'),
  bitOr: bits('The bits that either has.'),
  bitXor: bits('The bits that one of them has and the other has not.'),
  shiftLeft: {
    ...bits('The bits moved left by so many places; those that leave are lost, so that 64 places and more leave 0.'),
    nulls: 'own',
    type: 'int64; null for places below 0',
  },
  shiftRight: {
    ...bits('The bits moved right by so many places, the sign kept: the number divided by a power of 2, rounded down.'),
    nulls: 'own',
    type: 'int64; null for places below 0',
  },
  least: extreme('The least value, NaN being greater than every number; of equal ones the first.'),
  greatest: extreme('The greatest value, NaN being greater than every number; of equal ones the first.'),
  clip: {
    arity: 3,
    method: { of: 'measure', takes: ['value', 'value'], gives: 'unchanged' },
    accepts: 'a value, a lower and an upper bound, which are numbers, or dates or times, with a common type',
    result: types => (isOrdered(types[0]) ? sameType(types) : undefined),
    alike: () => 'value',
    nulls: 'own',
    fails: () => false,
    summary:
      'The value, but not below the lower bound, and not above the upper one, which wins where they cross. A bound that is null or NaN is none; null stays null, and NaN stays NaN.',
    type: COMMON_TYPE,
  },
});
