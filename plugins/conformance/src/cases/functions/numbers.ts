import type { LiteralColumn } from '../../values.js';
import { literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { INT_MAX, INT_MIN, NINES, decimal } from './types.js';

const { NaN: nan } = Number;
const UINT_MAX = 2n ** 64n - 1n;
const FLOATS = [2.5, -2.5, 0.5, -0.5, 0.499_999_999_999_999_94, 2 ** 52 + 1, -0, Infinity, -Infinity, nan, null, 1e308, -5e-324];

const of = (name: string, input: LiteralColumn, gives: LiteralColumn): FunctionCase => ({ name, input: { x: input }, gives });

const dictionary = (values: 'float64' | 'int64') =>
  ({ id: 'dictionary', index: { id: 'int8' }, values: { id: values }, ordered: false }) as const;

const rounding = (
  floats: readonly (number | null)[],
  tenths: readonly (bigint | null)[],
  nines: readonly bigint[],
): readonly FunctionCase[] => [
  of('floats', ['float64', FLOATS], ['float64', floats]),
  of('float32 is float64', ['float32', [1, -0, null]], ['float64', [1, -0, null]]),
  of('integers stay', ['int8', [-128, 127, null]], ['int8', [-128, 127, null]]),
  of('uint64 stays', ['uint64', [UINT_MAX, 0n]], ['uint64', [UINT_MAX, 0n]]),
  of('int64 stays', ['int64', [INT_MIN, INT_MAX]], ['int64', [INT_MIN, INT_MAX]]),
  of('decimals', [decimal(3, 1), [25n, -25n, 24n, -24n, 26n, -26n, 999n, -999n, 0n, null]], [decimal(3, 0), tenths]),
  of('decimals of 38 digits after the point', [decimal(38, 38), [NINES, -NINES, 1n]], [decimal(1, 0), nines]),
  of('decimals without digits after the point stay', [decimal(38, 0), [NINES, null]], [decimal(38, 0), [NINES, null]]),
  of('decimals of a negative scale stay', [decimal(3, -2), [5n]], [decimal(3, -2), [5n]]),
  of('a dictionary is decoded', [dictionary('float64'), [1, null, 1]], ['float64', [1, null, 1]]),
  { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(-7)], gives: ['int64', [-7n, -7n]] },
  of('no rows', [decimal(5, 2), []], [decimal(4, 0), []]),
];

const test = (floats: readonly (boolean | null)[], others: boolean): readonly FunctionCase[] => [
  of('floats', ['float64', [1, -0, nan, Infinity, -Infinity, null]], ['bool', floats]),
  of('float16', ['float16', [nan, 1]], ['bool', [floats[2], floats[0]]]),
  of('integers', ['int64', [INT_MIN, null]], ['bool', [others, null]]),
  of('decimals', [decimal(38, 2), [NINES, null]], ['bool', [others, null]]),
  { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(nan)], gives: ['bool', [floats[2], floats[2]]] },
  of('no rows', ['float32', []], ['bool', []]),
];

export const numberCases: FunctionCases = {
  sign: [
    of(
      'floats',
      ['float64', [-2.5, 0, -0, nan, Infinity, -Infinity, 5e-324, null]],
      ['float64', [-1, 0, -0, nan, 1, -1, 1, null]],
    ),
    of('integers', ['int64', [INT_MIN, 0n, INT_MAX, null]], ['int64', [-1n, 0n, 1n, null]]),
    of('uint64', ['uint64', [UINT_MAX, 0n]], ['int64', [1n, 0n]]),
    of('decimals', [decimal(38, 38), [NINES, -1n, 0n, null]], [decimal(1, 0), [1n, -1n, 0n, null]]),
    of('a dictionary', [dictionary('int64'), [-7n, null]], ['int64', [-1n, null]]),
    { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(-0.5)], gives: ['float64', [-1, -1]] },
    of('no rows', ['int32', []], ['int64', []]),
  ],
  floor: rounding(
    [2, -3, 0, -1, 0, 2 ** 52 + 1, -0, Infinity, -Infinity, nan, null, 1e308, -1],
    [2n, -3n, 2n, -3n, 2n, -3n, 99n, -100n, 0n, null],
    [0n, -1n, 0n],
  ),
  ceil: rounding(
    [3, -2, 1, -0, 1, 2 ** 52 + 1, -0, Infinity, -Infinity, nan, null, 1e308, -0],
    [3n, -2n, 3n, -2n, 3n, -2n, 100n, -99n, 0n, null],
    [1n, 0n, 1n],
  ),
  truncate: rounding(
    [2, -2, 0, -0, 0, 2 ** 52 + 1, -0, Infinity, -Infinity, nan, null, 1e308, -0],
    [2n, -2n, 2n, -2n, 2n, -2n, 99n, -99n, 0n, null],
    [0n, 0n, 0n],
  ),
  round: rounding(
    [3, -3, 1, -1, 0, 2 ** 52 + 1, -0, Infinity, -Infinity, nan, null, 1e308, -0],
    [3n, -3n, 2n, -2n, 3n, -3n, 100n, -100n, 0n, null],
    [1n, -1n, 0n],
  ),
  sqrt: [
    of(
      'floats',
      ['float64', [4, 2, -1, -0, Infinity, -Infinity, nan, null]],
      ['float64', [2, Math.SQRT2, nan, -0, Infinity, nan, nan, null]],
    ),
    of(
      'the smallest float',
      ['float64', [5e-324, 1.797_693_134_862_315_7e308]],
      ['float64', [Math.sqrt(5e-324), Math.sqrt(Number.MAX_VALUE)]],
    ),
    of('integers beyond 53 bits', ['int64', [INT_MAX, 9n, null]], ['float64', [Math.sqrt(2 ** 63), 3, null]]),
    of('decimals', [decimal(3, 2), [225n, -1n]], ['float64', [1.5, nan]]),
    { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(9)], gives: ['float64', [3, 3]] },
    of('no rows', ['float32', []], ['float64', []]),
  ],
  isNaN: test([false, false, true, false, false, null], false),
  isFinite: test([true, true, false, false, false, null], true),
  isInfinite: test([false, false, false, true, true, null], false),
  bitNot: [
    of('int64', ['int64', [0n, -1n, INT_MIN, INT_MAX, null]], ['int64', [-1n, 0n, INT_MAX, INT_MIN, null]]),
    of('narrow integers are int64', ['uint8', [0, 255, null]], ['int64', [-1n, -256n, null]]),
    of('uint64 by its bits', ['uint64', [UINT_MAX, 2n ** 63n, 0n]], ['int64', [0n, INT_MAX, -1n]]),
    { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(1)], gives: ['int64', [-2n, -2n]] },
    of('no rows', ['int32', []], ['int64', []]),
  ],
};
