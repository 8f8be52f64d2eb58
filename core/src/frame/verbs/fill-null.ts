import { familyOf, fieldOf, isInteger, valueType, type DataType } from '../../contract/data/index.js';
import { hasMembers, ParquetFrameError } from '../../contract/errors/index.js';
import { editedColumns, type LiteralValue, type UserExpression } from '../../contract/plan/index.js';
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
    : Object.entries(given).map(([name, value]: [string, unknown]): readonly [string, UserExpression] => [name, operand(value)]);
  if (values) requireSome('fillNull', values);
  const one = isOne ? checkedLiteral(given as LiteralValue) : null;
  return {
    step: verbStep('fillNull', { columns: values?.map(([name]) => name) }),
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

/** A number that the type of the column does not have would make it a wider one: it is `CAST_FAILED`, where there is a null to fill. */
function filledWith(name: string, value: UserExpression, type: DataType): UserExpression {
  const filled: UserExpression = { kind: 'call', function: 'coalesce', arguments: [columnExpression(name), value] };
  const isWidened = isInteger(type) || type.id === 'decimal';
  return isWidened ? { kind: 'call', function: 'cast', arguments: [filled], to: type } : filled;
}

const operand = (value: unknown): UserExpression =>
  isExpr(value) ? value.node : { kind: 'literal', value: checkedLiteral(value as LiteralValue) };

/** Whether a value can stand in a column as it is: a fraction fills no integers. */
function isOfKind(value: LiteralValue, type: DataType): boolean {
  if (typeof value === 'number') return familyOf(type) === 'numeric' && (Number.isInteger(value) || !isInteger(type));
  if (typeof value === 'bigint') return familyOf(type) === 'numeric';
  if (typeof value === 'string') return familyOf(type) === 'string';
  if (typeof value === 'boolean') return type.id === 'bool';
  return value instanceof Date ? familyOf(type) === 'instant' : familyOf(type) === 'binary';
}
