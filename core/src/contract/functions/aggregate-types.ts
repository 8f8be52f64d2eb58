import { MOST_DIGITS } from '../data/decimal.js';
import { familyOf, isFloat, isInteger, valueType, type DataType } from '../data/types.js';
import type { AggregateFunctionDefinition, AggregateOption } from './definition.js';
import { FLOAT64, INT64, isNumber } from './numeric-types.js';

/** Types of results of aggregates, and the options that several of them take. */

export const ordered = (type: DataType): DataType | undefined =>
  familyOf(type) === 'nested' || type.id === 'null' ? undefined : type;

/** Values count, whether a dictionary holds them or not. */
export function total(type: DataType): DataType | undefined {
  const value = valueType(type);
  if (value.id === 'decimal') return { ...value, precision: MOST_DIGITS };
  if (value.id === 'duration') return value;
  if (isFloat(value)) return FLOAT64;
  return isInteger(value) ? INT64 : undefined;
}

export function mean(type: DataType): DataType | undefined {
  const value = valueType(type);
  if (value.id === 'duration') return value;
  return isNumber(value) ? FLOAT64 : undefined;
}

export const ofNumbers = (type: DataType): DataType | undefined => (isNumber(valueType(type)) ? FLOAT64 : undefined);

/** A list of values of a type; of a dictionary those that it holds. */
export function listed(type: DataType): DataType | undefined {
  const item = ordered(valueType(type));
  return item && { id: 'list', item: { name: 'item', type: item, nullable: true } };
}

export const ofBools = (type: DataType): DataType | undefined => (valueType(type).id === 'bool' ? { id: 'bool' } : undefined);

export const DDOF: AggregateOption = {
  accepts: 'an integer from 0 to 2^31 - 1',
  check: value => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31,
  default: 1,
};

export const IGNORE_NULLS: AggregateOption = {
  accepts: 'true or false',
  check: value => typeof value === 'boolean',
  default: false,
};

export const FRACTION: AggregateOption = {
  accepts: 'a number from 0 to 1',
  check: value => typeof value === 'number' && value >= 0 && value <= 1,
};

export const SEPARATOR: AggregateOption = {
  accepts: 'a text without half of a surrogate pair',
  check: value => typeof value === 'string' && value.isWellFormed(),
};

export const BIAS: AggregateOption = { ...IGNORE_NULLS };
export const DESCENDING: AggregateOption = { ...IGNORE_NULLS };

export const BREAKS: AggregateOption = {
  accepts: 'an array of two or more finite numbers, each greater than the one before, as in [0, 10, 20]',
  check: value =>
    Array.isArray(value) &&
    value.length >= 2 &&
    Array.from<unknown>(value).every((each, i, all) => Number.isFinite(each) && (i === 0 || Number(each) > Number(all[i - 1]))),
};

/** The second column of an aggregate of pairs of numbers. */
export const NUMBERS: NonNullable<AggregateFunctionDefinition['second']> = {
  accepts: 'numbers',
  fits: type => isNumber(valueType(type)),
};

/** The second column that decides by its order which row is taken. */
export const ORDERED: NonNullable<AggregateFunctionDefinition['second']> = {
  accepts: 'values that have an order',
  fits: type => ordered(type) !== undefined,
};
