import { formatType, valueType, type DataType } from '../data/index.js';
import { commonType, type ScalarFunctionDefinition } from '../functions/index.js';
import type { Expression, UserExpression } from './expression.js';
import { isLiteralOf } from './literal.js';
import type { ParameterList } from './resolve.js';

type Literal = Extract<UserExpression, { readonly kind: 'literal' }>;

/** What a literal stands beside: the first operand with a type, of those that must be alike where the function says which. It takes that type where it is a value of it. */
export function besideOf(
  { alike, beside: inside }: ScalarFunctionDefinition,
  { value, type: declared }: Literal,
  typed: readonly (Expression | undefined)[],
  index: number,
): { readonly beside: DataType | undefined; readonly declared: DataType | undefined } {
  if (!alike) {
    const type = typed.find(other => other !== undefined)?.type;
    return { beside: (type && inside?.(type)) ?? type, declared };
  }
  const group = alike(index, typed.length);
  const others = typed.flatMap((other, at) => (other && alike(at, typed.length) === group ? [other.type] : []));
  const beside = others.find(type => type.id !== 'null') ?? others[0];
  const takes = declared === undefined && beside && value !== null && isLiteralOf(value, beside) && !isUnscaled(value, beside);
  return { beside, declared: takes ? valueType(beside) : declared };
}

/** A bigint of a decimal type is its digits, as in rows; beside a decimal it is the number that it is. */
const isUnscaled = (value: unknown, type: DataType): boolean => typeof value === 'bigint' && valueType(type).id === 'decimal';

/** Operands that must be alike, cast to the type common to them: nulls to that of the others. Left as they are where there is none. */
export function alikeOperands(
  { alike }: ScalarFunctionDefinition,
  args: readonly Expression[],
  parameters: ParameterList,
): readonly Expression[] {
  if (!alike) return args;
  const groups = new Map<string | undefined, number[]>();
  for (const index of args.keys()) {
    const group = alike(index, args.length);
    groups.set(group, [...(groups.get(group) ?? []), index]);
  }
  const result = [...args];
  for (const [group, members] of groups) {
    const types = members.flatMap(index => args[index]?.type ?? []).filter(type => type.id !== 'null');
    const common = group === undefined ? undefined : commonType(types);
    if (common)
      for (const index of members) {
        const argument = args[index];
        if (argument) result[index] = as(common, argument, parameters);
      }
  }
  return result;
}

/** A null literal is one of any type. */
function as(type: DataType, argument: Expression, parameters: ParameterList): Expression {
  if (formatType(argument.type) === formatType(type)) return argument;
  if (argument.kind === 'parameter' && parameters.values[argument.index] === null) {
    parameters.types[argument.index] = type;
    return { ...argument, type };
  }
  return { kind: 'call', function: 'cast', arguments: [argument], type };
}
