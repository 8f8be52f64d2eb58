import type { LiteralColumn } from '../../values.js';
import { call, column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, NINES, decimal, duration, time, timestamp } from './types.js';

const { NaN: nan } = Number;
const [a, b, p, q] = [column('a'), column('b'), column('p'), column('q')];
const dictionary = (index: 'int8' | 'int32') =>
  ({ id: 'dictionary', index: { id: index }, values: { id: 'utf8' }, ordered: false }) as const;
const LONG = 'longer than twelve bytes ä\u{1f600}';

/** Values of a type, and what is there where the first is null. */
const filled = (name: string, x: LiteralColumn, y: LiteralColumn, gives: LiteralColumn): FunctionCase => ({
  name,
  input: { x, y },
  gives,
});

const coalesce: readonly FunctionCase[] = [
  filled('int64', ['int64', [INT_MIN, null, null]], ['int64', [1n, INT_MAX, null]], ['int64', [INT_MIN, INT_MAX, null]]),
  filled('NaN is a value', ['float64', [nan, null, -0]], ['float64', [1, nan, 2]], ['float64', [nan, nan, -0]]),
  filled('bool', ['bool', [false, null]], ['bool', [true, true]], ['bool', [false, true]]),
  filled('text', ['utf8', ['', null, LONG]], ['utf8', ['x', LONG, 'y']], ['utf8', ['', LONG, LONG]]),
  filled('views', ['utf8View', [LONG, null]], ['utf8View', ['x', 'short']], ['utf8View', [LONG, 'short']]),
  filled('dictionaries are decoded', [dictionary('int8'), ['a', null]], [dictionary('int32'), ['b', 'b']], ['utf8', ['a', 'b']]),
  filled(
    'binary',
    ['binary', [Uint8Array.of(0, 255), null]],
    ['binary', [null, Uint8Array.of()]],
    ['binary', [Uint8Array.of(0, 255), Uint8Array.of()]],
  ),
  filled(
    'integers of different widths are int64',
    ['int8', [-128, null]],
    ['uint32', [1, 4_294_967_295]],
    ['int64', [-128n, 4_294_967_295n]],
  ),
  filled('with a float all are float64', ['int32', [7, null]], ['float32', [0.5, 0.5]], ['float64', [7, 0.5]]),
  {
    name: 'decimals of more than 38 digits together',
    input: { x: [decimal(3, 2), [999n]], y: [decimal(38, 0), [1n]] },
    gives: { error: 'TYPE_MISMATCH' },
  },
  filled(
    'timestamps in the finer unit',
    [timestamp('s', 'UTC'), [-1n, null]],
    [timestamp('ns', 'UTC'), [0n, 5n]],
    [timestamp('ns', 'UTC'), [-1_000_000_000n, 5n]],
  ),
  filled('dates', [DAYS, [1, null]], [DAYS, [2, -1]], [DAYS, [1, -1]]),
  filled('times and durations keep their types', [time('ms'), [5n, null]], [time('ms'), [1n, 7n]], [time('ms'), [5n, 7n]]),
  filled('durations in the finer unit', [duration('s'), [1n, null]], [duration('ms'), [1n, 7n]], [duration('ms'), [1000n, 7n]]),
  filled('a column of type null', ['null', [null, null]], ['int32', [7, null]], ['int32', [7, null]]),
  filled('nulls alone', ['null', [null, null]], ['null', [null, null]], ['null', [null, null]]),
  filled('no rows', ['float64', []], ['float64', []], ['float64', []]),
  { name: 'one value', input: { a: ['int16', [1, null]] }, gives: ['int16', [1, null]] },
  {
    name: 'decimals of different scales',
    input: { x: [decimal(3, 2), [999n, null]], y: [decimal(5, 0), [1n, -99_999n]] },
    gives: [decimal(7, 2), [999n, -9_999_900n]],
  },
  {
    name: 'a decimal and an integer',
    input: { x: [decimal(3, 1), [null, 5n]], y: ['uint8', [255, 0]] },
    gives: [decimal(4, 1), [2550n, 5n]],
  },
  {
    name: 'a literal takes the type of the column',
    input: { a: ['int32', [null, 2]] },
    operands: [column('a'), literal(0)],
    gives: ['int32', [0, 2]],
  },
  {
    name: 'a literal first',
    input: { a: ['int32', [null, 2]] },
    operands: [literal(-1), column('a')],
    gives: ['int32', [-1, -1]],
  },
  {
    name: 'a null literal first',
    input: { a: ['int32', [null, 2]] },
    operands: [literal(null), column('a'), literal(9)],
    gives: ['int32', [9, 2]],
  },
  {
    name: 'a number beside a decimal',
    input: { a: [decimal(10, 2), [null, 5n]] },
    operands: [column('a'), literal(19.99)],
    gives: [decimal(10, 2), [1999n, 5n]],
  },
  {
    name: 'more digits than the decimal has',
    input: { a: [decimal(4, 2), [null, 5n]] },
    operands: [column('a'), literal(0.125)],
    gives: [decimal(5, 3), [125n, 50n]],
  },
  {
    name: 'a bigint beside a decimal',
    input: { a: [decimal(10, 2), [null, 5n]] },
    operands: [column('a'), literal(3n)],
    gives: [decimal(10, 2), [300n, 5n]],
  },
  {
    name: 'a Date beside a date',
    input: { a: [DAYS, [null, 5]] },
    operands: [column('a'), literal(new Date(86_400_000))],
    gives: [DAYS, [1, 5]],
  },
  {
    name: 'a text beside a timestamp',
    input: { a: [timestamp('us'), [null, 5n]] },
    operands: [column('a'), literal('1970-01-01T00:00:00.000001')],
    gives: [timestamp('us'), [1n, 5n]],
  },
  {
    name: 'what is not needed does not fail',
    input: { a: ['int64', [1n, null]], b: ['int64', [INT_MAX, 1n]] },
    operands: [column('a'), call('add', [column('b'), column('b')])],
    gives: ['int64', [1n, 2n]],
  },
  {
    name: 'what is needed fails',
    input: { a: ['int64', [1n, null]], b: ['int64', [1n, INT_MAX]] },
    operands: [column('a'), call('add', [column('b'), column('b')])],
    gives: { error: 'INTEGER_OVERFLOW' },
  },
  { name: 'text and numbers', input: { a: ['utf8', ['a']], b: ['int8', [1]] }, gives: { error: 'TYPE_MISMATCH' } },
  {
    name: 'uint64 and int64 have no common type',
    input: { a: ['uint64', [1n]], b: ['int64', [1n]] },
    gives: { error: 'TYPE_MISMATCH' },
  },
];

const TRUTH = {
  p: ['bool', [true, false, null, true, false]],
  q: ['bool', [true, true, true, null, null]],
  a: ['int64', [1n, 2n, 3n, 4n, 5n]],
  b: ['int64', [10n, 20n, 30n, null, 50n]],
} as const;

const cases: readonly FunctionCase[] = [
  { name: 'null conditions are not true', input: TRUTH, operands: [p, a, b], gives: ['int64', [1n, 20n, 30n, 4n, 50n]] },
  {
    name: 'the first condition that is true',
    input: TRUTH,
    operands: [p, a, q, b, literal(0)],
    gives: ['int64', [1n, 20n, 30n, 4n, 0n]],
  },
  {
    name: 'literals alone',
    input: TRUTH,
    operands: [p, literal('yes'), literal(null)],
    gives: ['utf8', ['yes', null, null, 'yes', null]],
  },
  {
    name: 'whole numbers and fractions',
    input: TRUTH,
    operands: [p, literal(1), literal(0.5)],
    gives: ['float64', [1, 0.5, 0.5, 1, 0.5]],
  },
  { name: 'a null first', input: TRUTH, operands: [p, literal(null), a], gives: ['int64', [null, 2n, 3n, null, 5n]] },
  { name: 'a literal condition', input: TRUTH, operands: [literal(true), a, b], gives: ['int64', [1n, 2n, 3n, 4n, 5n]] },
  { name: 'a null condition', input: TRUTH, operands: [literal(null), a, b], gives: ['int64', [10n, 20n, 30n, null, 50n]] },
  {
    name: 'a value fails on no row that does not take it',
    input: { x: ['int64', [INT_MAX, 1n, null, INT_MAX]] },
    operands: [call('less', [column('x'), literal(10n)]), call('multiply', [column('x'), literal(2n)]), literal(-1n)],
    gives: ['int64', [-1n, 2n, -1n, -1n]],
  },
  {
    name: 'neither does a condition on a row that one before it took',
    input: { s: ['utf8', ['x', '7', '8', null]] },
    operands: [
      call('equal', [column('s'), literal('x')]),
      literal('letter'),
      call('equal', [call('cast', [column('s')], { to: { id: 'int64' } }), literal(7n)]),
      literal('seven'),
      literal('other'),
    ],
    gives: ['utf8', ['letter', 'seven', 'other', 'other']],
  },
  {
    name: 'in the value of another',
    input: { x: ['int64', [INT_MAX, 1n, 2n, INT_MIN]] },
    operands: [
      call('greater', [column('x'), literal(0n)]),
      call('case', [
        call('less', [column('x'), literal(10n)]),
        call('add', [column('x'), column('x')]),
        call('subtract', [column('x'), literal(1n)]),
      ]),
      call('add', [column('x'), literal(1n)]),
    ],
    gives: ['int64', [INT_MAX - 1n, 2n, 4n, INT_MIN + 1n]],
  },
  {
    name: 'fails on a row that takes it',
    input: { x: ['int64', [1n, INT_MAX]] },
    operands: [call('greater', [column('x'), literal(10n)]), call('multiply', [column('x'), literal(2n)]), literal(-1n)],
    gives: { error: 'INTEGER_OVERFLOW' },
  },
  {
    name: 'text, also of views',
    input: { p: ['bool', [true, false, null]], a: ['utf8View', [LONG, 'b', 'c']], b: ['utf8View', ['x', '', LONG]] },
    gives: ['utf8View', [LONG, '', LONG]],
  },
  {
    name: 'bools',
    input: { p: ['bool', [true, false]], a: ['bool', [null, true]], b: ['bool', [true, false]] },
    gives: ['bool', [null, false]],
  },
  {
    name: 'decimals',
    input: { p: ['bool', [true, false]], a: [decimal(38, 0), [NINES, 1n]], b: [decimal(38, 0), [0n, -NINES]] },
    gives: [decimal(38, 0), [NINES, -NINES]],
  },
  { name: 'no rows', input: { p: ['bool', []], a: ['utf8', []], b: ['utf8', []] }, gives: ['utf8', []] },
  {
    name: 'a condition that is a number',
    input: { p: ['int8', [1]], a: ['int8', [1]], b: ['int8', [1]] },
    gives: { error: 'TYPE_MISMATCH' },
  },
  { name: 'no value for other rows', input: TRUTH, operands: [p, a, q, b], gives: { error: 'TYPE_MISMATCH' } },
  {
    name: 'of lists are refused',
    input: { p: ['bool', [true]], a: [{ id: 'list', item: { name: 'item', type: { id: 'int8' }, nullable: true } }, [[1]]] },
    operands: [column('p'), column('a'), column('a')],
    gives: { error: 'TYPE_MISMATCH' },
  },
];

const among = (
  name: string,
  x: LiteralColumn,
  values: readonly Parameters<typeof literal>[0][],
  gives: readonly (boolean | null)[],
): FunctionCase => ({
  name,
  input: { x },
  operands: [column('x'), ...values.map(value => literal(value))],
  gives: ['bool', gives],
});

export const choiceCases: FunctionCases = {
  coalesce,
  case: cases,
  nullIf: [
    {
      name: 'numbers by value',
      input: { x: ['int64', [1n, 2n, null, 2n ** 53n + 1n]], y: ['float64', [1, 3, 1, 2 ** 53]] },
      gives: ['int64', [null, 2n, null, 2n ** 53n + 1n]],
    },
    { name: 'nothing equals null', input: { x: ['utf8', ['a', 'b']], y: ['utf8', ['a', null]] }, gives: ['utf8', [null, 'b']] },
    {
      name: 'NaN equals itself, -0 equals 0',
      input: { x: ['float64', [nan, -0, 1]], y: ['float64', [nan, 0, nan]] },
      gives: ['float64', [null, null, 1]],
    },
    {
      name: 'a dictionary',
      input: { x: [dictionary('int8'), ['a', null, 'b']] },
      operands: [column('x'), literal('a')],
      gives: ['utf8', [null, null, 'b']],
    },
    {
      name: 'a literal first',
      input: { x: ['int64', [7n, null, 8n]] },
      operands: [literal(7n), column('x')],
      gives: ['int64', [null, 7n, 7n]],
    },
    { name: 'a null', input: { x: ['int64', [7n, null]] }, operands: [column('x'), literal(null)], gives: ['int64', [7n, null]] },
    {
      name: 'bools',
      input: { x: ['bool', [true, false]] },
      operands: [column('x'), literal(false)],
      gives: ['bool', [true, null]],
    },
    {
      name: 'decimals',
      input: { x: [decimal(5, 2), [100n, 101n]] },
      operands: [column('x'), literal(1)],
      gives: [decimal(5, 2), [null, 101n]],
    },
    { name: 'text and numbers', input: { x: ['utf8', ['a']], y: ['int8', [1]] }, gives: { error: 'TYPE_MISMATCH' } },
    { name: 'no rows', input: { x: ['utf8', []], y: ['utf8', []] }, gives: ['utf8', []] },
  ],
  isDistinctFrom: [
    {
      name: 'null equals null alone',
      input: { x: ['int64', [1n, null, null, 2n]], y: ['int64', [1n, null, 1n, null]] },
      gives: ['bool', [false, false, true, true], 'required'],
    },
    {
      name: 'NaN and -0',
      input: { x: ['float64', [nan, -0, nan]], y: ['float32', [nan, 0, 1]] },
      gives: ['bool', [false, false, true], 'required'],
    },
    {
      name: 'a null literal',
      input: { x: ['utf8', ['', null]] },
      operands: [column('x'), literal(null)],
      gives: ['bool', [true, false], 'required'],
    },
    {
      name: 'literals alone',
      input: { x: ['utf8', ['', null]] },
      operands: [literal(1), literal(2)],
      gives: ['bool', [true, true], 'required'],
    },
    { name: 'columns of type null', input: { x: ['null', [null]], y: ['null', [null]] }, gives: ['bool', [false], 'required'] },
    {
      name: 'dictionaries',
      input: { x: [dictionary('int8'), ['a', null]], y: [dictionary('int32'), ['b', null]] },
      gives: ['bool', [true, false], 'required'],
    },
    { name: 'no rows', input: { x: ['utf8', []], y: ['utf8', []] }, gives: ['bool', [], 'required'] },
  ],
  isNotDistinctFrom: [
    {
      name: 'null equals null alone',
      input: { x: ['int64', [1n, null, null, 2n]], y: ['int64', [1n, null, 1n, null]] },
      gives: ['bool', [true, true, false, false], 'required'],
    },
    {
      name: 'instants of different units',
      input: { x: [timestamp('s'), [1n, null]], y: [timestamp('ms'), [1000n, 0n]] },
      gives: ['bool', [true, false], 'required'],
    },
    {
      name: 'a column of type null',
      input: { x: ['null', [null, null]], y: ['int8', [1, null]] },
      gives: ['bool', [false, true], 'required'],
    },
  ],
  isIn: [
    among('integers', ['int64', [INT_MIN, 7n, 8n, null]], [INT_MIN, 7n], [true, true, false, null]),
    among('narrow integers', ['int8', [1, 2, -3]], [1, -3, 1000], [true, false, true]),
    among('a null among them', ['int64', [1n, 2n, null]], [1n, null], [true, null, null]),
    among('a null alone', ['int64', [1n, null]], [null], [null, null]),
    among('uint64', ['uint64', [2n ** 64n - 1n, 2n ** 53n + 1n, 1n]], [2n ** 64n - 1n, 2n ** 53n], [true, false, false]),
    among(
      'floats: NaN equals itself, -0 equals 0',
      ['float64', [nan, -0, 0, 1, null, Infinity]],
      [nan, 0, Infinity],
      [true, true, true, false, null, true],
    ),
    among('float32', ['float32', [0.5, nan, 0.1]], [0.5, 0.1], [true, false, false]),
    among('fractions beside integers', ['int32', [1, 2]], [1.5, 2], [false, true]),
    among('integers beyond 53 bits beside a float', ['float64', [2 ** 53, 2 ** 60]], [2n ** 53n + 1n, 2n ** 60n], [false, true]),
    among('text', ['utf8', ['', 'ä', 'a\0', 'A', null, LONG]], ['ä', 'a', '', LONG], [true, true, false, false, null, true]),
    among('views', ['utf8View', ['x', LONG, null]], [LONG], [false, true, null]),
    among('large text', ['largeUtf8', ['x', LONG, null]], ['x', 'y'], [true, false, null]),
    among('a dictionary', [dictionary('int8'), ['a', 'b', null, 'a']], ['a', 'c'], [true, false, null, true]),
    among('binary', ['binary', [Uint8Array.of(255), Uint8Array.of(), null]], [Uint8Array.of(255)], [true, false, null]),
    among('decimals', [decimal(10, 2), [1999n, 100n, null]], [19.99, 1], [true, true, null]),
    among('bools', ['bool', [true, false, null]], [true], [true, false, null]),
    among('instants of different units', [timestamp('us'), [1000n, 1n, null]], [new Date(1), new Date(5)], [true, false, null]),
    among('dates', [DAYS, [1, 2]], [new Date(86_400_000)], [true, false]),
    among('durations in their unit', [duration('ms'), [1n, 2n]], [2n], [false, true]),
    among('no rows', ['int64', []], [1n], []),
    among('a column of type null', ['null', [null]], [1n, 2n], [null]),
    among(
      'a hundred texts',
      ['utf8', ['t7', 't100']],
      Array.from({ length: 100 }, (_, i) => `t${i}`),
      [true, false],
    ),
    {
      name: 'columns among them',
      input: { x: ['int64', [1n, 2n, 3n, null]], y: ['int64', [1n, null, 4n, 4n]] },
      operands: [column('x'), literal(9n), column('y')],
      gives: ['bool', [true, null, false, null]],
    },
    {
      name: 'a literal',
      input: { x: ['int64', [1n, 2n]] },
      operands: [literal(2n), column('x')],
      gives: ['bool', [false, true]],
    },
    {
      name: 'text and numbers',
      input: { x: ['utf8', ['a']] },
      operands: [column('x'), literal(1)],
      gives: { error: 'TYPE_MISMATCH' },
    },
  ],
};
