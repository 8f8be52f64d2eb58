import { familyOf, fieldOf, formatType, isFloat, isInteger, valueType, type DataType } from '../../contract/data/index.js';
import { hasMembers, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import {
  decimalTypeOf,
  editedColumns,
  literalArgument,
  type LiteralValue,
  type UserExpression,
} from '../../contract/plan/index.js';
import { described } from '../described.js';
import { checkedLiteral, isExpr } from '../expression.js';
import type { Expansion } from './expansion.js';
import { columnExpression } from './lowering.js';
import { requireSome, verbStep, type VerbStep } from './names.js';

/** Values in the place of nulls: one for each column that is named, or one for all columns of its kind. */
export function fillNullStep(given: unknown): { readonly step: VerbStep; readonly expand: Expansion } {
  const isOne = !hasMembers(given) || given instanceof Date || given instanceof Uint8Array || isExpr(given);
  if (given === undefined || given === null || typeof given === 'function' || Array.isArray(given) || isExpr(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fillNull takes a value, or an object of columns and values, as in fillNull({ a: 0, b: '' }); received ${described(given)}`,
    );
  const values = isOne
    ? undefined
    : Object.entries(given).map(([name, value]: [string, unknown]): readonly [string, UserExpression] => [
        name,
        filling(name, value),
      ]);
  if (values) requireSome('fillNull', values);
  const one = isOne ? checkedLiteral(given as LiteralValue) : null;
  return {
    step: verbStep('fillNull', { columns: values?.map(([name]) => name), values: values?.map(([, value]) => value) }),
    expand: ({ input, schema, step }) => {
      for (const [name] of values ?? []) fieldOf(schema, name);
      const filled =
        values ??
        schema
          .filter(({ type }) => isOfKind(one, valueType(type)))
          .map(({ name }): readonly [string, UserExpression] => [name, { kind: 'literal', value: one }]);
      const columns = filled.map(([name, value]) => ({ name, expression: filledWith(name, value, fieldOf(schema, name).type) }));
      return columns.length === 0
        ? input
        : step('table.project', { columns: editedColumns({ kind: 'set', columns }, schema) }, input);
    },
  };
}

function filledWith(name: string, value: UserExpression, column: DataType): UserExpression {
  const type = valueType(column);
  const isPlain = value.kind === 'literal' && value.type === undefined && familyOf(type) !== 'binary';
  const filler = isPlain ? literalOf(name, value.value, type) : value;
  const filled: UserExpression = { kind: 'call', function: 'coalesce', arguments: [columnExpression(name), filler] };
  return isPlain ? filled : { kind: 'call', function: 'cast', arguments: [filled], to: type };
}

/** A value of the very type of the column: another would make the column a wider one. @throws ParquetFrameError `INVALID_ARGUMENT` */
function literalOf(name: string, value: LiteralValue, type: DataType): UserExpression {
  const wrong = (cause?: unknown): ParquetFrameError =>
    new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fillNull: ${described(value)} is not a value of the column ${quoted(name)}, which is ${formatType(type)}; give each column a value of its own, as in fillNull({ ${name}: … }), or cast the column first`,
      { cause, details: { column: name, type: formatType(type) } },
    );
  let argument: unknown;
  try {
    argument = literalArgument(value, type);
  } catch (cause) {
    throw wrong(cause);
  }
  if (losesDigits(value, argument, type)) throw wrong();
  return { kind: 'literal', value, type };
}

/** Literals of decimals and of narrow floats are rounded elsewhere. */
function losesDigits(value: LiteralValue, argument: unknown, type: DataType): boolean {
  if (type.id === 'decimal') return (decimalTypeOf(value)?.scale ?? Infinity) > type.scale;
  return isFloat(type) && Number.isFinite(value) && !Number.isFinite(argument);
}

function filling(name: string, value: unknown): UserExpression {
  if (isExpr(value)) return value.node;
  if (value !== null && value !== undefined) return { kind: 'literal', value: checkedLiteral(value as LiteralValue, 'fillNull') };
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `fillNull: ${quoted(name)} needs a value that is not null, received ${described(value)}; leave out columns that keep their nulls`,
    { details: { column: name } },
  );
}

/** Whether a value can stand in a column as it is: a fraction fills no integers. */
function isOfKind(value: LiteralValue, type: DataType): boolean {
  if (typeof value === 'number') return familyOf(type) === 'numeric' && (Number.isInteger(value) || !isInteger(type));
  if (typeof value === 'bigint') return familyOf(type) === 'numeric';
  if (typeof value === 'string') return familyOf(type) === 'string';
  if (typeof value === 'boolean') return type.id === 'bool';
  return value instanceof Date ? familyOf(type) === 'instant' : familyOf(type) === 'binary';
}
