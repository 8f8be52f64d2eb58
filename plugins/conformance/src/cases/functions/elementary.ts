import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { ANGLES, ARGUMENTS, LOGARITHMS, POWERS, VALUES } from './elementary-values.js';
import { INT_MAX, INT_MIN, NINES, decimal } from './types.js';

const { NaN: nan } = Number;
const NONE: LiteralColumn = ['null', [null, null]];
const NO_FLOATS: LiteralColumn = ['float64', [null, null]];
const dictionary = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'float64' }, ordered: false } as const;

/** Of one number: the value for 0 and for 1 stand for what is the same of every type. */
const ofOne = (name: string): readonly FunctionCase[] => {
  const values = VALUES[name] ?? [];
  const [zero = nan, , one = nan] = values;
  const of = (what: string, input: LiteralColumn, gives: LiteralColumn): FunctionCase => ({
    name: what,
    input: { x: input },
    gives,
  });
  return [
    of('floats', ['float64', [...ARGUMENTS, null]], ['float64', [...values, null]]),
    of('float16', ['float16', [1, null, 0]], ['float64', [one, null, zero]]),
    of('float32', ['float32', [0, 1]], ['float64', [zero, one]]),
    of('integers', ['int64', [1n, 0n, null]], ['float64', [one, zero, null]]),
    of('uint8', ['uint8', [1, 0]], ['float64', [one, zero]]),
    of('decimals', [decimal(38, 2), [100n, 0n, null]], ['float64', [one, zero, null]]),
    of('a dictionary', [dictionary, [1, null, 1]], ['float64', [one, null, one]]),
    { name: 'a literal', input: { x: ['int8', [1, 2]] }, operands: [literal(1)], gives: ['float64', [one, one]] },
    of('nulls', NONE, NO_FLOATS),
    of('no rows', ['float32', []], ['float64', []]),
    { name: 'a text is no number', input: { x: ['utf8', ['1']] }, gives: { error: 'TYPE_MISMATCH' } },
  ];
};

type Triple = readonly [first: number, second: number, value: number];
const ofTwo = (triples: readonly Triple[]): readonly FunctionCase[] => {
  const [firsts, seconds, values] = [0, 1, 2].map(at => triples.map(triple => triple[at] ?? nan));
  const [first, second, value] = triples[1] ?? [0, 0, 0];
  return [
    {
      name: 'floats',
      input: { x: ['float64', [...(firsts ?? []), 1, null]], y: ['float64', [...(seconds ?? []), null, 1]] },
      gives: ['float64', [...(values ?? []), null, null]],
    },
    {
      name: 'a column and a literal',
      input: { x: ['float64', [first, null]] },
      operands: [column('x'), literal(second)],
      gives: ['float64', [value, null]],
    },
    {
      name: 'a literal and a column',
      input: { y: ['float64', [second, null]] },
      operands: [literal(first), column('y')],
      gives: ['float64', [value, null]],
    },
    { name: 'nulls', input: { x: NONE, y: ['float64', [1, 2]] }, gives: NO_FLOATS },
    { name: 'nulls on the right', input: { x: ['float64', [1, 2]], y: NONE }, gives: NO_FLOATS },
    { name: 'no rows', input: { x: ['int8', []], y: ['float32', []] }, gives: ['float64', []] },
    { name: 'a text is no number', input: { x: ['float64', [1]], y: ['utf8', ['1']] }, gives: { error: 'TYPE_MISMATCH' } },
  ];
};
const withIntegers = (x: number, y: number, gives: number): FunctionCase => ({
  name: 'integers and a fraction',
  input: { x: ['int64', [BigInt(x), null]] },
  operands: [column('x'), literal(y)],
  gives: ['float64', [gives, null]],
});

/** The same whichever way halves go. */
const rounding = (halves: 'away' | 'even'): readonly FunctionCase[] => {
  const away = halves === 'away';
  const to = (name: string, input: LiteralColumn, digits: bigint | null, gives: FunctionCase['gives']): FunctionCase => ({
    name,
    input: { x: input },
    operands: [column('x'), literal(digits)],
    gives,
  });
  return [
    to(
      'floats to two digits',
      ['float64', [2.675, 1.005, 0.125, -0.125, 0.375, 1e22, -0, nan, Infinity, null, 0.004, -0.004]],
      2n,
      ['float64', [2.67, 1, away ? 0.13 : 0.12, away ? -0.13 : -0.12, 0.38, 1e22, -0, nan, Infinity, null, 0, -0]],
    ),
    to('floats to tens', ['float64', [25, -35, 24.9, 4, 1e300, -5]], -1n, [
      'float64',
      [away ? 30 : 20, -40, 20, 0, 1e300, away ? -10 : -0],
    ]),
    to('floats to more digits than they have', ['float64', [5e-324, 0.1, 1e300]], 2000n, ['float64', [5e-324, 0.1, 1e300]]),
    to('the smallest float', ['float64', [5e-324, -5e-324]], 323n, ['float64', [0, -0]]),
    to('floats to hundreds of digits', ['float64', [1.5e-150, 2.25e-150]], 150n, ['float64', [2e-150, 2e-150]]),
    to('beyond the greatest float', ['float64', [1.7e308, 4e307]], -308n, ['float64', [Infinity, 0]]),
    to('as few digits as there are numbers', ['float64', [1e308, -1]], INT_MIN, ['float64', [0, -0]]),
    to('integers keep their digits', ['int8', [127, -128, null]], 3n, ['int64', [127n, -128n, null]]),
    to('integers to tens', ['int16', [25, 35, -25, 127]], -1n, ['int64', away ? [30n, 40n, -30n, 130n] : [20n, 40n, -20n, 130n]]),
    to('integers to nothing', ['int64', [INT_MAX, INT_MIN]], -40n, ['int64', [0n, 0n]]),
    to('beyond int64', ['int64', [INT_MAX]], -1n, { error: 'INTEGER_OVERFLOW' }),
    to('uint64', ['uint64', [2n ** 64n - 1n]], -19n, { error: 'INTEGER_OVERFLOW' }),
    {
      ...to('beyond int64 is null', ['int64', [INT_MAX, 14n]], -1n, ['int64', [null, 10n]]),
      overflow: 'null',
    },
    to('decimals', [decimal(5, 2), [99_999n, 12_345n, -12_345n, null]], 1n, [
      decimal(6, 2),
      away ? [100_000n, 12_350n, -12_350n, null] : [100_000n, 12_340n, -12_340n, null],
    ]),
    to('decimals keep their digits', [decimal(5, 2), [1n]], 9n, [decimal(6, 2), [1n]]),
    to('decimals of 38 digits', [decimal(38, 38), [NINES]], 37n, { error: 'DECIMAL_OVERFLOW' }),
    to('decimals of a negative scale', [decimal(3, -2), [149n, 150n]], -4n, [decimal(4, -2), [100n, 200n]]),
    {
      name: 'numbers of digits from a column',
      input: { x: ['float64', [1.26, 1.26, 126, null]], n: ['int8', [1, 0, -1, 1]] },
      gives: ['float64', [1.3, 1, 130, null]],
    },
    {
      name: 'a number of digits that is null',
      input: { x: ['int64', [1n, 15n]], n: ['int64', [null, -1n]] },
      gives: ['int64', [null, 20n]],
    },
    to('a null', ['float64', [1.5, 2]], null, ['float64', [null, null]]),
    to('of nulls', NONE, 1n, ['float64', [null, null]]),
    to('no rows', ['float32', []], 1n, ['float64', []]),
  ];
};

export const elementaryCases: FunctionCases = {
  ...Object.fromEntries(Object.keys(VALUES).map(name => [name, ofOne(name)])),
  pow: [...ofTwo(POWERS), withIntegers(4, 0.5, 2)],
  atan2: [...ofTwo(ANGLES), withIntegers(0, 0.5, 0)],
  log: [...ofTwo(LOGARITHMS), withIntegers(4, 0.5, -2)],
  roundTo: rounding('away'),
  roundEven: [
    ...rounding('even'),
    { name: 'to whole numbers', input: { x: ['float64', [0.5, 1.5, 2.5, -0.5]] }, gives: ['float64', [0, 2, 2, -0]] },
  ],
};
