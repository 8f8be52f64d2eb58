import { consumersOf, withInputs, type LogicalInput, type LogicalStep } from '../logical.js';
import { pushFilter } from './filter.js';
import { pushLimit } from './limit.js';
import { pushProjection } from './projection.js';

export interface RewriteContext {
  /** more than one consumer: a rewrite below it would change what the others see */
  isShared(input: LogicalInput): boolean;
  applied(rule: string): void;
  /** what shared steps have become, so that they stay shared */
  readonly shared: Map<LogicalInput, LogicalInput>;
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
  current = pushProjection(current, undefined, contextOf(current, rules));
  return { root: current, rules: [...new Set(rules)] };
}

function contextOf(root: LogicalInput, rules: string[]): RewriteContext {
  const consumers = consumersOf(root);
  return { isShared: input => (consumers.get(input) ?? 0) > 1, applied: rule => rules.push(rule), shared: new Map() };
}

/** Applies a rule to every step, inputs first; shared steps are rewritten once and stay shared. */
function bottomUp(root: LogicalInput, rule: Rule, rules: string[]): LogicalInput {
  const before = consumersOf(root);
  const shared = new Set<LogicalInput>();
  const done = new Map<LogicalInput, LogicalInput>();
  const context: RewriteContext = { isShared: input => shared.has(input), applied: name => rules.push(name), shared: new Map() };
  const visit = (input: LogicalInput): LogicalInput => {
    if (input.kind === 'dataset') return input;
    const known = done.get(input);
    if (known) return known;
    const rewritten = rule(withInputs(input, input.inputs.map(visit)), context);
    done.set(input, rewritten);
    if ((before.get(input) ?? 0) > 1) shared.add(rewritten);
    return rewritten;
  };
  return visit(root);
}
