import type { Schema } from '../../contract/data/index.js';
import { findFunction } from '../../contract/functions/index.js';
import { parameterList, resolveExpression, type Expression, type UserExpression } from '../../contract/plan/index.js';

/** The parts of a conjunction, left to right. */
export function conjuncts(predicate: UserExpression): readonly UserExpression[] {
  return predicate.kind === 'call' && predicate.function === 'and' ? predicate.arguments.flatMap(conjuncts) : [predicate];
}

/** The parts joined by `and` in pairs, so that many of them do not nest deeply. */
export function conjunction(parts: readonly UserExpression[]): UserExpression | undefined {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first;
  const middle = parts.length >> 1;
  const halves = [conjunction(parts.slice(0, middle)), conjunction(parts.slice(middle))];
  return { kind: 'call', function: 'and', arguments: halves.filter(half => half !== undefined) };
}

/** Filters are merged up to this many conditions: every merge binds all of them again. */
export const MOST_CONJUNCTS = 128;

/**
 * Whether evaluating an expression can raise an error on some row. Rewrites may evaluate on more rows than the plan says only what cannot:
 * casts and arithmetic that checks for overflow can fail.
 */
export function canFail(expression: UserExpression, schema: Schema): boolean {
  return failing(resolveExpression(expression, schema, parameterList()));
}

function failing(expression: Expression): boolean {
  if (expression.kind !== 'call') return false;
  const fails = findFunction(expression.function)?.fails;
  if (!fails || fails(expression.type, expression.overflow ?? 'error')) return true;
  return expression.arguments.some(failing);
}
