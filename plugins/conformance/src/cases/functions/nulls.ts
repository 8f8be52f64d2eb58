import type { DataType } from '@parquetframe/core/engine';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, decimal, duration, time, timestamp } from './types.js';

const NONE = ['null', [null, null]] as const;
const BOOL: DataType = { id: 'bool' };
const refused = { error: 'TYPE_MISMATCH' } as const;

/** A column of type `null` on the left, then on the right, of one with values. */
const beside = (
  type: DataType | 'int32' | 'float64' | 'utf8' | 'bool',
  values: readonly unknown[],
  gives: DataType,
): FunctionCase[] => {
  const name = `a column of nulls and ${typeof type === 'string' ? type : type.id}`;
  const nulls = [gives, [null, null]] as const;
  return [
    { name, input: { n: NONE, x: [type, values] }, gives: nulls },
    { name: `${name}, the other way around`, input: { x: [type, values], n: NONE }, gives: nulls },
  ];
};
const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };
const numbers = ['add', 'subtract', 'multiply', 'floorDivide', 'modulo'];
const comparisons = ['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual'];

const arithmetic: FunctionCases = Object.fromEntries(
  numbers.map((name): [string, readonly FunctionCase[]] => [
    name,
    [
      ...beside('int32', [1, null], INT64),
      ...beside('float64', [Number.NaN, 0], FLOAT64),
      { name: 'nulls alone', input: { n: NONE, m: NONE }, gives: ['int64', [null, null]] },
      { name: 'nulls and a number', input: { n: NONE }, operands: [column('n'), literal(1n)], gives: ['int64', [null, null]] },
    ],
  ]),
);

const compared: FunctionCases = Object.fromEntries(
  comparisons.map((name): [string, readonly FunctionCase[]] => [
    name,
    [
      ...beside('int32', [1, null], BOOL),
      ...beside('utf8', ['', 'a'], BOOL),
      ...beside(DAYS, [0, null], BOOL),
      ...beside(decimal(9, 2), [1n, 2n], BOOL),
      { name: 'nulls alone', input: { n: NONE, m: NONE }, gives: ['bool', [null, null]] },
      { name: 'nulls and a text', input: { n: NONE }, operands: [column('n'), literal('a')], gives: ['bool', [null, null]] },
    ],
  ]),
);

const TRUTH = [true, false];

/** What is null in every row has no type of its own: it takes one that goes with the others, where there is only one. */
export const nullCases: FunctionCases = {
  ...arithmetic,
  ...compared,
  add: [
    ...(arithmetic['add'] ?? []),
    ...beside(decimal(5, 2), [1n, null], decimal(6, 2)),
    ...beside(duration('ms'), [1n, null], duration('ms')),
    ...beside(timestamp('us', 'UTC'), [1n, null], timestamp('us', 'UTC')),
    { name: 'nulls and a time', input: { n: NONE, x: [time('us'), [1n, null]] }, gives: refused },
    { name: 'nulls and a text', input: { n: NONE, x: ['utf8', ['a', null]] }, gives: refused },
  ],
  subtract: [
    ...(arithmetic['subtract'] ?? []),
    {
      name: 'nulls minus a timestamp',
      input: { n: NONE, x: [timestamp('ms'), [1n, null]] },
      gives: [duration('ms'), [null, null]],
    },
    {
      name: 'a timestamp minus nulls is a timestamp or a duration',
      input: { x: [timestamp('ms'), [1n, null]], n: NONE },
      gives: refused,
    },
  ],
  multiply: [...(arithmetic['multiply'] ?? []), ...beside(duration('s'), [2n, null], duration('s'))],
  divide: beside('int32', [1, null], FLOAT64),
  negate: [{ name: 'nulls', input: { n: NONE }, gives: ['int64', [null, null]] }],
  abs: [{ name: 'nulls', input: { n: NONE }, gives: ['int64', [null, null]] }],
  upper: [{ name: 'nulls', input: { n: NONE }, gives: ['utf8', [null, null]] }],
  ...Object.fromEntries(['contains', 'startsWith', 'endsWith'].map(name => [name, beside('utf8', ['a', ''], BOOL)])),
  not: [{ name: 'nulls', input: { n: NONE }, gives: ['bool', [null, null]] }],
  and: [
    { name: 'nulls and bools', input: { n: NONE, p: ['bool', TRUTH] }, gives: ['bool', [null, false]] },
    { name: 'bools and nulls', input: { p: ['bool', TRUTH], n: NONE }, gives: ['bool', [null, false]] },
    { name: 'nulls alone', input: { n: NONE, m: NONE }, gives: ['bool', [null, null]] },
  ],
  or: [
    { name: 'nulls and bools', input: { n: NONE, p: ['bool', TRUTH] }, gives: ['bool', [true, null]] },
    { name: 'bools and nulls', input: { p: ['bool', TRUTH], n: NONE }, gives: ['bool', [true, null]] },
  ],
};
