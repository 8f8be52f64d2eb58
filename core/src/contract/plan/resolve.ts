import { fieldOf, formatType, rescaled, valueType, type DataType, type Schema } from '../data/index.js';
import { ParquetFrameError, received } from '../errors/index.js';
import type { ScalarFunctionDefinition } from '../functions/index.js';
import { checkedFunction } from './checked-function.js';
import type { Expression, LiteralValue, UserExpression } from './expression.js';
import { literalArgument, literalType } from './literal.js';
import { typeOfNulls } from './null-operands.js';

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
 * a float is float64, a number beside a decimal is the decimal written (19.99 is exactly 19.99), a Date is a timestamp, and so is an ISO 8601 text beside an instant (in UTC where it states no offset).
 * @throws ParquetFrameError `COLUMN_NOT_FOUND`, `TYPE_MISMATCH`, `INVALID_ARGUMENT`
 */
export function resolveExpression(expression: UserExpression, schema: Schema, parameters: ParameterList): Expression {
  checkShape(expression);
  if (expression.kind === 'column') return { kind: 'column', name: expression.name, type: fieldOf(schema, expression.name).type };
  if (expression.kind === 'literal') return liftLiteral(expression.value, expression.type, undefined, undefined, parameters);
  if (expression.kind === 'param') {
    const { value, type } = expression;
    return lift(parameters, value === undefined ? expression : literalArgument(value, type), type);
  }
  const definition = checkedFunction(expression.function);
  checkArity(expression.function, definition, expression.arguments.length);
  checkOverflow(expression);
  const typed = expression.arguments.map(argument =>
    argument.kind === 'literal' ? undefined : resolveExpression(argument, schema, parameters),
  );
  const given = expression.arguments.map((argument, index) => {
    const known = typed[index];
    if (known) return known;
    const literal = argument as Extract<UserExpression, { kind: 'literal' }>;
    const beside = typed.find(other => other !== undefined)?.type;
    return liftLiteral(literal.value, literal.type, beside, expression.function, parameters);
  });
  const { type, args } = withTypedNulls(definition, expression, given, parameters);
  if (!type) {
    const types = args.map(argument => formatType(argument.type)).join(' and ');
    const target = expression.to ? ` to ${formatType(expression.to)}` : '';
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${expression.function} accepts ${definition.accepts}, received ${types}${target}${args.length > 1 ? '; cast one side' : ''}`,
      {
        details: { function: expression.function, received: types },
      },
    );
  }
  if (expression.overflow === 'wrap' && type.id === 'decimal')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${expression.function}: decimals do not wrap around; overflow must be "error" or "null" for ${formatType(type)}`,
      { details: { function: expression.function } },
    );
  return {
    kind: 'call',
    function: expression.function,
    arguments: args,
    type,
    ...(expression.overflow ? { overflow: expression.overflow } : {}),
  };
}

/**
 * The type of a call, and its operands. Where the types given have none, those that are null in every row take the type that goes with the others: a column of type
 * `null` is cast to it, which every engine does.
 */
function withTypedNulls(
  definition: ScalarFunctionDefinition,
  { arguments: written, to }: Extract<UserExpression, { readonly kind: 'call' }>,
  args: readonly Expression[],
  parameters: ParameterList,
): { readonly type: DataType | undefined; readonly args: readonly Expression[] } {
  const types = args.map(argument => argument.type);
  const type = definition.result(types, to);
  if (type) return { type, args };
  const isNull = written.map(
    (argument, index) =>
      types[index]?.id === 'null' || (argument.kind === 'literal' && argument.value === null && !argument.type),
  );
  const open = types.map((each, index): DataType => (isNull[index] ? NULL : each));
  const taken = typeOfNulls(definition, open, to);
  if (!taken) return { type: undefined, args };
  const typed = args.map((argument, index): Expression => {
    if (!isNull[index]) return argument;
    if (argument.kind === 'parameter') return retyped(argument, taken, parameters);
    return { kind: 'call', function: 'cast', arguments: [argument], type: taken };
  });
  return {
    type: definition.result(
      typed.map(argument => argument.type),
      to,
    ),
    args: typed,
  };
}

/** A null literal is one of any type. */
function retyped(
  parameter: Extract<Expression, { readonly kind: 'parameter' }>,
  type: DataType,
  parameters: ParameterList,
): Expression {
  parameters.types[parameter.index] = type;
  return { ...parameter, type };
}

const NULL: DataType = { id: 'null' };

function checkArity(name: string, { arity, variadic }: ScalarFunctionDefinition, received: number): void {
  if (variadic ? received >= arity : received === arity) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${name} takes ${variadic ? 'at least ' : ''}${String(arity)} ${arity === 1 ? 'argument' : 'arguments'}, received ${String(received)}`,
    { details: { function: name } },
  );
}

function checkOverflow({ function: name, overflow }: { readonly function: string; readonly overflow?: unknown }): void {
  if (overflow === undefined || overflow === 'error' || overflow === 'wrap' || overflow === 'null') return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${name}: overflow must be "error" or "wrap" or "null", received ${received(overflow)}`,
    { details: { function: name } },
  );
}

function liftLiteral(
  value: LiteralValue,
  declared: DataType | undefined,
  beside: DataType | undefined,
  inside: string | undefined,
  parameters: ParameterList,
): Expression {
  const type = declared ?? literalType(value, beside && valueType(beside), inside);
  // Where a type is declared a bigint is unscaled, as in rows.
  if (declared === undefined && typeof value === 'bigint' && type.id === 'decimal')
    return lift(parameters, rescaled({ unscaled: value, scale: 0 }, type.scale), type);
  return lift(parameters, literalArgument(value, type), type);
}

/** What comes by `run(operation, options)` may not be an expression at all. */
function checkShape(given: unknown): void {
  if (isRecord(given)) {
    if (given['kind'] === 'literal' && 'value' in given) return;
    if ((given['kind'] === 'column' || given['kind'] === 'param') && typeof given['name'] === 'string') return;
    if (given['kind'] === 'call' && typeof given['function'] === 'string' && Array.isArray(given['arguments'])) return;
  }
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `an expression is a column ({ kind: 'column', name }), a literal ({ kind: 'literal', value }), a parameter or a call ({ kind: 'call', function, arguments }); ` +
      `received ${received(given)}. The node of any Expr is one: col('a').gt(1).node`,
  );
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null;
