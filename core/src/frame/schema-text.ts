import { formatType, parseType, valueType, type DataType, type Schema } from '../contract/data/index.js';

/**
 * A schema as TypeScript, to paste into a program: what `readParquet(path, { schema })` and `readCsv` take, so that the compiler knows the columns.
 *
 * @example
 * console.log(formatSchema(await readParquet('trips.parquet').schema()));
 * // const schema = {
 * //   id: 'int64',
 * //   'pick-up': 'timestamp[us, UTC]',
 * // } as const;
 */
export function formatSchema(schema: Schema, name = 'schema'): string {
  const lines = schema.map(field => `  ${keyOf(field.name)}: ${typeText(valueType(field.type))},\n`);
  return `const ${name} = {\n${lines.join('')}} as const;`;
}

/** `__proto__: …` would be the prototype of the object, unless it is computed. */
function keyOf(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textOf(name);
}

/** Its text where that says all, else the type in full. */
function typeText(type: DataType): string {
  const text = formatType(type);
  const read = parseType(text);
  return read !== undefined && formatType(read) === text ? textOf(text) : JSON.stringify(type);
}

/** In single quotes; what JSON escapes, JavaScript does, and two line breaks more are none in its texts since ES2019. */
const textOf = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
