import { formatType, valueType, type DataType } from '../data/index.js';
import type { ScalarFunctionDefinition } from '../functions/index.js';

/** What a function of nulls alone may be of: the first that it accepts. */
const ALONE: readonly DataType[] = [{ id: 'bool' }, { id: 'int64' }, { id: 'utf8' }];
/** The same for functions that accept none of these. */
const INSTANTS: readonly DataType[] = [{ id: 'timestamp', unit: 'us', timezone: null }];

/**
 * The type that operands of type `null`, which hold nothing else, are taken as: that of the others, or what goes with it, such as a duration with a timestamp.
 * Undefined where no type fits, or where the result would be of one type or another: a timestamp minus a duration is a timestamp, and minus a timestamp a duration.
 */
export function typeOfNulls(
  definition: ScalarFunctionDefinition,
  types: readonly DataType[],
  to: DataType | undefined,
): DataType | undefined {
  if (types.every(type => type.id !== 'null')) return undefined;
  const other = types.find(type => type.id !== 'null');
  const fitting = (from: readonly DataType[]) =>
    from.flatMap(candidate => {
      const result = definition.result(
        types.map(type => (type.id === 'null' ? candidate : type)),
        to,
      );
      return result ? [{ candidate, result: formatType(result) }] : [];
    });
  const found = fitting(other ? besides(other) : ALONE);
  const all = other || found.length > 0 ? found : fitting(INSTANTS);
  const [first] = all;
  return all.every(({ result }) => result === first?.result) ? first?.candidate : undefined;
}

function besides(other: DataType): readonly DataType[] {
  const same = valueType(other);
  switch (same.id) {
    case 'timestamp':
    case 'time':
    case 'duration':
      return [same, { id: 'duration', unit: same.unit }, { id: 'int64' }];
    case 'date':
      return [same, { id: 'duration', unit: same.unit === 'day' ? 's' : 'ms' }];
    default:
      return [same];
  }
}
