import type { DataType } from '../data/types.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';

const BOOL: DataType = { id: 'bool' };
const logical: ScalarFunctionDefinition['result'] = types => (types.every(type => type.id === 'bool') ? BOOL : undefined);

/** Stated defaults until a selectivity has been observed: System R's, Selinger et al. 1979. */
const HALF = 0.5;

const common = { fails: () => false, type: 'bool' } as const;

export const LOGICAL_FUNCTIONS = functions({
  and: {
    ...common,
    arity: 2,
    accepts: 'two bools',
    result: logical,
    nulls: 'own',
    text: ([left = '', right = '']) => `${left} and ${right}`,
    selectivity: ([left = HALF, right = HALF]) => left * right,
    summary:
      'False if either is false, else null if either is null, else true. Errors of both sides count, whatever the other side is.',
  },
  or: {
    ...common,
    arity: 2,
    accepts: 'two bools',
    result: logical,
    nulls: 'own',
    text: ([left = '', right = '']) => `${left} or ${right}`,
    selectivity: ([left = HALF, right = HALF]) => Math.min(1, left + right),
    summary:
      'True if either is true, else null if either is null, else false. Errors of both sides count, whatever the other side is.',
  },
  xor: {
    ...common,
    method: { of: 'bool', takes: ['bool'], gives: 'bool' },
    arity: 2,
    accepts: 'two bools',
    result: logical,
    nulls: 'operands',
    text: ([left = '', right = '']) => `${left} xor ${right}`,
    selectivity: ([left = HALF, right = HALF]) => left + right - 2 * left * right,
    summary: 'Whether one of them is true and the other is false; null if either is null.',
  },
  not: {
    ...common,
    arity: 1,
    accepts: 'a bool',
    result: logical,
    nulls: 'operands',
    text: ([operand = '']) => `not ${operand}`,
    selectivity: ([operand = HALF]) => 1 - operand,
    summary: 'The opposite; null for null.',
  },
  isNull: {
    ...common,
    arity: 1,
    accepts: 'any value',
    result: () => BOOL,
    nulls: 'never',
    text: ([operand = '']) => `${operand} is null`,
    selectivity: () => 0.1,
    summary: 'Whether it is null; NaN is not.',
  },
  isNotNull: {
    ...common,
    arity: 1,
    accepts: 'any value',
    result: () => BOOL,
    nulls: 'never',
    text: ([operand = '']) => `${operand} is not null`,
    selectivity: () => 0.9,
    summary: 'Whether it is a value; NaN is one.',
  },
});
