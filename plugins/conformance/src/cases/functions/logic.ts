import { column, literal } from '../expressions.js';
import type { FunctionCases } from './case.js';

const TRUTH = {
  p: ['bool', [true, true, true, false, false, false, null, null, null]],
  q: ['bool', [true, false, null, true, false, null, true, false, null]],
} as const;

export const logicCases: FunctionCases = {
  and: [{ name: 'three-valued', input: TRUTH, gives: ['bool', [true, false, null, false, false, false, null, false, null]] }],
  or: [{ name: 'three-valued', input: TRUTH, gives: ['bool', [true, true, true, true, false, null, true, null, null]] }],
  xor: [
    { name: 'null if either is', input: TRUTH, gives: ['bool', [false, true, null, true, false, null, null, null, null]] },
    {
      name: 'a literal',
      input: { p: ['bool', [true, false, null]] },
      operands: [literal(true), column('p')],
      gives: ['bool', [false, true, null]],
    },
    { name: 'a column of type null', input: { p: ['bool', [true]], n: ['null', [null]] }, gives: ['bool', [null]] },
  ],
  not: [{ name: 'of null is null', input: { p: ['bool', [true, false, null]] }, gives: ['bool', [false, true, null]] }],
  isNull: [
    {
      name: 'NaN is not null',
      input: { x: ['float64', [Number.NaN, null, 0]] },
      gives: ['bool', [false, true, false], 'required'],
    },
  ],
  isNotNull: [
    {
      name: 'NaN is a value',
      input: { x: ['float64', [Number.NaN, null, 0]] },
      gives: ['bool', [true, false, true], 'required'],
    },
  ],
};
