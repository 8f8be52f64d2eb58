import type { ParquetFrameError } from '@parquetframe/core';
import type { DataType, ScalarFunction, UserExpression } from '@parquetframe/core/engine';
import test from 'ava';
import { call, codeOf, column, input, literal, runTable, table, typeOf, values } from '../harness.js';
import type { TypeLike } from '../harness.js';

type Columns = { readonly [name: string]: readonly [TypeLike, readonly unknown[]] };

const project = async (columns: Columns, expression: UserExpression): Promise<unknown[]> => {
  const result = await runTable('table.project', { columns: [{ name: 'x', expression }] }, [input(table(columns))]);
  return values(result, 'x');
};

const [a, b] = [column('a'), column('b')];
const binary = (name: ScalarFunction): UserExpression => call(name, [a, b]);
const castTo = (type: TypeLike): UserExpression => call('cast', [a], { to: typeOf(type) });

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

interface Case {
  readonly what: string;
  readonly columns: Columns;
  readonly expression: UserExpression;
  readonly expected: readonly unknown[];
}

const cases: readonly Case[] = [
  {
    what: 'integers of any width add to int64, null if either is null',
    columns: { a: ['int8', [127, -128, null, 1]], b: ['uint32', [1, 4294967295, 1, null]] },
    expression: binary('add'),
    expected: [128n, 4294967167n, null, null],
  },
  {
    what: 'subtraction goes through zero to the limits of int64',
    columns: { a: ['int64', [MIN + 1n, MAX, 0n]], b: ['int64', [1n, 0n, MAX]] },
    expression: binary('subtract'),
    expected: [MIN, MAX, -MAX],
  },
  {
    what: 'products beyond 2^53 are exact',
    columns: { a: ['int64', [3037000499n, -94906267n, 0n]], b: ['int64', [3037000499n, 94906267n, -5n]] },
    expression: binary('multiply'),
    expected: [9223372030926249001n, -9007199515875289n, 0n],
  },
  {
    what: 'any float operand makes float64',
    columns: { a: ['float32', [0.5, null, NaN]], b: ['int64', [1n, 1n, 1n]] },
    expression: binary('add'),
    expected: [1.5, null, NaN],
  },
  {
    what: 'division of integers is float64, by zero infinite or NaN',
    columns: { a: ['int32', [1, -1, 0, 7]], b: ['int32', [0, 0, 0, 2]] },
    expression: binary('divide'),
    expected: [Infinity, -Infinity, NaN, 3.5],
  },
  {
    what: 'floorDivide of integers floors, by zero it is null',
    columns: { a: ['int32', [7, -7, 7, -7, 1]], b: ['int32', [2, 2, -2, -2, 0]] },
    expression: binary('floorDivide'),
    expected: [3n, -4n, -4n, 3n, null],
  },
  {
    what: 'modulo of integers has the sign of the divisor, by zero it is null',
    columns: { a: ['int64', [7n, -7n, 7n, -7n, 1n, -4n]], b: ['int64', [2n, 2n, -2n, -2n, 0n, 2n]] },
    expression: binary('modulo'),
    expected: [1n, 1n, -1n, -1n, null, 0n],
  },
  {
    what: 'floorDivide and modulo beyond 2^53',
    columns: { a: ['int64', [MIN, MAX]], b: ['int64', [2n, -10n]] },
    expression: binary('floorDivide'),
    expected: [-4611686018427387904n, -922337203685477581n],
  },
  {
    what: 'modulo of floats is exact, with the sign of the divisor',
    columns: {
      a: ['float64', [5.5, -5.5, 1, 1e17, -1e17, 1e300, 1, -1, 0, -0, Infinity, 7, 1]],
      b: ['float64', [2, 2, 0, 3, 3, 7, Infinity, Infinity, 3, -3, 3, -3, 0.1]],
    },
    expression: binary('modulo'),
    expected: [1.5, 0.5, NaN, 1, 2, 1, 1, Infinity, 0, -0, NaN, -2, 0.09999999999999995],
  },
  {
    what: 'floorDivide of floats rounds the exact quotient down',
    columns: {
      a: ['float64', [5.5, -5.5, 1, 0, 1, -1, 6, 1e17, 1, -1, Infinity, -0]],
      b: ['float64', [2, 2, 0, 0, 0.1, 0.1, 0.1, 3, Infinity, Infinity, 3, 3]],
    },
    expression: binary('floorDivide'),
    expected: [2, -3, Infinity, NaN, 9, -10, 59, 33_333_333_333_333_332, 0, -1, Infinity, -0],
  },
  {
    what: 'negation of a float keeps the sign of zero',
    columns: { a: ['float64', [0, -0, 1]] },
    expression: call('negate', [a]),
    expected: [-0, 0, -1],
  },
  {
    what: 'negation of an unsigned integer',
    columns: { a: ['uint8', [0, 255, null]] },
    expression: call('negate', [a]),
    expected: [0n, -255n, null],
  },
  {
    what: 'int64 against float64 is compared exactly, not through doubles',
    columns: {
      a: ['int64', [9007199254740993n, 9007199254740992n, MAX]],
      b: ['float64', [9007199254740992, 9007199254740992, 9223372036854775808]],
    },
    expression: binary('equal'),
    expected: [false, true, false],
  },
  {
    what: 'int64 less than the double that it would round to',
    columns: { a: ['int64', [MAX, 9007199254740993n, 1n]], b: ['float64', [9223372036854775808, 9007199254740992, NaN]] },
    expression: binary('less'),
    expected: [true, false, true],
  },
  {
    what: 'uint64 against int64',
    columns: { a: ['uint64', [2n ** 64n - 1n, 1n]], b: ['int64', [-1n, 1n]] },
    expression: binary('greater'),
    expected: [true, false],
  },
  {
    what: 'decimal against float and integer, exactly',
    columns: { a: [{ id: 'decimal', precision: 20, scale: 1 }, [1n, 5n, 10n, null]], b: ['float64', [0.1, 0.5, 1, 1]] },
    expression: binary('equal'),
    expected: [false, true, true, null],
  },
  {
    what: 'decimals of different scales',
    columns: {
      a: [{ id: 'decimal', precision: 10, scale: 2 }, [150n, 151n, -1n]],
      b: [{ id: 'decimal', precision: 38, scale: 10 }, [15000000000n, 15000000000n, 0n]],
    },
    expression: binary('greater'),
    expected: [false, true, false],
  },
  {
    what: 'NaN equals itself and is greater than every number, -0 equals 0',
    columns: { a: ['float64', [NaN, NaN, -0, 1]], b: ['float64', [NaN, Infinity, 0, NaN]] },
    expression: binary('greaterEqual'),
    expected: [true, true, true, false],
  },
  {
    what: 'equality of NaN and zeros',
    columns: { a: ['float32', [NaN, NaN, -0]], b: ['float64', [NaN, 1, 0]] },
    expression: binary('equal'),
    expected: [true, false, true],
  },
  {
    what: 'strings compare by UTF-8 bytes: U+FFFF before U+10000',
    columns: { a: ['utf8', ['\uffff', 'a', '', 'abc', null]], b: ['largeUtf8', ['\u{10000}', 'b', 'a', 'ab', 'a']] },
    expression: binary('less'),
    expected: [true, true, true, false, null],
  },
  {
    what: 'string views and dictionaries are strings',
    columns: {
      a: ['utf8View', ['short', 'a string of more than twelve bytes', null]],
      b: [{ id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }, ['short', 'another', 'x']],
    },
    expression: binary('equal'),
    expected: [true, false, null],
  },
  {
    what: 'a string against a literal',
    columns: { a: ['utf8', ['SEA', 'SFO', null]] },
    expression: call('equal', [a, literal('SEA')]),
    expected: [true, false, null],
  },
  {
    what: 'timestamps compare as instants across units',
    columns: {
      a: [{ id: 'timestamp', unit: 's', timezone: null }, [1n, 9223372036854775807n, -1n]],
      b: [{ id: 'timestamp', unit: 'ns', timezone: 'UTC' }, [1000000000n, 9223372036854775807n, -1000000001n]],
    },
    expression: binary('greater'),
    expected: [false, true, true],
  },
  {
    what: 'a date is its midnight in UTC',
    columns: {
      a: [{ id: 'date', unit: 'day' }, [1, -1]],
      b: [{ id: 'timestamp', unit: 'ms', timezone: null }, [86400000n, -86399999n]],
    },
    expression: binary('equal'),
    expected: [true, false],
  },
  {
    what: 'bools: false before true',
    columns: { a: ['bool', [false, true]], b: ['bool', [true, true]] },
    expression: binary('less'),
    expected: [true, false],
  },
  {
    what: 'and: false decides, else null if either is null',
    columns: { a: ['bool', [true, true, null, null, false, null]], b: ['bool', [true, null, null, false, null, true]] },
    expression: binary('and'),
    expected: [true, null, null, false, false, null],
  },
  {
    what: 'or: true decides, else null if either is null',
    columns: { a: ['bool', [false, true, null, null, null]], b: ['bool', [false, null, null, true, false]] },
    expression: binary('or'),
    expected: [false, true, null, true, null],
  },
  {
    what: 'not of null is null',
    columns: { a: ['bool', [true, false, null]] },
    expression: call('not', [a]),
    expected: [false, true, null],
  },
  {
    what: 'null tests are never null',
    columns: { a: ['utf8', ['', null]] },
    expression: call('isNull', [a]),
    expected: [false, true],
  },
  {
    what: 'null tests of lists',
    columns: { a: [{ id: 'list', item: { name: 'item', type: { id: 'int32' }, nullable: true } }, [[1], null, []]] },
    expression: call('isNotNull', [a]),
    expected: [true, false, true],
  },
  { what: 'a constant column', columns: { a: ['int32', [1, 2]] }, expression: literal(5), expected: [5n, 5n] },
  {
    what: 'overflow wraps when asked',
    columns: { a: ['int64', [MAX]] },
    expression: call('add', [a, literal(1)], { overflow: 'wrap' }),
    expected: [MIN],
  },
  {
    what: 'overflow is null when asked',
    columns: { a: ['int64', [MAX, 1n]] },
    expression: call('add', [a, literal(1)], { overflow: 'null' }),
    expected: [null, 2n],
  },
  {
    what: 'a null operand does not overflow',
    columns: { a: ['int64', [MAX, null]], b: ['int64', [null, MAX]] },
    expression: binary('multiply'),
    expected: [null, null],
  },
  {
    what: 'float to integer truncates towards zero',
    columns: { a: ['float64', [1.9, -1.9, -0.5, null]] },
    expression: castTo('int32'),
    expected: [1, -1, 0, null],
  },
  {
    what: 'float to int64 up to the last double below 2^63',
    columns: { a: ['float64', [9223372036854774784]] },
    expression: castTo('int64'),
    expected: [9223372036854774784n],
  },
  {
    what: 'integer to float is the nearest',
    columns: { a: ['int64', [9007199254740993n, MAX]] },
    expression: castTo('float64'),
    expected: [9007199254740992, 9223372036854775808],
  },
  {
    what: 'int64 to float32 rounds once',
    // Through a double this would round to a tie and then to even: 2^40 + 2^16.
    columns: { a: ['int64', [2n ** 60n + 2n ** 36n + 1n, 2n ** 60n + 2n ** 36n]] },
    expression: castTo('float32'),
    expected: [2 ** 60 + 2 ** 37, 2 ** 60],
  },
  {
    what: 'bool and integer',
    columns: { a: ['bool', [true, false, null]] },
    expression: castTo('uint8'),
    expected: [1, 0, null],
  },
  {
    what: 'integer to bool',
    columns: { a: ['int64', [1n, 0n, null]] },
    expression: castTo('bool'),
    expected: [true, false, null],
  },
  {
    what: 'to text: integers in decimal, floats as JavaScript prints them',
    columns: { a: ['float64', [0.1, 1e21, -0, NaN, 100, null]] },
    expression: castTo('utf8'),
    expected: ['0.1', '1e+21', '0', 'NaN', '100', null],
  },
  { what: 'bool to text', columns: { a: ['bool', [true, null]] }, expression: castTo('utf8'), expected: ['true', null] },
  {
    what: 'text to integer',
    columns: { a: ['utf8', ['-9223372036854775808', '007', '+1', null]] },
    expression: castTo('int64'),
    expected: [MIN, 7n, 1n, null],
  },
  {
    what: 'text to float',
    columns: { a: ['utf8', ['1e3', '-.5', 'NaN', '-Infinity']] },
    expression: castTo('float64'),
    expected: [1000, -0.5, NaN, -Infinity],
  },
  {
    what: 'timestamps to a coarser unit are floored, also before 1970',
    columns: { a: [{ id: 'timestamp', unit: 'ms', timezone: null }, [1999n, -1n, null]] },
    expression: castTo({ id: 'timestamp', unit: 's', timezone: null }),
    expected: [1n, -1n, null],
  },
  {
    what: 'date to timestamp',
    columns: { a: [{ id: 'date', unit: 'day' }, [-1]] },
    expression: castTo({ id: 'timestamp', unit: 'us', timezone: null }),
    expected: [-86400000000n],
  },
  {
    what: 'decimal to integer truncates',
    columns: { a: [{ id: 'decimal', precision: 5, scale: 2 }, [199n, -199n]] },
    expression: castTo('int8'),
    expected: [1, -1],
  },
  {
    what: 'decimal to float is the nearest',
    columns: { a: [{ id: 'decimal', precision: 38, scale: 1 }, [1n, 90071992547409931n]] },
    expression: castTo('float64'),
    expected: [0.1, 9007199254740994],
  },
  {
    what: 'float to decimal is the nearest',
    columns: { a: ['float64', [1.005, -2.5, 0.125]] },
    expression: castTo({ id: 'decimal', precision: 10, scale: 2 } satisfies DataType),
    expected: [100n, -250n, 13n],
  },
  {
    what: 'a dictionary to its values',
    columns: { a: [{ id: 'dictionary', index: { id: 'int32' }, values: { id: 'int64' }, ordered: false }, [5n, null, 5n]] },
    expression: castTo('int32'),
    expected: [5, null, 5],
  },
];

for (const { what, columns, expression, expected } of cases) {
  test(what, async t => {
    t.deepEqual(await project(columns, expression), [...expected]);
  });
}

const overflows: readonly (readonly [string, Columns, UserExpression])[] = [
  ['add', { a: ['int64', [MAX]], b: ['int64', [1n]] }, binary('add')],
  ['multiply', { a: ['int64', [2n ** 32n]], b: ['int64', [2n ** 31n]] }, binary('multiply')],
  ['negate', { a: ['int64', [MIN]] }, call('negate', [a])],
  ['floorDivide', { a: ['int64', [MIN]], b: ['int64', [-1n]] }, binary('floorDivide')],
  ['uint64', { a: ['uint64', [2n ** 63n]], b: ['uint64', [0n]] }, binary('add')],
];
for (const [what, columns, expression] of overflows) {
  test(`INTEGER_OVERFLOW: ${what}`, async t => {
    t.is(await codeOf(() => project(columns, expression)), 'INTEGER_OVERFLOW');
  });
}

const castFailures: readonly (readonly [string, readonly [TypeLike, readonly unknown[]], TypeLike])[] = [
  ['NaN to integer', ['float64', [NaN]], 'int64'],
  ['infinity to integer', ['float64', [-Infinity]], 'int64'],
  ['2^63 to int64', ['float64', [2 ** 63]], 'int64'],
  ['-1 to uint64', ['int64', [-1n]], 'uint64'],
  ['128 to int8', ['int32', [128]], 'int8'],
  ['2 to bool', ['int32', [2]], 'bool'],
  ['blanks around a number', ['utf8', [' 1']], 'int64'],
  ['an empty text', ['utf8', ['']], 'float64'],
  ['a fraction as integer text', ['utf8', ['1.0']], 'int64'],
  ['a decimal with too many digits', ['int64', [100n]], { id: 'decimal', precision: 2, scale: 0 }],
  [
    'a timestamp beyond nanoseconds',
    [{ id: 'timestamp', unit: 's', timezone: null }, [10n ** 10n]],
    { id: 'timestamp', unit: 'ns', timezone: null },
  ],
];
for (const [what, values_, type] of castFailures) {
  test(`CAST_FAILED: ${what}`, async t => {
    t.is(await codeOf(() => project({ a: values_ }, castTo(type))), 'CAST_FAILED');
  });
}

test('a failed cast names the value and its row in the input', async t => {
  const numbers = Array.from({ length: 40_000 }, (_, i) => (i === 33_333 ? 300 : 1));
  const error = await t.throwsAsync<ParquetFrameError>(
    runTable('table.project', { columns: [{ name: 'x', expression: castTo('int8') }] }, [
      input(table({ a: ['int32', numbers] }, 10_000)),
    ]),
  );
  t.is(error.details['row'], 33_333);
  t.is(error.details['value'], '300');
});
