import type { Json, JsonObject } from '@parquetframe/core/engine';
import { ProtocolError } from './protocol-error.js';

/**
 * Values of arguments, notes, statistics and records as JSON, faithfully: what JSON lacks is an object with the one key `$` and its value in `v`.
 * Only data: a function or symbol is refused.
 * @throws TypeError for a value that is not data
 */
export function encodeValue(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : tagged('number', numberText(value));
  if (typeof value === 'bigint') return tagged('bigint', value.toString());
  if (value === undefined) return { $: 'undefined' };
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot be passed to another process`);
  if (Array.isArray(value)) return value.map(encodeValue);
  if (value instanceof Date) return tagged('date', encodeValue(value.getTime()));
  if (value instanceof Uint8Array)
    return tagged('bytes', Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'));
  if (ArrayBuffer.isView(value)) throw new TypeError('typed arrays other than Uint8Array cannot be passed as arguments');
  const encoded: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) encoded[key] = encodeValue(inner);
  return '$' in encoded ? tagged('object', encoded) : encoded;
}

/** @throws ProtocolError for a tag that this version does not know */
export function decodeValue(value: Json): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(decodeValue);
  if (!('$' in value)) return decodeObject(value);
  const { $: tag, v = null } = value;
  switch (typeof tag === 'string' ? tag : '') {
    case 'undefined':
      return undefined;
    case 'number':
      if (v === 'NaN' || v === 'Infinity' || v === '-Infinity' || v === '-0') return Number(v);
      break;
    case 'bigint':
      if (typeof v === 'string' && /^-?\d+$/.test(v)) return BigInt(v);
      break;
    case 'date':
      return new Date(Number(decodeValue(v)));
    case 'bytes':
      if (typeof v === 'string') return new Uint8Array(Buffer.from(v, 'base64'));
      break;
    case 'object':
      if (v !== null && typeof v === 'object' && !isArray(v)) return decodeObject(v);
      break;
  }
  throw new ProtocolError(`a value has an unknown or damaged tag ${JSON.stringify(tag)}`);
}

const tagged = (tag: string, v: Json): JsonObject => ({ $: tag, v });
const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

function decodeObject(value: JsonObject): { readonly [key: string]: unknown } {
  const decoded: { [key: string]: unknown } = {};
  for (const [key, inner] of Object.entries(value)) {
    // Assigning to __proto__ would set the prototype instead of a property.
    if (key === '__proto__') throw new ProtocolError('a value has a key that is not allowed');
    decoded[key] = decodeValue(inner);
  }
  return decoded;
}
