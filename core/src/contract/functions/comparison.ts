import { familyOf, valueType, type DataType } from '../data/types.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';

const BOOL: DataType = { id: 'bool' };

const compared = (types: readonly DataType[]): DataType | undefined => {
  const [left, right] = types.map(familyOf);
  return left === right && left !== 'nested' ? BOOL : undefined;
};

const comparison = (symbol: string, summary: string) =>
  ({
    arity: 2,
    accepts: 'two values of one family (numbers, strings, binary, bool, instants, times, durations)',
    result: compared,
    nulls: 'operands',
    fails: () => false,
    text: ([left = '', right = '']) => `${left} ${symbol} ${right}`,
    fractions: true,
    // Counted in the unit of the column.
    literal: beside => {
      const { id } = valueType(beside);
      return id === 'time' || id === 'duration' ? beside : undefined;
    },
    summary,
    type: 'bool',
  }) as const satisfies ScalarFunctionDefinition;

export const COMPARISON_FUNCTIONS = functions({
  equal: {
    ...comparison(
      '=',
      'Whether they are equal: numbers by value, exactly, whatever their types; NaN equals itself, -0 equals 0.',
    ),
    selectivity: () => 0.1,
  },
  notEqual: { ...comparison('!=', 'Whether they differ.'), selectivity: () => 0.9 },
  less: comparison('<', 'Whether the first comes before the second: strings by bytes, instants by time, NaN after every number.'),
  lessEqual: comparison('<=', 'Whether the first comes before the second or equals it.'),
  greater: comparison('>', 'Whether the first comes after the second.'),
  greaterEqual: comparison('>=', 'Whether the first comes after the second or equals it.'),
});
