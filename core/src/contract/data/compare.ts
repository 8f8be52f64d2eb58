import { compareText } from './text.js';
import { familyOf, valueType, type DataType } from './types.js';

/**
 * The order of two values of a type, as `columnReader` gives them, neither of them null: negative, zero or positive.
 * Numbers by value, -0 equal to 0, NaN equal to itself and after all others; strings and binary by bytes; false before true; instants by time.
 */
export function compareValues(type: DataType, a: unknown, b: unknown): number {
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint'))
    return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  throw new TypeError(`values of type ${valueType(type).id} (${familyOf(type)}) have no order`);
}

/** Exact between number and bigint: nothing is rounded. */
export function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  // What is left: NaN on a side, or a number equal to a bigint.
  return Number(isNaN(a)) - Number(isNaN(b));
}
const isNaN = (value: number | bigint): boolean => typeof value === 'number' && Number.isNaN(value);
