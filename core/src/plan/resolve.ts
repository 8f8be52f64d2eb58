import { familyOf, fieldOf, formatType, isFloat, isInteger, valueType, type DataType, type Schema } from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';
import type { Expression, LiteralValue, ScalarFunction, UserExpression } from './expression.js';
import { SCALAR_FUNCTIONS } from './functions.js';

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

const COMPARISONS: ReadonlySet<string> = new Set<ScalarFunction>([
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
]);

/**
 * Types an expression against a schema and lifts its literals. A literal takes the type of what it stands beside: an integer literal is int64, a number beside
 * a float is float64, a date string or Date beside an instant is a timestamp.
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
  return lift(parameters, normaliseLiteral(value, type), type);
}

function literalType(value: LiteralValue, beside: DataType | undefined, inside: ScalarFunction | undefined): DataType {
  if (value === null) return beside ?? { id: 'null' };
  if (typeof value === 'boolean') return { id: 'bool' };
  if (typeof value === 'bigint') return value > 9223372036854775807n ? { id: 'uint64' } : { id: 'int64' };
  if (typeof value === 'number') return numberType(value, beside, inside);
  if (value instanceof Uint8Array) return { id: 'binary' };
  if (value instanceof Date) return instantType(beside);
  return beside && familyOf(beside) === 'instant' ? instantType(beside) : { id: 'utf8' };
}

function numberType(value: number, beside: DataType | undefined, inside: ScalarFunction | undefined): DataType {
  if (beside && isFloat(beside)) return { id: 'float64' };
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { id: 'int64' };
  if (beside && isInteger(beside) && inside && !COMPARISONS.has(inside) && inside !== 'divide') {
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${inside} of ${formatType(beside)} takes an integer, received ${String(value)}; cast the column to float64 first`,
    );
  }
  return { id: 'float64' };
}

/** Date and ISO strings carry milliseconds; comparison across units is exact, so nothing is lost. */
const instantType = (beside: DataType | undefined): DataType => ({
  id: 'timestamp',
  unit: 'ms',
  timezone: beside?.id === 'timestamp' ? beside.timezone : null,
});

/** Run-time form of arguments: int64/uint64 and timestamps are bigint, narrower integers and floats are number. */
function normaliseLiteral(value: LiteralValue, type: DataType): unknown {
  if (value === null) return null;
  if (type.id === 'int64' || type.id === 'uint64') {
    if (typeof value === 'bigint') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `an ${type.id} literal must be a bigint or a safe integer, received ${String(value)}`,
    );
  }
  if (type.id === 'timestamp') {
    const milliseconds = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(milliseconds))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `a timestamp literal must be a Date or an ISO 8601 string, received ${JSON.stringify(value)}`,
      );
    return (BigInt(milliseconds) * NANOSECONDS[type.unit]) / 1_000_000n;
  }
  if (type.id === 'float64' && typeof value === 'bigint') return Number(value);
  return value;
}

/** units per second × 10⁶ / 10³: factor from milliseconds, before dividing by 10⁶ */
const NANOSECONDS = { s: 1_000n, ms: 1_000_000n, us: 1_000_000_000n, ns: 1_000_000_000_000n } as const;
