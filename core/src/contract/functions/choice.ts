import { familyOf, valueType, type DataType } from '../data/types.js';
import { COMMON_TYPE, sameType } from './common-type.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';

const BOOL: DataType = { id: 'bool' };

/** Condition, value, condition, value, …, value. */
const isCondition = (index: number, count: number): boolean => index % 2 === 0 && index < count - 1;

const oneFamily: ScalarFunctionDefinition['result'] = types => {
  const [first] = types;
  return first && familyOf(first) !== 'nested' && types.every(type => familyOf(type) === familyOf(first)) ? BOOL : undefined;
};

/** Counted in the unit of the column, as in comparisons. */
const counted = (beside: DataType): DataType | undefined => {
  const { id } = valueType(beside);
  return id === 'time' || id === 'duration' ? beside : undefined;
};

const distinct = (summary: string, text: string) =>
  ({
    arity: 2,
    method: { of: 'any', takes: ['same'], gives: 'bool' },
    accepts: 'two values of one family (numbers, strings, binary, bool, instants, times, durations)',
    result: oneFamily,
    nulls: 'never',
    fails: () => false,
    text: ([left = '', right = '']: readonly string[]) => `${left} ${text} ${right}`,
    fractions: true,
    literal: counted,
    summary,
    type: 'bool',
  }) as const satisfies ScalarFunctionDefinition;

/** Functions that give one of their operands, and tests that know null. */
export const CHOICE_FUNCTIONS = functions({
  case: {
    arity: 3,
    variadic: true,
    accepts: 'a condition and a value, any number of times, and a value for all other rows; values have a common type',
    result: types => {
      const conditions = types.filter((_, index) => isCondition(index, types.length));
      if (types.length % 2 === 0 || !conditions.every(({ id }) => id === 'bool' || id === 'null')) return undefined;
      return sameType(types.filter((_, index) => !isCondition(index, types.length)));
    },
    alike: (index, count) => (isCondition(index, count) ? 'condition' : 'value'),
    nulls: 'own',
    fails: () => false,
    text: operands => {
      const branches = operands.flatMap((operand, index) =>
        isCondition(index, operands.length) ? [`when ${operand} then ${operands[index + 1] ?? ''}`] : [],
      );
      return `${branches.join(' ')} otherwise ${operands.at(-1) ?? ''}`;
    },
    summary:
      'The value after the first condition that is true, and the last value where none is; a condition that is null is not true. A value is computed on the rows that take it, and a condition on those that no condition before it took, so that they fail on no others.',
    type: COMMON_TYPE,
  },
  coalesce: {
    arity: 1,
    variadic: true,
    method: { of: 'any', takes: ['...value?'], gives: 'unchanged' },
    accepts: 'values with a common type',
    result: sameType,
    alike: () => 'value',
    nulls: 'own',
    fails: () => false,
    summary:
      'The first value that is not null; NaN is a value. Each is computed only on the rows where all before it are null, so that it fails on no others.',
    type: COMMON_TYPE,
  },
  nullIf: {
    arity: 2,
    method: { of: 'any', takes: ['same'], gives: 'unchanged' },
    accepts: 'two values of one family (numbers, strings, binary, bool, instants, times, durations)',
    result: types => (oneFamily(types, undefined) && types[0] ? valueType(types[0]) : undefined),
    nulls: 'own',
    fails: () => false,
    fractions: true,
    literal: counted,
    summary: 'The first value, or null where it equals the second.',
    type: 'that of the first value; a dictionary is decoded',
  },
  isDistinctFrom: {
    ...distinct('Whether they differ, null being a value that equals itself alone; never null.', 'is distinct from'),
    selectivity: () => 0.9,
  },
  isNotDistinctFrom: {
    ...distinct('Whether they are equal, null being a value that equals itself alone; never null.', 'is not distinct from'),
    selectivity: () => 0.1,
  },
  isIn: {
    arity: 2,
    variadic: true,
    accepts: 'a value, and values of its family to look for it in',
    result: oneFamily,
    nulls: 'own',
    fails: () => false,
    text: ([value = '', ...among]) => `${value} in (${among.slice(0, 10).join(', ')}${among.length > 10 ? ', …' : ''})`,
    selectivity: operands => Math.min(0.9, 0.1 * (operands.length - 1)),
    fractions: true,
    literal: counted,
    summary:
      'Whether it equals one of the values, as in SQL: null where it is null, and where it equals none of them and one of them is null. NaN equals itself, -0 equals 0.',
    type: 'bool',
  },
});
