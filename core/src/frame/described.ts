import { received } from '../contract/errors/index.js';

const has = (value: object, ...members: readonly string[]): boolean => members.every(member => member in value);

/** Whether it is a choice that is not complete yet. */
export const isUnfinished = (value: unknown): boolean => typeof value === 'object' && value !== null && 'unfinished' in value;

const MOST_SHOWN = 6;

/** The same, but plain objects and arrays by what is in them: `{ span: 0, alpha: 2 }`, `[0.5, 2]`. For options whose values are what is wrong. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const items = Array.from<unknown, string>(value.slice(0, MOST_SHOWN), described);
    return `[${[...items, ...(value.length > MOST_SHOWN ? ['…'] : [])].join(', ')}]`;
  }
  const text = described(value);
  if (text !== 'an object' || typeof value !== 'object' || value === null) return text;
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => `${name}: ${described(member)}`);
  if (members.length === 0) return '{}';
  return `{ ${[...members.slice(0, MOST_SHOWN), ...(members.length > MOST_SHOWN ? ['…'] : [])].join(', ')} }`;
}

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
