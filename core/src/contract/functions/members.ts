import { formatType, isString, valueType, type DataType } from '../data/types.js';
import { didYouMean, quoted } from '../errors/index.js';
import { functions } from './definition.js';
import { parseJsonPath } from './json-path.js';
import { signature } from './signature.js';

/** What is wrong with a path. */
function faultOfPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || parseJsonPath(path)) return undefined;
  return `${JSON.stringify(path)} is no path, which is written as in $.orders[0].city or $["a b"]`;
}

/** What is wrong with names, which come before each value. */
function faultOfNames(constants: readonly unknown[]): string | undefined {
  const names = constants.filter((_, i) => i % 2 === 0);
  const twice = names.find((name, i) => typeof name === 'string' && names.indexOf(name) !== i);
  return twice === undefined ? undefined : `there are two fields of the name ${JSON.stringify(twice)}`;
}

/** One that has no fields, which only a struct that is null in every row is taken as. */
const STRUCT: DataType = { id: 'struct', fields: [] };

/** What is within: members of JSON, and fields of structs. */
export const MEMBER_FUNCTIONS = functions({
  jsonExtract: {
    ...signature({ of: 'text', takes: ['constant text'], gives: 'utf8' }),
    check: ([, path]) => faultOfPath(path),
    nulls: 'own',
    fails: () => false,
    summary:
      'What is at a path in a text of JSON: `$` is all, `.name` or `["any name"]` a member, `[0]` an item from the first on. Texts come without quotes and escapes, everything else as it is written, with all digits of numbers. Null where there is nothing, where it is null, and where the text is no JSON by RFC 8259, has half of a surrogate pair or is more than 128 levels deep. Of members of one name the last counts.',
    type: 'that of the text; a dictionary is decoded',
  },
  structField: {
    arity: 2,
    method: { of: 'struct', takes: ['constant text'], gives: 'any' },
    constants: [1],
    accepts: 'a struct and the name of one of its fields, written out',
    result: ([type], _to, [, name] = []) => {
      const struct = type && valueType(type);
      const field = struct?.id === 'struct' ? struct.fields.find(each => each.name === name) : undefined;
      return field && valueType(field.type);
    },
    operand: index => (index === 1 ? { id: 'utf8' } : STRUCT),
    refusal: ([type], [, name]) => {
      const struct = type && valueType(type);
      if (type && isString(type))
        return `it takes a struct, received ${formatType(type)}; jsonExtract and jsonDecode give what is in a text of JSON`;
      if (struct?.id !== 'struct' || typeof name !== 'string') return undefined;
      const names = struct.fields.map(field => field.name);
      const there = names.length === 0 ? 'the struct has none' : `there are ${names.join(', ')}`;
      return `there is no field ${quoted(name)} in ${formatType(struct)}${didYouMean(name, names, there)}`;
    },
    nulls: 'own',
    fails: () => false,
    summary: 'The value of a field; null where the struct is, and where the value is. Of fields of one name the first.',
    type: 'that of the field; of a dictionary that of its values',
  },
  withField: {
    arity: 3,
    method: { of: 'struct', takes: ['constant text', 'any'], gives: 'struct' },
    constants: [1],
    accepts: 'a struct, the name of a field, written out, and a value',
    result: ([type, , value], _to, [, name] = []) => {
      const struct = type && valueType(type);
      if (struct?.id !== 'struct' || !value || typeof name !== 'string') return undefined;
      const field = { name, type: valueType(value), nullable: true };
      const place = struct.fields.findIndex(each => each.name === name);
      return { id: 'struct', fields: place < 0 ? [...struct.fields, field] : struct.fields.with(place, field) };
    },
    // The value is of a type of its own.
    alike: index => String(index),
    nulls: 'own',
    fails: () => false,
    summary:
      'The struct with a field of another value, in the place of the first field of the name, or after all others where there is none; null where the struct is.',
    type: 'struct of the fields; of a dictionary that of its values',
  },
  toStruct: {
    arity: 2,
    variadic: true,
    constants: [0],
    accepts: 'names, written out, each before the value of the field',
    check: faultOfNames,
    result: (types, _to, names = []) => {
      if (types.length % 2 !== 0) return undefined;
      const fields = types.flatMap((type, i) => {
        const name = names[i - 1];
        return i % 2 === 1 && typeof name === 'string' ? [{ name, type: valueType(type), nullable: true }] : [];
      });
      return fields.length === types.length / 2 ? { id: 'struct', fields } : undefined;
    },
    // Each value is of a type of its own.
    alike: index => String(index),
    nulls: 'never',
    fails: () => false,
    summary: 'A struct of values by their names; nulls are fields that are null. As a function: `struct({ name: value, … })`.',
    type: 'struct of the types of the values; of a dictionary that of its values',
  },
});
