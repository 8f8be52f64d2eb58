import { ParquetFrameError } from '../contract/errors/index.js';
import { findFunction } from '../contract/functions/index.js';
import type { UserExpression } from '../contract/plan/index.js';
import { formatExpression, operandsOf } from '../contract/plan/index.js';
import { isUnfinished } from './described.js';

/**
 * Conditions that are built while the callback of a verb runs. Objects are always true, so `a && b` is `b`, and `a` is lost without a word; but `a` was built, and is no
 * part of what the callback returns. What is made outside of a callback is nobody's business here.
 */
const running: Set<UserExpression>[] = [];

/** Called for every expression that is made. */
export function noteExpression(node: UserExpression): void {
  if (node.kind === 'call' && findFunction(node.function)?.type === 'bool') running.at(-1)?.add(node);
}

/** What the callback returns. @throws ParquetFrameError `INVALID_ARGUMENT` for a condition that was built and left out */
export function withoutLostConditions(verb: string, callback: () => unknown): unknown {
  const built = new Set<UserExpression>();
  running.push(built);
  let returned: unknown;
  try {
    returned = callback();
  } finally {
    running.pop();
  }
  if (returned instanceof Promise) throw asyncCallback(verb, returned);
  // A callback that returns nothing, or a choice that is not complete, is told so.
  if (built.size > 0 && returned !== undefined && !valuesOf(returned).some(isUnfinished)) {
    removeUsed(returned, built);
    for (const lost of built) throw lostCondition(verb, lost);
  }
  return returned;
}

/** An async callback gives a promise, whose members are not there yet: nothing would be left of what it says. */
function asyncCallback(verb: string, promise: Promise<unknown>): ParquetFrameError {
  promise.catch(() => undefined); // nobody waits for it
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb}: the callback must return its result at once and cannot be async; received a promise`,
    { details: { verb } },
  );
}

/** Without recursion: expressions may nest deeply. */
function removeUsed(returned: unknown, built: Set<UserExpression>): void {
  const stack = [...nodesOf(returned)];
  const seen = new Set<UserExpression>();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    built.delete(node);
    stack.push(...operandsOf(node));
  }
}

/** What a callback returns, and its members. */
const valuesOf = (returned: unknown): readonly unknown[] =>
  typeof returned === 'object' && returned !== null ? [returned, ...(Object.values(returned) as readonly unknown[])] : [];

/** Expressions in what a callback may return: one, an aggregate, or an object of these. */
function nodesOf(returned: unknown): readonly UserExpression[] {
  return valuesOf(returned).flatMap(value => {
    if (typeof value !== 'object' || value === null) return [];
    const given: { readonly [member: string]: unknown } = { ...value };
    const nodes = 'node' in value ? [value.node] : [given['input'], given['second'], given['condition']];
    return nodes.filter(isNode);
  });
}

const isNode = (value: unknown): value is UserExpression => typeof value === 'object' && value !== null && 'kind' in value;

function lostCondition(verb: string, condition: UserExpression): ParquetFrameError {
  const text = formatExpression(condition);
  const shown = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb}: the condition ${shown} is not part of what the callback returns. JavaScript's &&, ||, !, ?: and if cannot look into an expression; ` +
      'write a.and(b), a.or(b) and a.not()',
    { details: { verb, condition: shown } },
  );
}
