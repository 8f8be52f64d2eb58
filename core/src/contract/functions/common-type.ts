import { MOST_DIGITS } from '../data/decimal.js';
import { familyOf, formatType, valueType, type DataType } from '../data/types.js';
import { FLOAT64, INT64, asDecimal, numberKind } from './numeric-types.js';
import { finer } from './temporal-types.js';

/**
 * The type that holds the values of all these types, so that they can stand in one column: the type itself where they agree; int64 of integers of different widths,
 * float64 with floats, a decimal with all digits of each; the finer unit of dates, times, durations and timestamps of one zone. Undefined where there is none, or where it
 * is nested.
 */
export function commonType(given: readonly DataType[]): DataType | undefined {
  const types = given.map(valueType);
  const [first] = types;
  if (!first || types.some(type => familyOf(type) === 'nested' || familyOf(type) !== familyOf(first))) return undefined;
  if (types.every(type => formatType(type) === formatType(first))) return first;
  return familyOf(first) === 'numeric' ? commonNumber(types) : types.reduce<DataType | undefined>(pairOf, first);
}

function commonNumber(types: readonly DataType[]): DataType | undefined {
  switch (numberKind(types)) {
    case 'float':
      return FLOAT64;
    case 'integer':
      // Only a decimal holds all values of uint64 and of a signed integer.
      return types.some(type => type.id === 'uint64') ? undefined : INT64;
    default: {
      const decimals = types.flatMap(type => asDecimal(type) ?? []);
      const scale = Math.max(...decimals.map(type => type.scale));
      const precision = Math.max(...decimals.map(type => type.precision - type.scale)) + scale;
      return precision > MOST_DIGITS ? undefined : { id: 'decimal', precision, scale };
    }
  }
}

function pairOf(a: DataType | undefined, b: DataType): DataType | undefined {
  if (!a || formatType(a) === formatType(b)) return a;
  switch (a.id) {
    case 'date':
      return b.id === 'date' ? { id: 'date', unit: 'millisecond' } : undefined;
    case 'timestamp':
      return b.id === 'timestamp' && a.timezone === b.timezone ? { ...a, unit: finer(a.unit, b.unit) } : undefined;
    case 'time':
    case 'duration':
      return b.id === a.id ? { id: a.id, unit: finer(a.unit, b.unit) } : undefined;
    default:
  }
  if (familyOf(a) === 'string') return { id: 'largeUtf8' };
  return familyOf(a) === 'binary' ? { id: 'largeBinary' } : undefined;
}

/** In the words of records. */
export const COMMON_TYPE =
  'the type common to the values: theirs where they agree, int64 of integers of different widths, float64 with floats, a decimal with all digits of each, the finer unit';

/** The type of operands that are all of one, which may stand in a column; of nulls alone a column of nulls. */
export function sameType(types: readonly DataType[]): DataType | undefined {
  const [first] = types;
  if (!first || familyOf(first) === 'nested') return undefined;
  return types.every(type => formatType(type) === formatType(first)) ? valueType(first) : undefined;
}
