import { fieldOf, formatType, rescaled, valueType, type DataType, type Schema } from '../data/index.js';
import { ParquetFrameError, quoted, received } from '../errors/index.js';
import { fewestOperands, insteadOfCast, mostOperands, takesText, type ScalarFunctionDefinition } from '../functions/index.js';
import { alikeOperands, besideOf } from './alike-operands.js';
import { checkedFunction } from './checked-function.js';
import type { Expression, UserExpression } from './expression.js';
import { formatExpression, shortText } from './expression-text.js';
import { literalArgument, literalType } from './literal.js';
import { typeOfNulls } from './null-operands.js';
import { withoutZones } from './zoned.js';

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
export function resolveExpression(
  expression: UserExpression,
  schema: Schema,
  parameters: ParameterList,
  item?: DataType,
): Expression {
  checkShape(expression);
  if (expression.kind === 'call') for (const argument of Array.from(expression.arguments)) checkShape(argument);
  if (expression.kind === 'column') return { kind: 'column', name: expression.name, type: fieldOf(schema, expression.name).type };
  if (expression.kind === 'literal') return liftLiteral(expression, undefined, undefined, parameters);
  if (expression.kind === 'param') {
    const { value, type: declared } = expression;
    const type = valueType(declared);
    return lift(parameters, value === undefined ? expression : literalArgument(value, type), type);
  }
  if (expression.kind === 'window') throw misplacedWindow(expression);
  if (expression.kind === 'item') {
    if (item) return { kind: 'item', type: item };
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'an item of a list is known in listMap and listFilter only, as in row.prices.listMap(price => price.mul(2))',
    );
  }
  const definition = checkedFunction(expression.function);
  checkArity(nameOf(expression), definition, expression.arguments.length);
  checkConstants(expression, definition);
  checkOverflow(expression);
  checkChoices(expression, definition);
  checkValues(expression, definition);
  const typed: (Expression | undefined)[] = [];
  for (const [index, argument] of expression.arguments.entries()) {
    const within = definition.items?.body === index ? itemType(typed[0]) : item;
    typed.push(argument.kind === 'literal' ? undefined : resolveExpression(argument, schema, parameters, within));
  }
  const given = expression.arguments.map((argument, index) => {
    const known = typed[index];
    if (known) return known;
    const literal = argument as Literal;
    const { beside, declared } = besideOf(definition, literal, typed, index);
    return liftLiteral(
      declared ? { ...literal, type: declared } : literal,
      beside,
      { name: expression.function, index, shown: nameOf(expression) },
      parameters,
    );
  });
  const alike = alikeOperands(definition, given, parameters);
  const found = withTypedNulls(definition, expression, alike, parameters);
  const { type, args } = found.type ? found : withTypedNulls(definition, expression, alike.map(decoded), parameters);
  if (!type) throw notAccepted(expression, definition, args);
  if (expression.overflow === 'wrap' && type.id === 'decimal')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${nameOf(expression)}: decimals do not wrap around; overflow must be "error" or "null" for ${formatType(type)}`,
      { details: { function: expression.function } },
    );
  const call = {
    kind: 'call',
    function: expression.function,
    arguments: args,
    type,
    ...(expression.overflow ? { overflow: expression.overflow } : {}),
  } as const;
  return withoutZones(call, definition, constantsOf(expression), parameters, lift);
}

/** Of the items of a list; null where it is none, which the function refuses. */
function itemType(list: Expression | undefined): DataType {
  const type = list && valueType(list.type);
  return type && 'item' in type ? valueType(type.item.type) : NULL;
}

/** Values of the operands that are literals, by position. */
const constantsOf = ({ arguments: given }: Extract<UserExpression, { readonly kind: 'call' }>): readonly unknown[] =>
  given.map(argument => (argument.kind === 'literal' ? argument.value : undefined));

/**
 * The type of a call, and its operands. Where the types given have none, those that are null in every row take the type that goes with the others: a column of type
 * `null` is cast to it, which every engine does.
 */
function withTypedNulls(
  definition: ScalarFunctionDefinition,
  expression: Extract<UserExpression, { readonly kind: 'call' }>,
  args: readonly Expression[],
  parameters: ParameterList,
): { readonly type: DataType | undefined; readonly args: readonly Expression[] } {
  const { arguments: written, to } = expression;
  const types = args.map(argument => argument.type);
  const constants = constantsOf(expression);
  const type = definition.result(types, to, constants);
  if (type) return { type, args };
  const isNull = written.map(
    (argument, index) =>
      types[index]?.id === 'null' || (argument.kind === 'literal' && argument.value === null && !argument.type),
  );
  const open = types.map((each, index): DataType => (isNull[index] ? NULL : each));
  const shared = definition.operand ? undefined : typeOfNulls(definition, open, to);
  const typed = args.map((argument, index): Expression => {
    const taken = definition.operand ? definition.operand(index) : shared;
    if (!isNull[index] || !taken) return argument;
    if (argument.kind === 'parameter') return retyped(argument, taken, parameters);
    return { kind: 'call', function: 'cast', arguments: [argument], type: taken };
  });
  return {
    type: definition.result(
      typed.map(argument => argument.type),
      to,
      constants,
    ),
    args: typed,
  };
}

/** What the user wrote. */
const nameOf = ({ function: f, called }: Extract<UserExpression, { readonly kind: 'call' }>): string => called?.name ?? f;

function notAccepted(
  expression: Extract<UserExpression, { readonly kind: 'call' }>,
  { accepts, refusal }: ScalarFunctionDefinition,
  args: readonly Expression[],
): ParquetFrameError {
  const { called, to } = expression;
  const given = called?.operands ? args.filter((_, index) => called.operands?.includes(index)) : args;
  const types = given.map(argument => formatType(argument.type));
  const isSpelledOut = called?.accepts !== undefined || called?.of !== undefined;
  const shown = (isSpelledOut ? [...new Set(types)] : types).join(' and ');
  const name = nameOf(expression);
  const why = refusal?.(
    args.map(argument => argument.type),
    constantsOf(expression),
  );
  if (why !== undefined)
    return new ParquetFrameError('TYPE_MISMATCH', `${name}: ${why}`, { details: { function: name, received: shown } });
  const of = called?.of
    ? ` (${called.of.kind === 'column' ? `column ${quoted(called.of.name)}` : `of ${shortText(called.of)}`})`
    : '';
  const target = to ? ` to ${formatType(to)}` : '';
  const cast = to && args[0] ? insteadOfCast(args[0].type, to) : '';
  const cure = given.length > 1 && (called === undefined || new Set(types).size > 1) ? '; cast one side' : '';
  return new ParquetFrameError(
    'TYPE_MISMATCH',
    `${name} accepts ${called?.accepts ?? accepts}, received ${shown}${of}${target}${cast}${cure}`,
    {
      details: { function: name, received: shown },
    },
  );
}

/** A dictionary as its values, which is what functions compute with where they do not know dictionaries. */
function decoded(argument: Expression): Expression {
  const type = valueType(argument.type);
  return type === argument.type ? argument : { kind: 'call', function: 'cast', arguments: [argument], type };
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

function checkArity(name: string, definition: ScalarFunctionDefinition, received: number): void {
  if (received >= fewestOperands(definition) && received <= mostOperands(definition)) return;
  throw new ParquetFrameError('INVALID_ARGUMENT', `${name} takes ${takesText(definition)}, received ${String(received)}`, {
    details: { function: name },
  });
}

/** What must be the same in every row is no column, and nothing made of one. */
function checkConstants(
  expression: Extract<UserExpression, { readonly kind: 'call' }>,
  { constants = [] }: ScalarFunctionDefinition,
): void {
  const [name, given] = [nameOf(expression), expression.arguments];
  const index = constants.find(position => given[position]?.kind === 'column' || given[position]?.kind === 'call');
  const operand = index === undefined ? undefined : given[index];
  if (index === undefined || operand === undefined) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${name}: operand ${String(index + 1)} must be a literal or a parameter, the same in every row; received ${formatExpression(operand)}`,
    { details: { function: name, operand: index + 1 } },
  );
}

/** Values that are known; what is a parameter is looked at when it has one. */
function checkValues(expression: Extract<UserExpression, { readonly kind: 'call' }>, definition: ScalarFunctionDefinition): void {
  const [name, given] = [nameOf(expression), expression.arguments];
  const values = given.map(operand => (operand.kind === 'literal' || operand.kind === 'param' ? operand.value : undefined));
  const fault = definition.check?.(values);
  if (fault !== undefined) throw new ParquetFrameError('INVALID_ARGUMENT', `${name}: ${fault}`, { details: { function: name } });
}

function checkOverflow(expression: Extract<UserExpression, { readonly kind: 'call' }>): void {
  const overflow: unknown = expression.overflow;
  const name = nameOf(expression);
  if (overflow === undefined || overflow === 'error' || overflow === 'wrap' || overflow === 'null') return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${name}: overflow must be "error" or "wrap" or "null", received ${received(overflow)}`,
    { details: { function: name } },
  );
}

type Literal = Extract<UserExpression, { kind: 'literal' }>;
/** Units and modes decide what is computed, so they are no columns, and known when a plan is made. */
function checkChoices(
  { function: name, arguments: operands }: Extract<UserExpression, { readonly kind: 'call' }>,
  { choices = {} }: ScalarFunctionDefinition,
): void {
  for (const [index, accepted] of Object.entries(choices)) {
    const operand = operands[Number(index)];
    if (!operand || (operand.kind === 'literal' && accepted.some(choice => choice === operand.value))) continue;
    const given = operand.kind === 'literal' ? received(operand.value) : 'an expression';
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${name} takes one of ${accepted.map(choice => JSON.stringify(choice)).join(', ')} as argument ${index}; received ${given}`,
      { details: { function: name, received: given } },
    );
  }
}

function liftLiteral(
  { value, type: declared }: Literal,
  beside: DataType | undefined,
  inside: { readonly name: string; readonly index: number; readonly shown: string } | undefined,
  parameters: ParameterList,
): Expression {
  // One value has no dictionary, whatever its column has; a null is of any type, as where it stands for a column that is not there.
  const type = declared
    ? value === null
      ? declared
      : valueType(declared)
    : literalType(value, beside && valueType(beside), inside?.name, inside?.index, inside?.shown);
  // Where a type is declared a bigint is unscaled, as in rows.
  if (declared === undefined && typeof value === 'bigint' && type.id === 'decimal')
    return lift(parameters, rescaled({ unscaled: value, scale: 0 }, type.scale), type);
  return lift(parameters, literalArgument(value, type), type);
}

/** A window is a step of its own, which only verbs that know all rows make of it. */
const misplacedWindow = (window: UserExpression): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${formatExpression(window)} is a window, which withColumns and filter compute: give it a column first, as in frame.withColumns(row => ({ w: … }))`,
  );

/** What comes by `run(operation, options)` may not be an expression at all. */
function checkShape(given: unknown): void {
  if (isRecord(given)) {
    if (given['kind'] === 'literal' && 'value' in given) return;
    if ((given['kind'] === 'column' || given['kind'] === 'param') && typeof given['name'] === 'string') return;
    if (given['kind'] === 'call' && typeof given['function'] === 'string' && Array.isArray(given['arguments'])) return;
    if (given['kind'] === 'window' || given['kind'] === 'item') return;
  }
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `an expression is a column ({ kind: 'column', name }), a literal ({ kind: 'literal', value }), a parameter or a call ({ kind: 'call', function, arguments }); ` +
      `received ${received(given)}. The node of any Expr is one: col('a').gt(1).node`,
  );
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null;
