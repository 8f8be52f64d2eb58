import { bindingExpression, bindingProjection, floorDivide, parseDecimal, unitsPerSecond } from '@parquetframe/core/engine';
import type { DataType, Expression, Json, Step } from '@parquetframe/core/engine';

/** Types of the parameters that the expressions of a step read, by index. */
export function parametersOf(step: Step, into: Map<number, DataType>): Map<number, DataType> {
  const predicate = bindingExpression(step, 'predicate');
  if (predicate) collect(predicate, into);
  if (step.operation === 'table.project') for (const { expression } of bindingProjection(step)) collect(expression, into);
  return into;
}

function collect(expression: Expression, into: Map<number, DataType>): void {
  if (expression.kind === 'parameter') into.set(expression.index, expression.type);
  else if (expression.kind === 'call') for (const argument of expression.arguments) collect(argument, into);
}

/** Arguments as the addon takes them: null where no expression reads one. */
export function literals(parameters: ReadonlyMap<number, DataType>, values: readonly unknown[]): Json[] {
  return values.map((value, index) => {
    const type = parameters.get(index);
    return type === undefined ? null : literal(value, type);
  });
}

/** 64-bit integers, decimals and instants as decimal strings, binary as hexadecimal, numbers that JSON does not have as text. */
function literal(value: unknown, type: DataType): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : numberText(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  if (value instanceof Date) return instant(value, type);
  if (typeof value === 'string') return type.id === 'decimal' ? String(parseDecimal(value, type.scale) ?? value) : value;
  throw new TypeError(`a literal of type ${type.id} cannot be ${typeof value}`);
}

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function instant(value: Date, type: DataType): string {
  const milliseconds = BigInt(value.getTime());
  if (type.id === 'date') return String(type.unit === 'day' ? floorDivide(milliseconds, 86_400_000n) : milliseconds);
  return type.id === 'timestamp' ? String(floorDivide(milliseconds * unitsPerSecond(type.unit), 1_000n)) : String(milliseconds);
}
