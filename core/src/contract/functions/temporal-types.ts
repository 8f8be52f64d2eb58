import { unitsPerSecond } from '../data/coerce.js';
import { isInteger, valueType, type DataType, type TimeUnit } from '../data/types.js';

/** The unit in which the values of a type can be added and subtracted; a day is a number of seconds. */
function unitOf(type: DataType): TimeUnit | undefined {
  switch (type.id) {
    case 'timestamp':
    case 'time':
    case 'duration':
      return type.unit;
    case 'date':
      return type.unit === 'day' ? 's' : 'ms';
    default:
      return undefined;
  }
}

/** The finer of two units. */
export const finer = (a: TimeUnit, b: TimeUnit): TimeUnit => (unitsPerSecond(a) >= unitsPerSecond(b) ? a : b);

const units = (types: readonly DataType[]): readonly [DataType, DataType, TimeUnit] | undefined => {
  const [left, right] = types.map(valueType);
  const [a, b] = [left && unitOf(left), right && unitOf(right)];
  return left && right && a && b ? [left, right, finer(a, b)] : undefined;
};

/** timestamp + duration (either way around), duration + duration; in the finer of the units. */
export function temporalSum(types: readonly DataType[]): DataType | undefined {
  const found = units(types);
  if (!found) return undefined;
  const [left, right, unit] = found;
  if (left.id === 'duration' && right.id === 'duration') return { id: 'duration', unit };
  if (left.id === 'timestamp' && right.id === 'duration') return { ...left, unit };
  return left.id === 'duration' && right.id === 'timestamp' ? { ...right, unit } : undefined;
}

/** Two instants, times or durations give a duration; timestamp − duration is a timestamp. */
export function temporalDifference(types: readonly DataType[]): DataType | undefined {
  const found = units(types);
  if (!found) return undefined;
  const [left, right, unit] = found;
  const instants = [left, right].every(({ id }) => id === 'timestamp' || id === 'date');
  if (instants || (left.id === right.id && left.id !== 'timestamp')) return { id: 'duration', unit };
  return left.id === 'timestamp' && right.id === 'duration' ? { ...left, unit } : undefined;
}

/** A duration so many times, either way around. */
export function temporalProduct(types: readonly DataType[]): DataType | undefined {
  const [left, right] = types;
  if (left?.id === 'duration' && right && isInteger(right)) return left;
  return right?.id === 'duration' && left && isInteger(left) ? right : undefined;
}
