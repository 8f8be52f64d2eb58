import { isNested, valueType, type DataType } from '../data/types.js';
import type { AggregateOption } from './definition.js';
import { FLOAT64, INT64, isNumber } from './numeric-types.js';

/** A window function that is no aggregate: one value per row, from the rows of its partition in their order. */
export interface WindowFunctionDefinition {
  /** completes "accepts …"; undefined: it takes no column */
  readonly accepts?: string;
  /** The type of the result for a column, or for none; undefined when it does not accept it. */
  result(type: DataType | undefined): DataType | undefined;
  /** Whether it may be given a second column of the type of the first: the value where there is no row. */
  readonly second?: true;
  readonly options?: { readonly [option: string]: AggregateOption };
  /** It says nothing without an order. */
  readonly ordered?: true;
  /** It looks at a frame; others at the partition. */
  readonly framed?: true;
  readonly nulls: 'never' | 'own';
  readonly summary: string;
  readonly type: string;
}

const COUNT: AggregateOption = {
  accepts: 'an integer from 1 to 2^31 - 1',
  check: value => Number.isInteger(value) && (value as number) >= 1 && (value as number) < 2 ** 31,
};

const DISTANCE: AggregateOption = {
  accepts: 'an integer from -(2^31 - 1) to 2^31 - 1',
  check: value => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  default: 1,
};

const SHARE: AggregateOption = {
  accepts: 'a number above 0, at most 1',
  check: value => typeof value === 'number' && value > 0 && value <= 1,
};

const whole = (type: DataType | undefined): DataType | undefined => (type === undefined ? INT64 : undefined);
const share = (type: DataType | undefined): DataType | undefined => (type === undefined ? FLOAT64 : undefined);
const same = (type: DataType | undefined): DataType | undefined => type;
const flat = (type: DataType | undefined): DataType | undefined =>
  type === undefined || isNested(valueType(type)) || type.id === 'null' ? undefined : type;

const BUILT_IN = {
  rowNumber: {
    result: whole,
    nulls: 'never',
    summary: 'The number of the row in its partition, from 1 on.',
    type: 'int64',
  },
  rank: {
    result: whole,
    ordered: true,
    nulls: 'never',
    summary: 'One more than the rows before that are not its peers: peers share a rank, and the ranks after it are left out.',
    type: 'int64',
  },
  denseRank: {
    result: whole,
    ordered: true,
    nulls: 'never',
    summary: 'The number of its group of peers, from 1 on: no rank is left out.',
    type: 'int64',
  },
  percentRank: {
    result: share,
    ordered: true,
    nulls: 'never',
    summary: '(rank - 1) / (rows of the partition - 1), in float64; 0 where there is one row.',
    type: 'float64',
  },
  cumeDist: {
    result: share,
    ordered: true,
    nulls: 'never',
    summary: 'The share of the rows of the partition that are not after it: its peers and those before, in float64.',
    type: 'float64',
  },
  ntile: {
    result: whole,
    options: { n: COUNT },
    nulls: 'never',
    summary:
      'The number, from 1 to `n`, of its part of the partition, which is cut into `n` parts as even as can be, larger ones first.',
    type: 'int64',
  },
  lag: {
    accepts: 'any column',
    result: same,
    second: true,
    options: { offset: DISTANCE },
    nulls: 'own',
    summary:
      'The value `offset` rows before (after it, below 0) in the partition. Where there is no such row, null, or the value of `second` in the row itself.',
    type: 'that of the column',
  },
  lead: {
    accepts: 'any column',
    result: same,
    second: true,
    options: { offset: DISTANCE },
    nulls: 'own',
    summary: 'As lag, `offset` rows after it.',
    type: 'that of the column',
  },
  nthValue: {
    accepts: 'values that are not nested',
    result: flat,
    options: { n: COUNT },
    framed: true,
    nulls: 'own',
    summary: 'The value of row `n` of the frame, from 1 on; null where the frame has fewer.',
    type: 'that of the column',
  },
  ewmMean: {
    accepts: 'numbers',
    result: type => (type && isNumber(valueType(type)) ? FLOAT64 : undefined),
    options: { alpha: SHARE },
    nulls: 'own',
    summary:
      'The exponentially weighted mean of the values up to the row, the value k rows before it weighing (1 - alpha)^k; null where the row is null. In float64, from w = 1 and the first value as m: for each row after it w := w × (1 - alpha), and for a value x then m := (w × m + x) / (w + 1), unless x is m, and w := w + 1.',
    type: 'float64',
  },
} as const satisfies { readonly [name: string]: WindowFunctionDefinition };

export type WindowFunction = keyof typeof BUILT_IN;

/** Every window function that is no aggregate, by name. */
export const WINDOW_FUNCTIONS: { readonly [name in WindowFunction]: WindowFunctionDefinition } = BUILT_IN;

export const isWindowFunction = (name: unknown): name is WindowFunction =>
  typeof name === 'string' && Object.hasOwn(WINDOW_FUNCTIONS, name);
