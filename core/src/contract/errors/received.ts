import { types } from 'node:util';

const LONGEST = 60;

/** Any value in the words of a message: `"text"`, `5`, `7n`, `null`, `an array`, `a promise`, `an object`, `a function`. Calls no code of the value. */
export function received(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      return `${String(value)}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'symbol':
      return `the symbol ${String(value)}`;
    case 'function':
      return 'a function';
    default:
      if (typeof value !== 'object' || value === null) return String(value);
      return Array.isArray(value) ? 'an array' : kindOfObject(value);
  }
}

/** A promise is most often a call that was not awaited. */
function kindOfObject(value: object): string {
  if (types.isPromise(value)) return 'a promise (is an await missing?)';
  if (types.isMap(value)) return 'a Map';
  if (types.isSet(value)) return 'a Set';
  if (types.isDate(value)) return 'a Date';
  return 'an object';
}

/** A text as it would stand in a program, shortened where it is long. */
export const quoted = (text: string): string =>
  text.length <= LONGEST ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, LONGEST))}…`;
