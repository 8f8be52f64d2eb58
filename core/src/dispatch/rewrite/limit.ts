import { isOpen } from '../../contract/plan/index.js';
import { logicalStep, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import type { RewriteContext } from './rewrite.js';

/** How many rows a limit gives, after how many. */
interface Range {
  readonly count: number;
  readonly offset: number;
}

/** Limit pushdown: below what gives row by row, merged with another limit, and into sources so that reading stops early. */
export function pushLimit(step: LogicalStep, context: RewriteContext): LogicalInput {
  const input = step.inputs[0];
  const range = rangeOf(step);
  if (!range || input?.kind !== 'step' || context.isShared(input)) return step;
  if (range === 'open') return pushOpen(step, input, context);
  const [below] = input.inputs;
  const inner = input.definition === step.definition ? rangeOf(input) : undefined;
  if (inner === 'open') return step;
  if (inner && below) return merged(step, range, inner, below, context);
  const move = input.definition.plan?.limitMoves;
  if (move === undefined || !below) return step;
  if (move === 'below') {
    context.applied(`${step.definition.name} below ${input.definition.name}`);
    return withInputs(input, [pushLimit(withInputs(step, [below]), context)]);
  }
  const wanted = range.count + range.offset;
  if (!Number.isSafeInteger(wanted)) return step;
  if (move === 'each') {
    context.applied(`${step.definition.name} below each input of ${input.definition.name}`);
    const bounded = input.inputs.map(each => pushLimit(withRange(step, { count: wanted, offset: 0 }, each), context));
    return withInputs(step, [withInputs(input, bounded)]);
  }
  if (isOpen(input.options[move.option])) return step;
  const known = input.options[move.option] as number | null | undefined;
  if (known !== null && known !== undefined && range.offset === 0 && known <= range.count) return input;
  const options = { ...input.options, [move.option]: Math.min(known ?? wanted, wanted) };
  const source = logicalStep(input.definition, options, input.inputs, input.origin);
  context.applied(`${step.definition.name} into ${input.definition.name}`);
  return range.offset === 0 ? source : withInputs(step, [source]);
}

/** A limit whose numbers come with the call: it goes where none of them has to be reckoned with. */
function pushOpen(step: LogicalStep, input: LogicalStep, context: RewriteContext): LogicalInput {
  const { limit } = step.definition.plan ?? {};
  const [below] = input.inputs;
  const move = input.definition.plan?.limitMoves;
  if (!limit || !below || move === undefined || move === 'each') return step;
  if (move === 'below') {
    context.applied(`${step.definition.name} below ${input.definition.name}`);
    return withInputs(input, [pushLimit(withInputs(step, [below]), context)]);
  }
  const known = input.options[move.option];
  if (step.options[limit.offset] !== 0 || (known !== undefined && known !== null)) return step;
  context.applied(`${step.definition.name} into ${input.definition.name}`);
  const options = { ...input.options, [move.option]: step.options[limit.count] };
  return logicalStep(input.definition, options, input.inputs, input.origin);
}

/** `open`: a number of it is a parameter. */
function rangeOf({ definition: { plan }, options }: LogicalStep): Range | 'open' | undefined {
  const names = plan?.limit;
  if (names && (isOpen(options[names.count]) || isOpen(options[names.offset]))) return 'open';
  return names && { count: Number(options[names.count]), offset: Number(options[names.offset] ?? 0) };
}

function withRange(step: LogicalStep, { count, offset }: Range, over: LogicalInput): LogicalStep {
  const names = step.definition.plan?.limit;
  const options = names ? { ...step.options, [names.count]: count, [names.offset]: offset } : step.options;
  return logicalStep(step.definition, options, [over], step.origin);
}

function merged(step: LogicalStep, outer: Range, inner: Range, below: LogicalInput, context: RewriteContext): LogicalInput {
  const offset = inner.offset + outer.offset;
  if (!Number.isSafeInteger(offset)) return step;
  context.applied('limits merged');
  const count = Math.max(0, Math.min(outer.count, inner.count - outer.offset));
  return pushLimit(withRange(step, { count, offset }, below), context);
}
