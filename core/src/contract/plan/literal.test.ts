import test from 'ava';
import type { DataType } from '../data/index.js';
import { isParquetFrameError } from '../errors/index.js';
import type { LiteralValue } from './expression.js';
import { literalArgument, literalType } from './literal.js';

const timestamp = (unit: 's' | 'ms' | 'us' | 'ns', timezone: string | null = null): DataType => ({
  id: 'timestamp',
  unit,
  timezone,
});
const DAYS: DataType = { id: 'date', unit: 'day' };

const good: readonly (readonly [LiteralValue, DataType, unknown])[] = [
  [127, { id: 'int8' }, 127],
  [-128n, { id: 'int8' }, -128],
  [255, { id: 'uint8' }, 255],
  [-0, { id: 'int64' }, 0n],
  [2n ** 64n - 1n, { id: 'uint64' }, 2n ** 64n - 1n],
  [0.1, { id: 'float32' }, Math.fround(0.1)],
  [1 / 3, { id: 'float16' }, 0.333251953125],
  [2n ** 64n, { id: 'float64' }, 2 ** 64],
  [true, { id: 'bool' }, true],
  [-150n, { id: 'decimal', precision: 3, scale: 2 }, -150n],
  ['-1.5', { id: 'decimal', precision: 3, scale: 2 }, -150n],
  ['2020-01-02', DAYS, 18_263],
  [new Date(-86_400_000), DAYS, -1],
  ['2020-01-01T10:00:00.123456', timestamp('us'), 1_577_872_800_123_456n],
  [new Date(-1), timestamp('us'), -1000n],
  [null, { id: 'int8' }, null],
  [5, { id: 'time', unit: 's' }, 5n],
];
for (const [value, type, expected] of good) {
  test(`${String(value)} as ${JSON.stringify(type)}`, t => {
    t.is(literalArgument(value, type), expected);
  });
}

const bad: readonly (readonly [LiteralValue, DataType])[] = [
  [128, { id: 'int8' }],
  [1.5, { id: 'int8' }],
  [-1, { id: 'uint8' }],
  [-1n, { id: 'uint64' }],
  [2n ** 63n, { id: 'int64' }],
  [2 ** 53, { id: 'int64' }],
  ['1', { id: 'int32' }],
  [5, { id: 'utf8' }],
  [1, { id: 'bool' }],
  ['1', { id: 'float64' }],
  [1, { id: 'binary' }],
  [new Uint8Array(2), { id: 'fixedSizeBinary', byteWidth: 3 }],
  [1000n, { id: 'decimal', precision: 3, scale: 2 }],
  ['2021-02-30', DAYS],
  ['2021-02-03T01:00', DAYS],
  [new Date(Number.NaN), timestamp('ms')],
  [new Date(1500), timestamp('s')],
  ['yesterday', timestamp('ms')],
  ['2020-01-01T00:00:00.0001', timestamp('ms')],
  [10n ** 38n, { id: 'decimal', precision: 38, scale: 0 }],
  [19.999, { id: 'decimal', precision: 10, scale: 2 }],
  [Number.NaN, { id: 'decimal', precision: 10, scale: 2 }],
  ['1e2', { id: 'decimal', precision: 10, scale: 2 }],
  ['24:00', { id: 'time', unit: 's' }],
  ['00:00:00.5', { id: 'time', unit: 's' }],
  ['a\ud800b', { id: 'utf8' }],
  ['\udc00', { id: 'largeUtf8' }],
];
for (const [value, type] of bad) {
  test(`${String(value)} is no ${JSON.stringify(type)}`, t => {
    const error = t.throws(() => literalArgument(value, type));
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', error.message);
  });
}

test('an integer that nobody typed is of the narrowest of int64, uint64 and decimal that holds it', t => {
  t.is(literalType(-(2n ** 63n), undefined, undefined).id, 'int64');
  t.is(literalType(2n ** 63n, undefined, undefined).id, 'uint64');
  t.is(literalType(2n ** 64n, { id: 'int8' }, 'less').id, 'decimal');
  t.is(literalType(-(2n ** 63n) - 1n, { id: 'int8' }, 'less').id, 'decimal');
});

test('a text beside an instant has the unit that its digits need, and the time zone of the column', t => {
  const beside = timestamp('s', 'Europe/Vienna');
  t.deepEqual(literalType('2020-01-01', beside, 'equal'), timestamp('ms', 'Europe/Vienna'));
  t.deepEqual(literalType('2020-01-01T00:00:00.1234Z', beside, 'equal'), timestamp('us', 'Europe/Vienna'));
  t.deepEqual(literalType('2020-01-01T00:00:00.1234567Z', beside, 'equal'), timestamp('ns', 'Europe/Vienna'));
  t.is(literalType('2020-01-01', { id: 'utf8' }, 'equal').id, 'utf8');
});

test('a number beside a decimal is the decimal written', t => {
  const price: DataType = { id: 'decimal', precision: 10, scale: 2 };
  // compared: one type for all that the scale of the column holds, so that one kernel serves them
  for (const value of [0, -0, 19.99, 19n, '0.10', 1e20])
    t.deepEqual(literalType(value, price, 'equal'), { ...price, precision: 38 });
  t.deepEqual(literalType(0.001, price, 'less'), { id: 'decimal', precision: 38, scale: 3 });
  // combined: the digits written and no more, since they count in the type of the result
  t.deepEqual(literalType(19.99, price, 'add'), { id: 'decimal', precision: 4, scale: 2 });
  t.deepEqual(literalType(0.001, price, 'multiply'), { id: 'decimal', precision: 3, scale: 3 });
  t.deepEqual(literalType(-5n, price, 'add'), { id: 'decimal', precision: 1, scale: 0 });
  // beyond 38 digits, and no number at all
  for (const value of [5e-324, 1.1e39, Number.NaN, Infinity]) t.is(literalType(value, price, 'equal').id, 'float64');
  t.is(literalType('dear', price, 'equal').id, 'utf8');
});

test('a count beside a time or a duration has its unit, unless it is multiplied', t => {
  const seconds: DataType = { id: 'duration', unit: 's' };
  t.deepEqual(literalType(5, seconds, 'less'), seconds);
  t.deepEqual(literalType(5n, { id: 'time', unit: 'us' }, 'equal'), { id: 'time', unit: 'us' });
  t.is(literalType(5, seconds, 'multiply').id, 'int64');
  t.deepEqual(literalType('12:00:00.1234', { id: 'time', unit: 's' }, 'equal'), { id: 'time', unit: 'us' });
});
