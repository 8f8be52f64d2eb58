import { familyOf, formatType, isInteger, isNumeric, isString, valueType, type DataType } from '../data/types.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';

const conversion = (name: string) =>
  ({
    arity: 1,
    accepts: 'a value that can be converted',
    result: ([from], to) => (from && to && canCast(from, to) ? to : undefined),
    text: ([operand = ''], to) => `${name}(${operand} as ${to ? formatType(to) : '?'})`,
    type: 'the type asked for',
  }) as const satisfies Partial<ScalarFunctionDefinition>;

const DECODED =
  'Objects are structs: members that the type has not are left out, those that are missing are null, and of members of one name the last counts. Arrays are lists. Numbers are read as cast reads texts: without loss into integers and decimals. Into texts everything goes, texts without quotes and escapes, the rest as it is written. null is null. JSON is as `jsonExtract` has it.';

const decoding = (name: string) =>
  ({
    ...conversion(name),
    accepts: 'a text, and a type of bool, numbers and texts, and lists and structs of these',
    result: ([from]: readonly DataType[], to: DataType | undefined) =>
      from && to && (isString(from) || from.id === 'null') && isDecoded(to) ? to : undefined,
  }) as const satisfies Partial<ScalarFunctionDefinition>;

export const CONVERSION_FUNCTIONS = functions({
  cast: {
    ...conversion('cast'),
    nulls: 'operands',
    fails: () => true,
    summary:
      'The value as another type. Fractions are cut off towards zero for integers and rounded, halves away from zero, for decimals; finer instants, times and durations are rounded down to coarser units. Text is read strictly: no blanks, numbers without group separators, a decimal with no more digits after the point than the type has, times as 23:59:59.5.',
    errors: 'CAST_FAILED for a value that the type does not have, with value and row',
  },
  tryCast: {
    ...conversion('tryCast'),
    nulls: 'own',
    fails: () => false,
    summary: 'The same as cast, but null for a value that the type does not have: of texts the numbers and times among them.',
  },
  jsonDecode: {
    ...decoding('jsonDecode'),
    nulls: 'own',
    fails: () => true,
    summary: `The value of a text of JSON as a type. ${DECODED}`,
    errors: 'CAST_FAILED for a text that is no JSON or does not fit, with text and row',
  },
  tryJsonDecode: {
    ...decoding('tryJsonDecode'),
    nulls: 'own',
    fails: () => false,
    summary: 'The same as jsonDecode, but null for a text that is no JSON, or of which anything does not fit.',
  },
});

/** Types that JSON is decoded to: bool, numbers, texts, and lists and structs of these. */
function isDecoded(type: DataType): boolean {
  if (type.id === 'list') return isDecoded(type.item.type);
  if (type.id === 'struct')
    return type.fields.every((each, i) => isDecoded(each.type) && type.fields.findIndex(({ name }) => name === each.name) === i);
  return type.id !== 'dictionary' && (type.id === 'bool' || isString(type) || (isNumeric(type) && type.id !== 'float16'));
}

/** Whether a checked cast between two types exists at all; single values may still fail with `CAST_FAILED`. */
export function canCast(from: DataType, to: DataType): boolean {
  const source = valueType(from);
  const [a, b] = [familyOf(source), familyOf(to)];
  if (formatType(source) === formatType(to) || source.id === 'null') return true;
  if (a === 'nested' || b === 'nested' || to.id === 'dictionary' || to.id === 'null') return false;
  if (a === 'numeric' && b === 'numeric') return true;
  if ((a === 'bool' && b === 'numeric' && isInteger(to)) || (a === 'numeric' && isInteger(source) && b === 'bool')) return true;
  if (a === 'string') return b === 'string' || b === 'time' || (b === 'numeric' && to.id !== 'float16');
  if (b === 'string') return (a === 'numeric' && source.id !== 'float16') || a === 'bool' || a === 'time';
  if ((isInteger(source) && counted(b)) || (counted(a) && isInteger(to))) return true;
  return a === b && (a === 'instant' || a === 'binary' || counted(a));
}

/** For messages: the functions between texts and dates or timestamps, which need a format. */
export function insteadOfCast(from: DataType, to: DataType): string {
  const [a, b] = [valueType(from), valueType(to)];
  if (isString(a) && b.id === 'date') return "; texts are read as dates by toDate('%Y-%m-%d')";
  if (isString(a) && b.id === 'timestamp') return "; texts are read as timestamps by toTimestamp('%Y-%m-%dT%H:%M:%S')";
  if (familyOf(a) === 'instant' && isString(b)) return "; dates and timestamps are written by formatTime('%Y-%m-%d')";
  return '';
}

/** Families whose values are counts of a unit, and nothing more. */
const counted = (family: string): boolean => family === 'time' || family === 'duration';
