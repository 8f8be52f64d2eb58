import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { INT_MAX, INT_MIN, NINES, decimal } from './types.js';

const of = (name: string, input: LiteralColumn, others: readonly LiteralValue[], gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { x: input },
  operands: [column('x'), ...others.map(value => literal(value))],
  gives,
});
const to = (name: string, input: LiteralColumn, target: DataType, gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { x: input },
  to: target,
  gives,
});
const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };
const FLOATS: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'float64' }, ordered: false };

/** Numbers as texts, and texts as numbers where they are some. */
export const numberFormatCases: FunctionCases = {
  formatNumber: [
    of(
      'floats, halves of the exact value away from zero',
      ['float64', [2.5, -2.5, 0.125, 2.675, -0.004, -0, null]],
      [2n],
      ['utf8', ['2.50', '-2.50', '0.13', '2.67', '0.00', '0.00', null]],
    ),
    of(
      'without digits after the point',
      ['float64', [2.5, -0.5, 0.49, 1e21]],
      [0n],
      ['utf8', ['3', '-1', '0', '1000000000000000000000']],
    ),
    of('no numbers', ['float64', [NaN, Infinity, -Infinity]], [1n, ','], ['utf8', ['NaN', 'Infinity', '-Infinity']]),
    of(
      'groups',
      ['float64', [1234567.891, -999.999, 100, -123456]],
      [2n, ','],
      ['utf8', ['1,234,567.89', '-1,000.00', '100.00', '-123,456.00']],
    ),
    of(
      'integers',
      ['int64', [INT_MAX, INT_MIN, 0n, null]],
      [0n, '_'],
      ['utf8', ['9_223_372_036_854_775_807', '-9_223_372_036_854_775_808', '0', null]],
    ),
    of('unsigned integers', ['uint64', [2n ** 64n - 1n]], [1n], ['utf8', ['18446744073709551615.0']]),
    of('small integers', ['int8', [-128, 127]], [0n, ' '], ['utf8', ['-128', '127']]),
    of(
      'decimals',
      [decimal(38, 2), [NINES, -NINES, 5n, -4n, -5n]],
      [1n, "'"],
      ['utf8', [`1${"'000".repeat(12)}.0`, `-1${"'000".repeat(12)}.0`, '0.1', '0.0', '-0.1']],
    ),
    of('decimals of hundreds', [decimal(5, -2), [123n, -1n]], [0n, ','], ['utf8', ['12,300', '-100']]),
    of(
      'the least and the greatest float',
      ['float64', [5e-324, Number.MAX_VALUE]],
      [3n],
      ['utf8', ['0.000', `${BigInt(Number.MAX_VALUE)}.000`]],
    ),
    of('float32', ['float32', [0.5, 16_777_216]], [1n, ','], ['utf8', ['0.5', '16,777,216.0']]),
    of('values of a dictionary', [FLOATS, [1000, null, 1000]], [0n, ','], ['utf8', ['1,000', null, '1,000']]),
    of('a null for the digits', ['float64', [1]], [null], ['utf8', [null]]),
    of('a null for the separator', ['float64', [1]], [2n, null], ['utf8', [null]]),
    of('nulls', ['null', [null]], [2n], ['utf8', [null]]),
    of('no rows', ['float64', []], [2n], ['utf8', []]),
    of('fewer than no digits', ['float64', [1]], [-1n], { error: 'INVALID_ARGUMENT' }),
    of('too many digits', ['float64', [1]], [101n], { error: 'INVALID_ARGUMENT' }),
    of('no separator', ['float64', [1]], [2n, '.'], { error: 'INVALID_ARGUMENT' }),
    of('a text is no number', ['utf8', ['1']], [2n], { error: 'TYPE_MISMATCH' }),
  ],
  tryCast: [
    to('texts that are numbers', ['utf8', ['7', ' 7', '', '1e3', '-0', 'x', null, 'NaN', '1,000']], FLOAT64, [
      'float64',
      [7, null, null, 1000, -0, null, null, NaN, null],
    ]),
    to('texts that are integers', ['utf8View', ['7', '1.5', '9223372036854775808', '-9223372036854775808']], INT64, [
      'int64',
      [7n, null, null, INT_MIN],
    ]),
    to('texts that are decimals', ['largeUtf8', ['1.25', '1.255', 'x']], decimal(5, 2), [decimal(5, 2), [125n, null, null]]),
    to('floats that fit', ['float64', [1.9, NaN, 1e30, -1.9, null]], INT64, ['int64', [1n, null, null, -1n, null]]),
    to('integers that fit', ['int64', [300n, 5n, -1n]], { id: 'uint8' }, ['uint8', [null, 5, null]]),
    to('none fits', ['utf8', ['a', 'b', 'c']], INT64, ['int64', [null, null, null]]),
    to('integers that are bools', ['int64', [0n, 1n, 2n]], { id: 'bool' }, ['bool', [false, true, null]]),
    to('times', ['utf8', ['23:59:59', '24:00:00']], { id: 'time', unit: 's' }, [{ id: 'time', unit: 's' }, [86_399, null]]),
    to('what always fits', ['int64', [1n, null]], { id: 'utf8' }, ['utf8', ['1', null]]),
    {
      name: 'of a literal that does not fit',
      input: { x: ['int8', [1, 2]] },
      operands: [literal('x')],
      to: INT64,
      gives: ['int64', [null, null]],
    },
    to('nulls', ['null', [null, null]], INT64, ['int64', [null, null]]),
    to('no rows', ['utf8', []], INT64, ['int64', []]),
    to('no such cast', ['float64', [1]], { id: 'binary' }, { error: 'TYPE_MISMATCH' }),
  ],
};
