import { joinedColumnsOf, type ProjectedColumn } from '../../contract/operations/index.js';
import type { UserExpression } from '../../contract/plan/index.js';
import { kindOf, logicalStep, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import { canFail, conjunction, conjuncts, MOST_CONJUNCTS, readsOnly, throughProjection } from './predicates.js';
import type { RewriteContext } from './rewrite.js';

const schemaOf = (input: LogicalInput) => {
  const kind = kindOf(input);
  return kind.kind === 'table' ? kind.schema : [];
};

/**
 * Predicate pushdown: moves a filter towards the file. Below a projection of plain columns, a sort, another filter; into one side of a join; below an
 * aggregation when it reads keys only; into a Parquet scan. Never past a limit, and never so that a part that can fail sees rows it would not have seen.
 */
export function pushFilter(step: LogicalStep, context: RewriteContext): LogicalInput {
  const input = step.inputs[0];
  if (step.definition.name !== 'table.filter' || input?.kind !== 'step' || context.isShared(input)) return step;
  const predicate = step.options['predicate'] as UserExpression;
  const filterOver = (over: LogicalInput, part: UserExpression): LogicalStep =>
    logicalStep(step.definition, { predicate: part }, [over], step.origin);
  switch (input.definition.name) {
    case 'parquet.scan':
      return intoScan(step, input, predicate, context);
    case 'table.filter':
      return mergeFilters(step, input, predicate, context);
    case 'table.sort': {
      const below = input.inputs[0];
      if (!below) return step;
      context.applied('filter below sort');
      return withInputs(input, [pushFilter(filterOver(below, predicate), context)]);
    }
    case 'table.project': {
      const moved = throughProjection(predicate, input.options['columns'] as readonly ProjectedColumn[]);
      const below = input.inputs[0];
      if (!moved || !below) return step;
      context.applied('filter below projection');
      return withInputs(input, [pushFilter(filterOver(below, moved), context)]);
    }
    case 'table.aggregate': {
      const keys = new Set(input.options['keys'] as readonly string[]);
      const below = input.inputs[0];
      if (!below || keys.size === 0 || !readsOnly(predicate, keys)) return step;
      context.applied('filter below aggregation');
      return withInputs(input, [pushFilter(filterOver(below, predicate), context)]);
    }
    case 'table.join':
      return intoJoin(step, input, predicate, filterOver, context);
    default:
      return step;
  }
}

function intoScan(step: LogicalStep, scan: LogicalStep, predicate: UserExpression, context: RewriteContext): LogicalInput {
  // A scan's limit counts rows after its predicate: a later filter must stay above it.
  if (scan.options['limit'] !== undefined && scan.options['limit'] !== null) return step;
  const existing = scan.options['predicate'] as UserExpression | undefined;
  const parts = [...(existing ? conjuncts(existing) : []), ...conjuncts(predicate)];
  if (existing && (parts.length > MOST_CONJUNCTS || canFail(predicate, schemaOf(scan)))) return step;
  context.applied('predicate into parquet.scan');
  return logicalStep(
    scan.definition,
    { ...scan.options, predicate: existing ? conjunction(parts) : predicate },
    scan.inputs,
    scan.origin,
  );
}

function mergeFilters(step: LogicalStep, inner: LogicalStep, predicate: UserExpression, context: RewriteContext): LogicalInput {
  const below = inner.inputs[0];
  const parts = [...conjuncts(inner.options['predicate'] as UserExpression), ...conjuncts(predicate)];
  if (!below || parts.length > MOST_CONJUNCTS || canFail(predicate, schemaOf(below))) return step;
  context.applied('filters merged');
  const merged = conjunction(parts);
  return pushFilter(logicalStep(step.definition, { predicate: merged }, [below], step.origin), context);
}

function intoJoin(
  step: LogicalStep,
  join: LogicalStep,
  predicate: UserExpression,
  filterOver: (over: LogicalInput, part: UserExpression) => LogicalStep,
  context: RewriteContext,
): LogicalInput {
  const [left, right] = join.inputs;
  if (!left || !right) return step;
  const leftNames = new Set(schemaOf(left).map(f => f.name));
  const fromRight = joinedColumnsOf(join.bound).map(({ name, column }): ProjectedColumn => ({
    name,
    expression: { kind: 'column', name: column },
  }));
  const toLeft: UserExpression[] = [];
  const toRight: UserExpression[] = [];
  const stay: UserExpression[] = [];
  for (const part of conjuncts(predicate)) {
    const onRight = join.options['how'] === 'inner' ? throughProjection(part, fromRight) : undefined;
    if (canFail(part, schemaOf(join))) stay.push(part);
    else if (readsOnly(part, leftNames)) toLeft.push(part);
    else if (onRight) toRight.push(onRight);
    else stay.push(part);
  }
  if (toLeft.length + toRight.length === 0) return step;
  context.applied('filter into join');
  const over = (side: LogicalInput, parts: readonly UserExpression[]): LogicalInput => {
    const joined = conjunction(parts);
    return joined ? pushFilter(filterOver(side, joined), context) : side;
  };
  const pushed = withInputs(join, [over(left, toLeft), over(right, toRight)]);
  const rest = conjunction(stay);
  return rest ? filterOver(pushed, rest) : pushed;
}
