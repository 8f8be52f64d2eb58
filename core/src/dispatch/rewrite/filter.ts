import type { FilterMove } from '../../contract/operations/index.js';
import type { UserExpression } from '../../contract/plan/index.js';
import { kindOf, logicalStep, planned, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import { canFail, conjunction, conjuncts, MOST_CONJUNCTS } from './predicates.js';
import type { RewriteContext } from './rewrite.js';

const schemaOf = (input: LogicalInput) => {
  const kind = kindOf(input);
  return kind.kind === 'table' ? kind.schema : [];
};

/**
 * Predicate pushdown: moves a filter towards its sources, one part at a time, where the operation below says that it may: above inputs of it, or into an option
 * of it. Never so that a part that can fail sees rows it would not have seen.
 */
export function pushFilter(step: LogicalStep, context: RewriteContext): LogicalInput {
  const input = step.inputs[0];
  const option = step.definition.plan?.filter;
  if (option === undefined || input?.kind !== 'step' || context.isShared(input)) return step;
  const stay: UserExpression[] = [];
  const moved: { readonly part: UserExpression; readonly move: FilterMove }[] = [];
  const below = planned(input);
  for (const part of conjuncts(step.options[option] as UserExpression)) {
    const move = input.definition.plan?.filterMoves?.(below, part);
    if (!move || ('inputs' in move && move.rows === 'more' && canFail(part, schemaOf(input)))) stay.push(part);
    else moved.push({ part, move });
  }
  const result = intoOption(step, aboveInputs(step, input, moved, context), moved, stay, context);
  if (result === input) return step;
  const rest = conjunction(stay);
  return rest ? overInput(step, option, result, rest) : result;
}

const overInput = (step: LogicalStep, option: string, over: LogicalInput, part: UserExpression): LogicalStep =>
  logicalStep(step.definition, { ...step.options, [option]: part }, [over], step.origin);

type Moved = readonly { readonly part: UserExpression; readonly move: FilterMove }[];

/** The step below with more conditions in its option; what cannot go there is left in `stay`. */
function intoOption(
  step: LogicalStep,
  input: LogicalStep,
  moved: Moved,
  stay: UserExpression[],
  context: RewriteContext,
): LogicalStep {
  const option = moved.flatMap(({ move }) => ('option' in move ? [move.option] : []))[0];
  if (option === undefined) return input;
  const parts = moved.flatMap(({ part, move }) => ('option' in move ? [part] : []));
  const existing = input.options[option] as UserExpression | undefined;
  const known = existing ? conjuncts(existing) : [];
  // Beside a condition that was there before, a part would see rows that were left out before it.
  const fits = known.length + parts.length <= MOST_CONJUNCTS || known.length === 0;
  const goes = parts.filter(part => fits && (known.length === 0 || !canFail(part, conditionSchema(input))));
  stay.push(...parts.filter(part => !goes.includes(part)));
  const merged = conjunction([...known, ...goes]);
  if (goes.length === 0 || merged === undefined) return input;
  const isSame = input.definition === step.definition;
  context.applied(isSame ? 'filters merged' : `condition into ${input.definition.name}`);
  const origin = isSame ? step.origin : input.origin;
  const result = logicalStep(input.definition, { ...input.options, [option]: merged }, input.inputs, origin);
  const further = pushFilter(result, context);
  return further.kind === 'step' ? further : result;
}

/** A condition of a source reads what the source gives; that of a filter what comes into it. */
function conditionSchema(input: LogicalStep) {
  const [below] = input.inputs;
  return below && kindOf(below).kind === 'table' ? schemaOf(below) : schemaOf(input);
}

function aboveInputs(step: LogicalStep, input: LogicalStep, moved: Moved, context: RewriteContext): LogicalStep {
  const option = step.definition.plan?.filter;
  const moves = moved.flatMap(({ move }) => ('inputs' in move ? [move.inputs] : []));
  if (option === undefined || moves.length === 0) return input;
  context.applied(`${step.definition.name} below ${input.definition.name}`);
  return withInputs(
    input,
    input.inputs.map((inner, index) => {
      const joined = conjunction(moves.flatMap(parts => parts[index] ?? []));
      return joined ? pushFilter(overInput(step, option, inner, joined), context) : inner;
    }),
  );
}
