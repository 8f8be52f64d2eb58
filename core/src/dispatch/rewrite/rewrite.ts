import { inputsFirst } from '../../contract/plan/index.js';
import { consumersOf, stepInputs, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import { pushFilter } from './filter.js';
import { pushLimit } from './limit.js';
import { pushProjection } from './projection.js';

export interface RewriteContext {
  /** more than one consumer: a rewrite below it would change what the others see */
  isShared(input: LogicalInput): boolean;
  applied(rule: string): void;
}

export interface Rewritten {
  readonly root: LogicalInput;
  /** rules that changed something, for `explain` */
  readonly rules: readonly string[];
}

type Rule = (step: LogicalStep, context: RewriteContext) => LogicalInput;

/** Predicate, limit, then projection pushdown. The result has the same rows; an error may disappear, none is added. */
export function rewrite(root: LogicalInput): Rewritten {
  const rules: string[] = [];
  let current = root;
  for (const rule of [pushFilter, pushLimit]) current = bottomUp(current, rule, rules);
  current = pushProjection(current, contextOf(current, rules));
  return { root: current, rules: [...new Set(rules)] };
}

function contextOf(root: LogicalInput, rules: string[]): RewriteContext {
  const consumers = consumersOf(root);
  return { isShared: input => (consumers.get(input) ?? 0) > 1, applied: rule => rules.push(rule) };
}

/** Applies a rule to every step, inputs first; shared steps are rewritten once and stay shared. */
function bottomUp(root: LogicalInput, rule: Rule, rules: string[]): LogicalInput {
  const before = consumersOf(root);
  const shared = new Set<LogicalInput>();
  const done = new Map<LogicalInput, LogicalInput>();
  const context: RewriteContext = { isShared: input => shared.has(input), applied: name => rules.push(name) };
  for (const input of inputsFirst(root, stepInputs)) {
    if (input.kind === 'dataset') continue;
    const inputs = input.inputs.map(inner => done.get(inner) ?? inner);
    const rewritten = rule(withInputs(input, inputs), context);
    done.set(input, rewritten);
    if ((before.get(input) ?? 0) > 1) shared.add(rewritten);
  }
  return done.get(root) ?? root;
}
