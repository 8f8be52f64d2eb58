import { familyOf, valueType } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import type { Vector } from './vector.js';

/** An argument of the call as a vector of step 0. */
export function constantVector(declared: DataType, value: unknown): Vector {
  const type = valueType(declared);
  const validity = value === null || value === undefined ? new Uint8Array(1) : undefined;
  const head = { type, step: 0, validity } as const;
  switch (familyOf(type)) {
    case 'bool':
      return { ...head, form: 'bool', values: Uint8Array.of(value === true ? 1 : 0) };
    case 'string':
    case 'binary': {
      const data =
        typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : new Uint8Array(0);
      return { ...head, form: 'bytes', offsets: Int32Array.of(0, data.length), data };
    }
    case 'null':
    case 'nested':
      return { ...head, form: 'opaque' };
    default:
      return numericConstant(head, value);
  }
}

function numericConstant(
  head: { readonly type: DataType; readonly step: 0; readonly validity: Uint8Array | undefined },
  value: unknown,
): Vector {
  if (typeof value === 'bigint' && (head.type.id === 'decimal' || !isSafe(value)))
    return { ...head, form: 'bigint', values: [value] };
  if (value === null || value === undefined)
    return head.type.id === 'decimal'
      ? { ...head, form: 'bigint', values: [0n] }
      : { ...head, form: 'number', values: new Float64Array(1) };
  if (typeof value !== 'number' && typeof value !== 'bigint')
    throw new TypeError(`a ${head.type.id} argument is a ${typeof value}`);
  return { ...head, form: 'number', values: Float64Array.of(Number(value)) };
}

const isSafe = (value: bigint): boolean => value >= -9007199254740991n && value <= 9007199254740991n;
