import { logicalStep, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import type { RewriteContext } from './rewrite.js';

/** Limit pushdown: below projections, merged with another limit, and into scans so that reading stops early. */
export function pushLimit(step: LogicalStep, context: RewriteContext): LogicalInput {
  const input = step.inputs[0];
  if (step.definition.name !== 'table.limit' || input?.kind !== 'step' || context.isShared(input)) return step;
  const count = step.options['count'] as number;
  const offset = step.options['offset'] as number;
  const below = input.inputs[0];
  if (input.definition.name === 'table.project' && below) {
    context.applied('limit below projection');
    return withInputs(input, [pushLimit(withInputs(step, [below]), context)]);
  }
  if (input.definition.name === 'table.limit' && below) {
    const inner = { count: input.options['count'] as number, offset: input.options['offset'] as number };
    if (!Number.isSafeInteger(inner.offset + offset)) return step;
    context.applied('limits merged');
    const merged = { count: Math.max(0, Math.min(count, inner.count - offset)), offset: inner.offset + offset };
    return pushLimit(logicalStep(step.definition, merged, [below], step.origin), context);
  }
  if (input.definition.name === 'parquet.scan' || input.definition.name === 'csv.scan') {
    const known = input.options['limit'] as number | null | undefined;
    const wanted = count + offset;
    if (!Number.isSafeInteger(wanted)) return step;
    if (known !== null && known !== undefined && known <= wanted && offset === 0 && known <= count) return input;
    const scan = logicalStep(
      input.definition,
      { ...input.options, limit: Math.min(known ?? wanted, wanted) },
      input.inputs,
      input.origin,
    );
    context.applied('limit into scan');
    return offset === 0 ? scan : withInputs(step, [scan]);
  }
  return step;
}
