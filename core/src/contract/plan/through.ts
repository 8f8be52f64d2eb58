import { columnsOf, type UserExpression } from './expression.js';

/** Rewrites column names through a projection, or undefined when a name is not a plain column there. */
export function throughProjection(
  expression: UserExpression,
  columns: readonly { readonly name: string; readonly expression: UserExpression }[],
): UserExpression | undefined {
  if (expression.kind === 'column') {
    const source = columns.find(column => column.name === expression.name)?.expression;
    return source?.kind === 'column' ? source : undefined;
  }
  if (expression.kind !== 'call') return expression;
  const inner: UserExpression[] = [];
  for (const argument of expression.arguments) {
    const rewritten = throughProjection(argument, columns);
    if (!rewritten) return undefined;
    inner.push(rewritten);
  }
  return { ...expression, arguments: inner };
}

/** Whether an expression reads none but these columns. */
export const readsOnly = (expression: UserExpression, names: ReadonlySet<string>): boolean =>
  [...columnsOf(expression)].every(name => names.has(name));
