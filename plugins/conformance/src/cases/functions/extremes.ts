import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, NINES, decimal, timestamp } from './types.js';

const { NaN: nan } = Number;
const [x, y, lower, upper] = [column('x'), column('y'), column('l'), column('u')];
const UINT_MAX = 2n ** 64n - 1n;

const of = (name: string, a: LiteralColumn, b: LiteralColumn, gives: LiteralColumn): FunctionCase => ({
  name,
  input: { x: a, y: b },
  gives,
});

const extremes = (pick: <T>(least: T, greatest: T) => T): readonly FunctionCase[] => [
  of(
    'integers, nulls left out',
    ['int64', [INT_MIN, 1n, null, null]],
    ['int64', [INT_MAX, null, 2n, null]],
    ['int64', [pick(INT_MIN, INT_MAX), 1n, 2n, null]],
  ),
  of(
    'NaN is greater than every number',
    ['float64', [nan, Infinity, -Infinity]],
    ['float64', [1, nan, nan]],
    ['float64', [pick(1, nan), pick(Infinity, nan), pick(-Infinity, nan)]],
  ),
  of('of equal ones the first', ['float64', [-0, 0]], ['float64', [0, -0]], ['float64', [-0, 0]]),
  of(
    'integers of different widths',
    ['int8', [-1, 5]],
    ['uint32', [4_294_967_295, 1]],
    ['int64', [pick(-1n, 4_294_967_295n), pick(1n, 5n)]],
  ),
  of('decimals', [decimal(38, 0), [NINES, null]], [decimal(38, 0), [-NINES, 1n]], [decimal(38, 0), [pick(-NINES, NINES), 1n]]),
  of(
    'text by bytes',
    ['utf8', ['', 'Z', '\u{10000}']],
    ['utf8', ['a', 'a', '\uffff']],
    ['utf8', [pick('', 'a'), pick('Z', 'a'), pick('\uffff', '\u{10000}')]],
  ),
  of(
    'views',
    ['utf8View', ['longer than twelve bytes', 'b']],
    ['utf8View', ['longer than twelve bytes!', null]],
    ['utf8View', [pick('longer than twelve bytes', 'longer than twelve bytes!'), 'b']],
  ),
  of('dates', [DAYS, [1, -1]], [DAYS, [2, null]], [DAYS, [pick(1, 2), -1]]),
  of('timestamps in the finer unit', [timestamp('s'), [1n]], [timestamp('ms'), [999n]], [timestamp('ms'), [pick(999n, 1000n)]]),
  of('bools', ['bool', [true, null]], ['bool', [false, false]], ['bool', [pick(false, true), false]]),
  of('a column of type null', ['null', [null, null]], ['int16', [3, null]], ['int16', [3, null]]),
  of('no rows', ['utf8', []], ['utf8', []], ['utf8', []]),
  {
    name: 'a literal',
    input: { x: ['int32', [1, 9, null]] },
    operands: [x, literal(5)],
    gives: ['int32', [pick(1, 5), pick(5, 9), 5]],
  },
  {
    name: 'a literal first',
    input: { x: ['int32', [1, 9, null]] },
    operands: [literal(5), x],
    gives: ['int32', [pick(1, 5), pick(5, 9), 5]],
  },
  {
    name: 'literals alone',
    input: { x: ['int32', [1, 9]] },
    operands: [literal(5), literal(7)],
    gives: ['int64', [pick(5n, 7n), pick(5n, 7n)]],
  },
  {
    name: 'three, and a null literal',
    input: { x: ['int64', [1n]], y: ['int64', [3n]] },
    operands: [x, y, literal(null), literal(2)],
    gives: ['int64', [pick(1n, 3n)]],
  },
  { name: 'one', input: { x: ['int64', [1n, null]] }, gives: ['int64', [1n, null]] },
  { name: 'text and numbers', input: { x: ['int64', [1n]], y: ['utf8', ['1']] }, gives: { error: 'TYPE_MISMATCH' } },
];

const clipped = (
  name: string,
  value: LiteralColumn,
  from: LiteralColumn,
  to: LiteralColumn,
  gives: LiteralColumn,
): FunctionCase => ({
  name,
  input: { x: value, l: from, u: to },
  operands: [x, lower, upper],
  gives,
});

const bits = (name: string, a: LiteralColumn, b: LiteralColumn, gives: readonly (bigint | null)[]): FunctionCase =>
  of(name, a, b, ['int64', gives]);

export const extremeCases: FunctionCases = {
  least: extremes(least => least),
  greatest: extremes((_, greatest) => greatest),
  clip: [
    clipped(
      'a bound that is null is none',
      ['int64', [1n, 5n, 9n, null, 1n, 9n]],
      ['int64', [3n, 3n, 3n, 3n, null, 3n]],
      ['int64', [7n, 7n, 7n, 7n, 7n, null]],
      ['int64', [3n, 5n, 7n, null, 1n, 9n]],
    ),
    clipped(
      'NaN stays, and is no bound',
      ['float64', [nan, 1, 9]],
      ['float64', [0, nan, 0]],
      ['float64', [1, 2, nan]],
      ['float64', [nan, 1, 9]],
    ),
    clipped('the upper bound wins', ['int64', [1n, 9n]], ['int64', [5n, 5n]], ['int64', [3n, 3n]], ['int64', [3n, 3n]]),
    clipped('minus zero stays', ['float64', [-0, 0]], ['float64', [0, 0]], ['float64', [-0, 1]], ['float64', [-0, 0]]),
    {
      name: 'literals',
      input: { x: ['int16', [-5, 5, 500, null]] },
      operands: [x, literal(0), literal(100)],
      gives: ['int16', [0, 5, 100, null]],
    },
    {
      name: 'one bound',
      input: { x: ['float32', [-5, 0.5]] },
      operands: [x, literal(null), literal(0)],
      gives: ['float32', [-5, 0]],
    },
    {
      name: 'a literal value',
      input: { l: ['int64', [1n, 8n]], u: ['int64', [2n, 9n]] },
      operands: [literal(5n), lower, upper],
      gives: ['int64', [2n, 8n]],
    },
    {
      name: 'decimals',
      input: { x: [decimal(5, 2), [-1n, 150n]] },
      operands: [x, literal(0), literal(1)],
      gives: [decimal(5, 2), [0n, 100n]],
    },
    {
      name: 'dates',
      input: { x: [DAYS, [-1, 5]] },
      operands: [x, literal(new Date(0)), literal(new Date(86_400_000))],
      gives: [DAYS, [0, 1]],
    },
    {
      name: 'text is refused',
      input: { x: ['utf8', ['a']] },
      operands: [x, literal('a'), literal('b')],
      gives: { error: 'TYPE_MISMATCH' },
    },
    clipped('no rows', ['float64', []], ['float64', []], ['float64', []], ['float64', []]),
  ],
  bitAnd: [
    bits('int64', ['int64', [INT_MIN, -1n, 12n, null]], ['int64', [-1n, INT_MAX, 10n, 1n]], [INT_MIN, INT_MAX, 8n, null]),
    bits('different widths', ['uint8', [255]], ['int32', [-2]], [254n]),
    bits('uint64 by its bits', ['uint64', [UINT_MAX, 2n ** 63n]], ['int64', [-1n, -1n]], [-1n, INT_MIN]),
    { name: 'a literal', input: { x: ['int32', [7, 8, null]] }, operands: [x, literal(1)], gives: ['int64', [1n, 0n, null]] },
    { name: 'floats are refused', input: { x: ['float64', [1]], y: ['int8', [1]] }, gives: { error: 'TYPE_MISMATCH' } },
  ],
  bitOr: [
    bits('int64', ['int64', [INT_MIN, 5n, null]], ['int64', [1n, 2n, 1n]], [INT_MIN + 1n, 7n, null]),
    bits('beyond 32 bits', ['int64', [2n ** 40n]], ['int64', [2n ** 52n + 1n]], [2n ** 52n + 2n ** 40n + 1n]),
  ],
  bitXor: [bits('int64', ['int64', [INT_MIN, -1n, 5n]], ['int64', [INT_MAX, -1n, 1n]], [-1n, 0n, 4n])],
  shiftLeft: [
    bits(
      'bits that leave are lost',
      ['int64', [1n, 1n, 3n, -1n, 1n, null]],
      ['int64', [62n, 63n, 63n, 1n, 64n, 1n]],
      [2n ** 62n, INT_MIN, INT_MIN, -2n, 0n, null],
    ),
    bits('places below 0, and far too many', ['int64', [1n, 1n, 1n]], ['int64', [-1n, INT_MAX, 0n]], [null, 0n, 1n]),
    { name: 'a literal', input: { x: ['int8', [-128, 3]] }, operands: [x, literal(4)], gives: ['int64', [-2048n, 48n]] },
  ],
  shiftRight: [
    bits(
      'the sign is kept',
      ['int64', [-5n, INT_MIN, INT_MAX, -1n, 5n, null]],
      ['int64', [1n, 63n, 62n, 64n, 100n, 1n]],
      [-3n, -1n, 1n, -1n, 0n, null],
    ),
    bits('places below 0', ['int64', [1n, -8n]], ['int8', [-1, 1]], [null, -4n]),
    bits('32 places and more', ['int32', [-1, 7]], ['int32', [40, 32]], [-1n, 0n]),
  ],
};
