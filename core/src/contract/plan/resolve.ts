import { fieldOf, formatType, valueType, type DataType, type Schema } from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';
import type { Expression, LiteralValue, ScalarFunction, UserExpression } from './expression.js';
import { SCALAR_FUNCTIONS } from './functions.js';
import { literalArgument, literalType } from './literal.js';

/** Collects literal values while an expression is resolved; their index becomes the parameter's index. */
export interface ParameterList {
  readonly values: unknown[];
  readonly types: (DataType | undefined)[];
}
export const parameterList = (): ParameterList => ({ values: [], types: [] });

const lift = (parameters: ParameterList, value: unknown, type: DataType): Expression => {
  parameters.values.push(value);
  parameters.types.push(type);
  return { kind: 'parameter', index: parameters.values.length - 1, type };
};

/**
 * Types an expression against a schema and lifts its literals. A literal takes the type of what it stands beside: an integer literal is int64, a number beside
 * a float is float64, a Date is a timestamp, and so is an ISO 8601 text beside an instant (in UTC where it states no offset).
 * @throws ParquetFrameError `COLUMN_NOT_FOUND`, `TYPE_MISMATCH`, `INVALID_ARGUMENT`
 */
export function resolveExpression(expression: UserExpression, schema: Schema, parameters: ParameterList): Expression {
  if (expression.kind === 'column') return { kind: 'column', name: expression.name, type: fieldOf(schema, expression.name).type };
  if (expression.kind === 'literal') return liftLiteral(expression.value, expression.type, undefined, undefined, parameters);
  const definition = SCALAR_FUNCTIONS[expression.function];
  if (expression.arguments.length !== definition.arity) {
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${expression.function} takes ${String(definition.arity)} arguments, received ${String(expression.arguments.length)}`,
    );
  }
  const typed = expression.arguments.map(argument =>
    argument.kind === 'literal' ? undefined : resolveExpression(argument, schema, parameters),
  );
  const args = expression.arguments.map((argument, index) => {
    const known = typed[index];
    if (known) return known;
    const literal = argument as Extract<UserExpression, { kind: 'literal' }>;
    const beside = typed.find(other => other !== undefined)?.type;
    return liftLiteral(literal.value, literal.type, beside, expression.function, parameters);
  });
  const type = definition.result(
    args.map(argument => argument.type),
    expression.to,
  );
  if (!type) {
    const received = args.map(argument => formatType(argument.type)).join(' and ');
    const target = expression.to ? ` to ${formatType(expression.to)}` : '';
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${expression.function} accepts ${definition.accepts}, received ${received}${target}; cast one side`,
      {
        details: { function: expression.function, received },
      },
    );
  }
  return {
    kind: 'call',
    function: expression.function,
    arguments: args,
    type,
    ...(expression.overflow ? { overflow: expression.overflow } : {}),
  };
}

function liftLiteral(
  value: LiteralValue,
  declared: DataType | undefined,
  beside: DataType | undefined,
  inside: ScalarFunction | undefined,
  parameters: ParameterList,
): Expression {
  const type = declared ?? literalType(value, beside && valueType(beside), inside);
  return lift(parameters, literalArgument(value, type), type);
}
