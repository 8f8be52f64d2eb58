const LONGEST = 60;

/** Any value in the words of a message: `"text"`, `5`, `7n`, `null`, `an array`, `an object`, `a function`. Calls no code of the value. */
export function received(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      return `${String(value)}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'symbol':
      return `the symbol ${String(value)}`;
    case 'function':
      return 'a function';
    default:
      if (value === null) return 'null';
      return Array.isArray(value) ? 'an array' : 'an object';
  }
}

/** A text as it would stand in a program, shortened where it is long. */
export const quoted = (text: string): string =>
  text.length <= LONGEST ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, LONGEST))}…`;
