import { formatType, isBinary, isString, valueType, type DataType } from './types.js';

/** Whether a declared name or full type stands for the type found: one name for all encodings of the same values. */
export function acceptsType(declared: string | DataType, found: DataType): boolean {
  if (typeof declared !== 'string') return formatType(declared) === formatType(found);
  const value = valueType(found);
  if (value.id === declared) return true;
  if (declared === 'utf8') return isString(value);
  if (declared === 'binary') return isBinary(value);
  return declared === 'list' && (value.id === 'largeList' || value.id === 'fixedSizeList');
}
