import { familyOf, formatType, isFloat, isInteger, isNumeric, valueType, type DataType } from '../data/types.js';
import type { ScalarFunction } from './expression.js';

/** What a scalar function accepts and returns. `undefined` from `result` means: does not accept these types. */
interface FunctionDefinition {
  /** revision of the catalogue that brought it; default 1 */
  readonly since?: number;
  readonly arity: 1 | 2;
  readonly accepts: string;
  result(types: readonly DataType[], to: DataType | undefined): DataType | undefined;
}

const BOOL: DataType = { id: 'bool' };
const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };

/** Integers of any width give int64; any float gives float64. Decimal arithmetic is not in this version. */
const arithmetic = (types: readonly DataType[]): DataType | undefined => {
  if (!types.every(type => isInteger(type) || isFloat(type))) return undefined;
  return types.some(isFloat) ? FLOAT64 : INT64;
};
const comparison = (types: readonly DataType[]): DataType | undefined => {
  const [left, right] = types.map(familyOf);
  return left === right && left !== 'nested' ? BOOL : undefined;
};
const logical = (types: readonly DataType[]): DataType | undefined =>
  types.every(type => type.id === 'bool') ? BOOL : undefined;

const binaryArithmetic: FunctionDefinition = { arity: 2, accepts: 'two integers or floats', result: arithmetic };
const compare: FunctionDefinition = {
  arity: 2,
  accepts: 'two values of one family (numbers, strings, binary, bool, instants)',
  result: comparison,
};
const nullTest: FunctionDefinition = { arity: 1, accepts: 'any value', result: () => BOOL };

export const SCALAR_FUNCTIONS: { readonly [name in ScalarFunction]: FunctionDefinition } = {
  add: binaryArithmetic,
  subtract: binaryArithmetic,
  multiply: binaryArithmetic,
  divide: { arity: 2, accepts: 'two integers or floats', result: types => (arithmetic(types) ? FLOAT64 : undefined) },
  floorDivide: binaryArithmetic,
  modulo: binaryArithmetic,
  negate: { arity: 1, accepts: 'an integer or float', result: arithmetic },
  equal: compare,
  notEqual: compare,
  less: compare,
  lessEqual: compare,
  greater: compare,
  greaterEqual: compare,
  and: { arity: 2, accepts: 'two bools', result: logical },
  or: { arity: 2, accepts: 'two bools', result: logical },
  not: { arity: 1, accepts: 'a bool', result: logical },
  isNull: nullTest,
  isNotNull: nullTest,
  cast: {
    arity: 1,
    accepts: 'a value that can be converted',
    result: ([from], to) => (from && to && canCast(from, to) ? to : undefined),
  },
};

/** As the revisions say, whatever becomes of the table later: a function that is added to it belongs to none of them. */
const SINCE: ReadonlyMap<string, number> = new Map(
  Object.entries(SCALAR_FUNCTIONS).map(([name, { since = 1 }]) => [name, since]),
);

/**
 * The revision of the catalogue that brought a scalar function. An engine that claims a revision without listing functions evaluates those of that revision
 * and no later one. `undefined`: of no revision, so only engines that list it have it.
 */
export const functionSince = (name: string): number | undefined => SINCE.get(name);

/** Whether a checked cast between two types exists at all; single values may still fail with `CAST_FAILED`. */
export function canCast(from: DataType, to: DataType): boolean {
  const source = valueType(from);
  const [a, b] = [familyOf(source), familyOf(to)];
  if (formatType(source) === formatType(to) || source.id === 'null') return true;
  if (a === 'nested' || b === 'nested' || to.id === 'dictionary' || to.id === 'null') return false;
  if (a === 'numeric' && b === 'numeric') return true;
  if ((a === 'bool' && b === 'numeric' && isInteger(to)) || (a === 'numeric' && isInteger(source) && b === 'bool')) return true;
  if (a === 'string' && (b === 'numeric' || b === 'string'))
    return isNumeric(to) ? to.id !== 'decimal' && to.id !== 'float16' : true;
  if (b === 'string') return (a === 'numeric' && source.id !== 'float16') || a === 'bool';
  return a === b && (a === 'instant' || a === 'binary' || a === 'time' || a === 'duration');
}
