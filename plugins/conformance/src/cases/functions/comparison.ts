import { literal, column } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { NINES, decimal, duration, time } from './types.js';

const x = column('x');
const prices = { x: [decimal(10, 2), [10n, 1999n, -1999n, null]] } as const;

const compared = (name: string, beside: Parameters<typeof literal>[0], gives: readonly (boolean | null)[]): FunctionCase => ({
  name,
  input: prices,
  operands: [x, literal(beside)],
  gives: ['bool', gives],
});

export const comparisonCases: FunctionCases = {
  equal: [
    compared('a number beside a decimal is the decimal written', 19.99, [false, true, false, null]),
    compared('a text beside a decimal', '-19.99', [false, false, true, null]),
    compared('digits that the column does not have', 19.990_000_1, [false, false, false, null]),
    compared('more digits than any decimal has', 5e-324, [false, false, false, null]),
    compared('NaN', Number.NaN, [false, false, false, null]),
    {
      name: 'a bigint is a whole number, not unscaled',
      input: { x: [decimal(10, 2), [1900n, 19n]] },
      operands: [x, literal(19n)],
      gives: ['bool', [true, false]],
    },
    { name: 'minus zero', input: { x: [decimal(10, 2), [0n]] }, operands: [x, literal(-0)], gives: ['bool', [true]] },
    {
      name: 'a float column is compared exactly: 0.1 is more than a tenth',
      input: { x: [decimal(2, 1), [1n, 5n]], z: ['float64', [0.1, 0.5]] },
      gives: ['bool', [false, true]],
    },
    {
      name: 'decimals of any scale',
      input: { x: [decimal(38, 38), [10n ** 37n]], z: [decimal(1, 1), [1n]] },
      gives: ['bool', [true]],
    },
    {
      name: 'a time and a text',
      input: { x: [time('us'), [3_600_000_000n, 1n]] },
      operands: [x, literal('01:00')],
      gives: ['bool', [true, false]],
    },
    {
      name: 'a time and a finer text',
      input: { x: [time('s'), [1n]] },
      operands: [x, literal('00:00:01.000000001')],
      gives: ['bool', [false]],
    },
    { name: 'times of 32 and 64 bits', input: { x: [time('ms'), [1n]], z: [time('ns'), [1_000_000n]] }, gives: ['bool', [true]] },
  ],
  notEqual: [compared('a decimal', 0.1, [false, true, true, null])],
  less: [
    compared('a decimal beside a fraction between its values', 19.985, [true, false, true, null]),
    compared('a decimal beside infinity', Infinity, [true, true, true, null]),
    {
      name: '38 digits beside a large number',
      input: { x: [decimal(38, 0), [NINES]] },
      operands: [x, literal(1.1e38)],
      gives: ['bool', [true]],
    },
  ],
  lessEqual: [compared('a decimal beside an integer', 19, [true, false, true, null])],
  greater: [
    {
      name: 'a duration counted in its unit',
      input: { x: [duration('ms'), [999n, 1001n]] },
      operands: [x, literal(1000n)],
      gives: ['bool', [false, true]],
    },
    {
      name: 'durations of different units',
      input: { x: [duration('s'), [1n]], z: [duration('ns'), [999_999_999n]] },
      gives: ['bool', [true]],
    },
    {
      name: 'a time as a number',
      input: { x: [time('s'), [86_399n, 0n]] },
      operands: [x, literal(43_200)],
      gives: ['bool', [true, false]],
    },
  ],
  greaterEqual: [compared('a decimal beside a bigint', -19n, [true, true, false, null])],
};
