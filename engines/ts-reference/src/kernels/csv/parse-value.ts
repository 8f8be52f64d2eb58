import { instantValue, isInteger, parseDecimal, parseInstant } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { parseFloating, parseInteger } from '../expression/cast.js';

/** Turns the text of a field into a value as `columnFromValues` takes it; undefined when it is not of the type. */
export type ParseValue = (text: string) => unknown;

/** undefined when fields of a CSV file cannot be of that type. */
export function valueParser(type: DataType): ParseValue | undefined {
  if (isInteger(type)) return parseInteger(type);
  switch (type.id) {
    case 'utf8':
    case 'largeUtf8':
    case 'utf8View':
      return text => text;
    case 'float32':
    case 'float64': {
      const parse = parseFloating(type);
      return text => parse(text) ?? wordValue(text);
    }
    case 'bool':
      return text => (text === 'true' ? true : text === 'false' ? false : undefined);
    case 'decimal':
      return text => {
        const unscaled = parseDecimal(text, type.scale);
        const limit = 10n ** BigInt(type.precision);
        return unscaled !== undefined && unscaled < limit && unscaled > -limit ? unscaled : undefined;
      };
    case 'date':
      return text => {
        const midnight = DATE.test(text) ? parseInstant(text) : undefined;
        const value = midnight && instantValue(type, midnight.nanoseconds);
        return value !== undefined && type.unit === 'day' ? Number(value) : value;
      };
    case 'timestamp':
      return text => {
        const instant = parseInstant(text);
        return instant && instantValue(type, instant.nanoseconds);
      };
    default:
      return undefined;
  }
}

/** What other writers put for numbers that have no digits. */
const wordValue = (text: string): number | undefined => {
  const word = WORD.exec(text);
  if (!word) return undefined;
  if (word[2] === undefined) return Number.NaN;
  return word[1] === '-' ? -Infinity : Infinity;
};
const WORD = /^([+-]?)(?:(inf|infinity)|nan)$/i;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
