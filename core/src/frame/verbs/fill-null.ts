import { familyOf, fieldOf, valueType, type DataType } from '../../contract/data/index.js';
import { hasMembers, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import { editedColumns, type LiteralValue, type UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import { checkedLiteral, isExpr } from '../expression.js';
import { isOfKind, literalOf } from './column-literal.js';
import type { Expansion } from './expansion.js';
import { columnExpression } from './lowering.js';
import { requireSome, verbStep, type VerbStep } from './names.js';

/** Values in the place of nulls: one for each column that is named, or one for all columns of its kind. */
export function fillNullStep(given: unknown): { readonly step: VerbStep; readonly expand: Expansion } {
  const isOne = !hasMembers(given) || given instanceof Date || given instanceof Uint8Array || isExpr(given);
  if (given === undefined || given === null || typeof given === 'function' || Array.isArray(given) || isExpr(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fillNull takes a value, or an object of columns and values, as in fillNull({ a: 0, b: '' }); received ${described(given)}; values of other rows are taken by fillForward and fillBackward`,
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
  const filler = isPlain ? literalOf('fillNull', name, value.value, type) : value;
  const filled: UserExpression = { kind: 'call', function: 'coalesce', arguments: [columnExpression(name), filler] };
  return isPlain ? filled : { kind: 'call', function: 'cast', arguments: [filled], to: type };
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
