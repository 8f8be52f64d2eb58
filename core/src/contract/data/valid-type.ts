import { parseType } from './type-text.js';
import { formatType, type DataType } from './types.js';

/** Whether a value is a whole type with all that belongs to it, such as the precision and scale of a decimal. */
export function isDataType(value: unknown, level = 0): value is DataType {
  if (!isObject(value) || level > 64) return false;
  const inner = (member: unknown): boolean => isDataType(member, level + 1);
  switch (value['id']) {
    case 'dictionary':
      return inner(value['index']) && inner(value['values']) && typeof value['ordered'] === 'boolean';
    case 'list':
    case 'largeList':
      return isField(value['item'], inner);
    case 'fixedSizeList':
      return isField(value['item'], inner) && isCount(value['size']);
    case 'struct':
      return Array.isArray(value['fields']) && value['fields'].every(member => isField(member, inner));
    case 'map': {
      const entries = value['entries'];
      return isField(entries, inner) && isObject(entries) && isPair(entries['type']) && typeof value['keysSorted'] === 'boolean';
    }
    default:
      return typeof value['id'] === 'string' && isFlat(value);
  }
}

const isPair = (type: unknown): boolean =>
  isObject(type) && type['id'] === 'struct' && Array.isArray(type['fields']) && type['fields'].length === 2;

const isField = (value: unknown, isInner: (type: unknown) => boolean): boolean =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['nullable'] === 'boolean' && isInner(value['type']);

/** A type without others inside it is one when its text can be read again. */
const isFlat = (value: { readonly [member: string]: unknown }): boolean =>
  parseType(formatType({ timezone: null, ...value } as DataType)) !== undefined;

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isObject = (value: unknown): value is { readonly [member: string]: unknown } => typeof value === 'object' && value !== null;
