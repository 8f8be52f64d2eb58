import { received } from '../contract/errors/index.js';

const has = (value: object, ...members: readonly string[]): boolean => members.every(member => member in value);

/** Whether it is a choice that is not complete yet. */
export const isUnfinished = (value: unknown): boolean => typeof value === 'object' && value !== null && 'unfinished' in value;

/** Any value in the words of a message, also what this library itself hands out: `an expression`, `an aggregate`, `a choice without .otherwise(value), …`, `a frame`, `a collected table`. */
export function described(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return received(value);
  if (value instanceof RegExp) return 'a RegExp';
  if ('unfinished' in value && typeof value.unfinished === 'string') return value.unfinished;
  if (has(value, 'node')) return 'an expression';
  if (has(value, 'function', 'input')) return 'an aggregate';
  if (has(value, 'plan', 'executor')) return 'a frame';
  if (has(value, 'provenance', 'schema')) return 'a collected table';
  return received(value);
}
