import { isInteger, parseDecimal, unitsPerSecond } from '@parquetframe/core/engine';
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
    case 'float64':
      return parseFloating(type);
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
        const midnight = DATE.test(text) ? Date.parse(text) : Number.NaN;
        if (Number.isNaN(midnight)) return undefined;
        return type.unit === 'day' ? midnight / 86_400_000 : BigInt(midnight);
      };
    case 'timestamp':
      return text => parseTimestamp(text, unitsPerSecond(type.unit));
    default:
      return undefined;
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** ISO 8601; without an offset in UTC. Digits beyond the unit must be zero. */
function parseTimestamp(text: string, perSecond: bigint): bigint | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '00:00:00', fraction = '', offset = 'Z'] = match;
  const milliseconds = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${offset}`);
  if (Number.isNaN(milliseconds)) return undefined;
  const nanoseconds = BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  const perUnit = 1_000_000_000n / perSecond;
  const value = nanoseconds / perUnit;
  return value * perUnit === nanoseconds && BigInt.asIntN(64, value) === value ? value : undefined;
}
