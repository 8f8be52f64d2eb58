import { familyOf, fieldOf, formatType, isInteger, valueType, type DataType } from '../../contract/data/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import { editedColumns, type LiteralValue, type UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import { checkedLiteral } from '../expression.js';
import { isOfKind, literalOf } from './column-literal.js';
import type { Expansion } from './expansion.js';
import { calledAs, callExpression, columnExpression, castExpression, literalExpression } from './lowering.js';
import { columnName, requireSome, verbStep, type VerbStep } from './names.js';

type Pair = readonly [old: LiteralValue, value: LiteralValue];

/** Some values as others. */
export function replaceStep(
  given: unknown,
  values: unknown,
  options: unknown,
): { readonly step: VerbStep; readonly expand: Expansion } {
  const column = columnName('replace', given);
  checkOptionNames('replace', options, ['default']);
  const { pairs, isObject } = pairsOf(values);
  requireSome('replace', pairs, 'value');
  const others =
    hasMembers(options) && 'default' in options
      ? checkedLiteral(options['default'] as LiteralValue, 'replace: default')
      : undefined;
  return {
    step: verbStep('replace', { column, values: pairs, default: others }),
    expand: ({ input, schema, step }) => {
      const type = valueType(fieldOf(schema, column).type);
      const value = columnExpression(column);
      const made = (to: LiteralValue): UserExpression => {
        if (others !== undefined) return literalExpression(to);
        return to === null ? literalExpression(null, type) : literalOf('replace', column, to, type);
      };
      const branches = pairs.flatMap(([old, to]) => [
        isValue(column, isObject ? fromText(column, old, type) : old, type),
        made(to),
      ]);
      // Every second operand, and the last.
      const values = [...pairs.map((_, index) => 2 * index + 1), 2 * pairs.length];
      const accepts = 'new values and a default that have a common type';
      const chosen = calledAs(
        { name: 'replace', accepts, of: value, operands: values },
        callExpression('case', ...branches, others === undefined ? value : literalExpression(others)),
      );
      const expression = others === undefined ? castExpression(chosen, type) : chosen;
      const columns = editedColumns({ kind: 'set', columns: [{ name: column, expression }] }, schema);
      return step('table.project', { columns }, input);
    },
  };
}

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
function pairsOf(values: unknown): { readonly pairs: readonly Pair[]; readonly isObject: boolean } {
  const isObject = !(values instanceof Map) && !Array.isArray(values) && hasMembers(values);
  const entries: readonly unknown[] | undefined =
    values instanceof Map
      ? [...(values as ReadonlyMap<unknown, unknown>)]
      : Array.isArray(values)
        ? Array.from<unknown>(values)
        : isObject
          ? Object.entries(values)
          : undefined;
  if (!entries)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `replace takes old and new values, as in replace('a', { x: 'y' }), replace('a', [[1, 10]]) or with a Map; received ${described(values)}`,
    );
  const pairs = entries.map((entry): Pair => {
    if (Array.isArray(entry) && entry.length === 2)
      return [
        checkedLiteral(entry[0] as LiteralValue, 'replace: an old value'),
        checkedLiteral(entry[1] as LiteralValue, 'replace: a new value'),
      ];
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `replace takes pairs of an old and a new value, as in [[1, 10], [2, 20]]; received ${described(entry)}`,
    );
  });
  return { pairs, isObject };
}

/** Keys of objects are texts, also those that were written as numbers. @throws ParquetFrameError `INVALID_ARGUMENT` */
function fromText(column: string, key: LiteralValue, type: DataType): LiteralValue {
  if (typeof key !== 'string' || familyOf(type) === 'string') return key;
  if (type.id === 'bool' && (key === 'true' || key === 'false')) return key === 'true';
  if (isInteger(type) && /^(0|-?[1-9]\d*)$/.test(key)) return BigInt(key);
  if (familyOf(type) === 'numeric' && String(Number(key)) === key) return Number(key);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `replace: ${quoted(key)} is not a value of the column ${quoted(column)}, which is ${formatType(type)}; give pairs of values, as in [[old, new]]`,
    { details: { column, type: formatType(type) } },
  );
}

function isValue(column: string, old: LiteralValue, type: DataType): UserExpression {
  if (old === null) return callExpression('isNull', columnExpression(column));
  const isText = typeof old === 'string' && (familyOf(type) === 'instant' || familyOf(type) === 'time');
  const isFraction = typeof old === 'number' && familyOf(type) === 'numeric';
  if (isText || isFraction || isOfKind(old, type))
    return callExpression('equal', columnExpression(column), literalExpression(old));
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `replace: ${described(old)} cannot be compared with the column ${quoted(column)}, which is ${formatType(type)}`,
    { details: { column, type: formatType(type) } },
  );
}
