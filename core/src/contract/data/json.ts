import type { Json } from '../errors/json.js';

export type { Json, JsonObject } from '../errors/json.js';
export type MaybePromise<T> = T | Promise<T>;

/** JSON text with sorted keys: equal values give equal text, whatever order they were written in. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map(key => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`;
}

export function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
