import { familyOf, formatType, isInteger, valueType, type DataType } from '../data/types.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';

const conversion = (name: string) =>
  ({
    arity: 1,
    accepts: 'a value that can be converted',
    result: ([from], to) => (from && to && canCast(from, to) ? to : undefined),
    text: ([operand = ''], to) => `${name}(${operand} as ${to ? formatType(to) : '?'})`,
    type: 'the type asked for',
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
});

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

/** Families whose values are counts of a unit, and nothing more. */
const counted = (family: string): boolean => family === 'time' || family === 'duration';
