import { column, literal } from '../expressions.js';
import type { FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, NINES, decimal, duration, time, timestamp } from './types.js';

const x = column('x');

/** Arithmetic of every kind of operand: integers, floats, decimals, instants and durations. */
export const arithmeticCases: FunctionCases = {
  add: [
    {
      name: 'decimals of different scales keep all digits',
      input: { x: [decimal(5, 2), [1999n, -1n, null]], z: [decimal(4, 3), [1n, 1n, 1n]] },
      gives: [decimal(7, 3), [19991n, -9n, null]],
    },
    {
      name: 'a decimal and the decimal that a number is written as',
      input: { x: [decimal(10, 2), [10n]] },
      operands: [x, literal(0.1)],
      gives: [decimal(11, 2), [20n]],
    },
    {
      name: 'a decimal and an integer column',
      input: { x: [decimal(3, 1), [15n]], z: ['int8', [-128]] },
      gives: [decimal(5, 1), [-1265n]],
    },
    {
      name: 'a decimal and the largest uint64',
      input: { x: [decimal(3, 1), [15n]], z: ['uint64', [2n ** 64n - 1n]] },
      gives: [decimal(22, 1), [(2n ** 64n - 1n) * 10n + 15n]],
    },
    {
      name: 'a decimal and a float give float64',
      input: { x: [decimal(3, 1), [15n, 1n]], z: ['float64', [Number.NaN, 0.2]] },
      gives: ['float64', [Number.NaN, 0.1 + 0.2]],
    },
    {
      name: '38 digits are the most',
      input: { x: [decimal(38, 0), [NINES, -NINES]], z: [decimal(38, 0), [0n, 0n]] },
      gives: [decimal(38, 0), [NINES, -NINES]],
    },
    {
      name: 'beyond 38 digits is an error',
      input: { x: [decimal(38, 0), [NINES]], z: [decimal(38, 0), [1n]] },
      gives: { error: 'DECIMAL_OVERFLOW' },
    },
    {
      name: 'beyond 38 digits on the way to a common scale',
      input: { x: [decimal(38, 0), [NINES, null]], z: [decimal(38, 38), [1n, 1n]] },
      gives: { error: 'DECIMAL_OVERFLOW' },
    },
    {
      name: 'beyond 38 digits is null on request',
      input: { x: [decimal(38, 0), [NINES, 1n]], z: [decimal(38, 0), [1n, 1n]] },
      overflow: 'null',
      gives: [decimal(38, 0), [null, 2n]],
    },
    { name: 'a negative scale', input: { x: [decimal(3, -2), [5n]], z: [decimal(3, 1), [5n]] }, gives: [decimal(7, 1), [5005n]] },
    {
      name: 'a timestamp and a duration, in the finer unit',
      input: { x: [timestamp('s', 'UTC'), [10n, -1n, null]], z: [duration('ms'), [1500n, -1n, 1n]] },
      gives: [timestamp('ms', 'UTC'), [11_500n, -1001n, null]],
    },
    {
      name: 'a duration and a timestamp',
      input: { x: [duration('us'), [1n]], z: [timestamp('us'), [-2n]] },
      gives: [timestamp('us'), [-1n]],
    },
    {
      name: 'two durations',
      input: { x: [duration('s'), [1n]], z: [duration('ns'), [1n]] },
      gives: [duration('ns'), [1_000_000_001n]],
    },
    {
      name: 'a timestamp beyond int64',
      input: { x: [timestamp('s'), [INT_MAX]], z: [duration('ns'), [1n]] },
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'a timestamp beyond int64 is null on request',
      input: { x: [timestamp('s'), [INT_MAX, 0n]], z: [duration('s'), [1n, 1n]] },
      overflow: 'null',
      gives: [timestamp('s'), [null, 1n]],
    },
    { name: 'of no rows', input: { x: [decimal(3, 1), []], z: [decimal(3, 1), []] }, gives: [decimal(4, 1), []] },
  ],
  subtract: [
    { name: 'decimals', input: { x: [decimal(3, 2), [100n]], z: [decimal(3, 0), [100n]] }, gives: [decimal(6, 2), [-9900n]] },
    {
      name: 'two timestamps give a duration',
      input: { x: [timestamp('us', 'UTC'), [5n, null]], z: [timestamp('s'), [1n, 1n]] },
      gives: [duration('us'), [-999_995n, null]],
    },
    {
      name: 'two dates give seconds',
      input: { x: [DAYS, [1, -1]], z: [DAYS, [0, 1]] },
      gives: [duration('s'), [86_400n, -172_800n]],
    },
    {
      name: 'a timestamp and a date',
      input: { x: [timestamp('ms'), [1n]], z: [DAYS, [1]] },
      gives: [duration('ms'), [-86_399_999n]],
    },
    { name: 'two times', input: { x: [time('s'), [3600n]], z: [time('us'), [1n]] }, gives: [duration('us'), [3_599_999_999n]] },
    {
      name: 'a duration from a timestamp',
      input: { x: [timestamp('s'), [0n]], z: [duration('s'), [INT_MAX]] },
      gives: [timestamp('s'), [-INT_MAX]],
    },
    {
      name: 'two durations beyond int64',
      input: { x: [duration('s'), [INT_MIN]], z: [duration('s'), [1n]] },
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'two durations wrap on request',
      input: { x: [duration('s'), [INT_MIN]], z: [duration('s'), [1n]] },
      overflow: 'wrap',
      gives: [duration('s'), [INT_MAX]],
    },
    {
      name: 'a Date',
      input: { x: [timestamp('ms'), [1500n]] },
      operands: [x, literal(new Date(500))],
      gives: [duration('ms'), [1000n]],
    },
  ],
  multiply: [
    {
      name: 'decimals keep the digits of both',
      input: { x: [decimal(4, 2), [1999n, -1n]], z: [decimal(2, 1), [15n, -1n]] },
      gives: [decimal(6, 3), [29_985n, 1n]],
    },
    {
      name: 'a price and an integer literal',
      input: { x: [decimal(4, 2), [1999n]] },
      operands: [x, literal(3)],
      gives: [decimal(5, 2), [5997n]],
    },
    {
      name: 'products beyond 128 bits on the way',
      input: { x: [decimal(38, 0), [NINES]], z: [decimal(38, 0), [NINES]] },
      gives: { error: 'DECIMAL_OVERFLOW' },
    },
    { name: 'by zero', input: { x: [decimal(38, 19), [NINES]], z: [decimal(38, 19), [0n]] }, gives: [decimal(38, 38), [0n]] },
    {
      name: 'a duration and an integer',
      input: { x: [duration('s'), [7n, null]], z: ['int8', [-3, 1]] },
      gives: [duration('s'), [-21n, null]],
    },
    {
      name: 'a duration and a literal',
      input: { x: [duration('s'), [7n]] },
      operands: [literal(2), x],
      gives: [duration('s'), [14n]],
    },
    {
      name: 'a duration beyond int64',
      input: { x: [duration('s'), [INT_MAX]], z: ['uint64', [2n ** 64n - 1n]] },
      gives: { error: 'INTEGER_OVERFLOW' },
    },
  ],
  divide: [
    {
      name: 'decimals give float64',
      input: { x: [decimal(3, 1), [10n, -10n, 0n, null]], z: [decimal(3, 2), [300n, 0n, 0n, 1n]] },
      gives: ['float64', [1 / 3, -Infinity, Number.NaN, null]],
    },
    {
      name: 'a decimal by a number',
      input: { x: [decimal(3, 1), [10n]] },
      operands: [x, literal(0.1)],
      gives: ['float64', [1 / 0.1]],
    },
    { name: 'integers', input: { x: ['int64', [1n]], z: ['int64', [3n]] }, gives: ['float64', [1 / 3]] },
  ],
  floorDivide: [
    {
      name: 'decimals round down to whole numbers',
      input: { x: [decimal(3, 1), [-75n, 75n, 75n]], z: [decimal(3, 1), [20n, -20n, 25n]] },
      gives: [decimal(4, 0), [-4n, -4n, 3n]],
    },
    {
      name: 'decimals by zero are null',
      input: { x: [decimal(3, 1), [75n]], z: [decimal(3, 2), [0n]] },
      gives: [decimal(5, 0), [null]],
    },
    {
      name: 'beyond 128 bits on the way',
      input: { x: [decimal(38, 0), [NINES]], z: [decimal(38, 38), [-1n * 10n ** 37n]] },
      overflow: 'null',
      gives: [decimal(38, 0), [null]],
    },
    {
      name: 'of integers by zero is null',
      input: { x: ['int64', [-7n, 7n, 1n]], z: ['int64', [2n, -2n, 0n]] },
      gives: ['int64', [-4n, -4n, null]],
    },
    {
      name: 'of floats by zero is infinite',
      input: { x: ['float64', [1, -1, -0]], z: ['float64', [0, 0, 1]] },
      gives: ['float64', [Infinity, -Infinity, -0]],
    },
  ],
  modulo: [
    {
      name: 'decimals have the sign of the divisor',
      input: { x: [decimal(3, 1), [-75n, 75n, 75n]], z: [decimal(3, 2), [200n, -200n, 0n]] },
      gives: [decimal(3, 2), [50n, -50n, null]],
    },
    { name: 'integers', input: { x: ['int64', [-7n, INT_MIN]], z: ['int64', [3n, -1n]] }, gives: ['int64', [2n, 0n]] },
  ],
  negate: [
    {
      name: 'decimals of 38 digits',
      input: { x: [decimal(38, 2), [NINES, -1n, null]] },
      gives: [decimal(38, 2), [-NINES, 1n, null]],
    },
    { name: 'durations', input: { x: [duration('us'), [-5n]] }, gives: [duration('us'), [5n]] },
    { name: 'the smallest duration', input: { x: [duration('us'), [INT_MIN]] }, gives: { error: 'INTEGER_OVERFLOW' } },
    { name: 'a float keeps the sign of zero', input: { x: ['float64', [0, -0]] }, gives: ['float64', [-0, 0]] },
  ],
  abs: [
    { name: 'integers are int64', input: { x: ['int8', [-128, 127, 0, null]] }, gives: ['int64', [128n, 127n, 0n, null]] },
    {
      name: 'the smallest integer but one',
      input: { x: ['int64', [INT_MIN + 1n, INT_MAX]] },
      gives: ['int64', [INT_MAX, INT_MAX]],
    },
    { name: 'the smallest integer', input: { x: ['int64', [1n, INT_MIN]] }, gives: { error: 'INTEGER_OVERFLOW' } },
    {
      name: 'the smallest integer is null on request',
      input: { x: ['int64', [-1n, INT_MIN]] },
      overflow: 'null',
      gives: ['int64', [1n, null]],
    },
    {
      name: 'the smallest integer wraps on request',
      input: { x: ['int64', [INT_MIN]] },
      overflow: 'wrap',
      gives: ['int64', [INT_MIN]],
    },
    { name: 'uint64 beyond int64', input: { x: ['uint64', [2n ** 63n]] }, gives: { error: 'INTEGER_OVERFLOW' } },
    {
      name: 'floats',
      input: { x: ['float64', [-0, -1.5, -Infinity, Number.NaN, null]] },
      gives: ['float64', [0, 1.5, Infinity, Number.NaN, null]],
    },
    { name: 'float32 is float64', input: { x: ['float32', [-0.5]] }, gives: ['float64', [0.5]] },
    {
      name: 'decimals keep their type',
      input: { x: [decimal(38, 2), [-NINES, 5n, null]] },
      gives: [decimal(38, 2), [NINES, 5n, null]],
    },
    { name: 'durations', input: { x: [duration('ms'), [-5n]] }, gives: [duration('ms'), [5n]] },
    { name: 'the smallest duration', input: { x: [duration('ms'), [INT_MIN]] }, gives: { error: 'INTEGER_OVERFLOW' } },
    { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(-3)], gives: ['int64', [3n, 3n]] },
    { name: 'no rows', input: { x: ['int64', []] }, gives: ['int64', []] },
  ],
};
