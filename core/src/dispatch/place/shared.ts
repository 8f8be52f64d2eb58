import type { Dataset, Residency } from '../../contract/data/index.js';
import { inputsFirst } from '../../contract/plan/index.js';
import { Decider } from './decide.js';
import type { Decision, DecisionContext, Option } from './decision.js';
import type { LogicalInput } from '../resolve/logical.js';

/** Datasets that must be built and that more than one step of a plan reads, inputs first. */
export function sharedDatasets(
  root: LogicalInput,
  context: Pick<DecisionContext, 'done' | 'alive' | 'recipes'>,
): readonly Dataset[] {
  const recipeOf = ({ dataset }: LogicalInput & { readonly kind: 'dataset' }): LogicalInput | undefined =>
    context.alive(dataset).length > 0 ? undefined : context.recipes(dataset);
  const inputsOf = (input: LogicalInput): readonly LogicalInput[] => {
    if (context.done.has(input)) return [];
    if (input.kind === 'step') return input.inputs;
    const recipe = recipeOf(input);
    return recipe ? [recipe] : [];
  };
  const readers = new Map<Dataset, number>();
  for (const input of inputsFirst(root, inputsOf)) {
    if (input.kind !== 'step' || context.done.has(input)) continue;
    for (const inner of input.inputs)
      if (inner.kind === 'dataset' && recipeOf(inner)) readers.set(inner.dataset, (readers.get(inner.dataset) ?? 0) + 1);
  }
  return [...readers].filter(([, count]) => count > 1).map(([dataset]) => dataset);
}

/**
 * Places shared datasets for all their consumers together: of the ways to have one, that by which the whole plan is cheapest when its cost is counted once.
 * One after the other, inputs first, so that the next knows where the earlier ones are.
 */
export function decideShared(
  root: LogicalInput,
  wants: readonly Residency[],
  shared: readonly Dataset[],
  context: DecisionContext,
): { readonly decision: Decision | undefined; readonly decider: Decider } {
  const settled = new Map<Dataset, Option>();
  for (const dataset of shared) {
    const recipe = context.recipes(dataset);
    const ways = recipe ? new Decider({ ...context, settled }).options(recipe) : [];
    let best: { readonly way: Option; readonly weight: number } | undefined;
    for (const way of ways) {
      const rest = new Decider({ ...context, settled: new Map([...settled, [dataset, way]]) }).decide(root, wants);
      const weight = way.weight + (rest?.weight ?? Infinity);
      if (rest && (!best || weight < best.weight)) best = { way, weight };
    }
    if (best) settled.set(dataset, best.way);
  }
  const decider = new Decider({ ...context, settled });
  // What else was considered for them is asked for when the decision is explained.
  for (const dataset of settled.keys()) {
    const recipe = context.recipes(dataset);
    if (recipe) decider.options(recipe);
  }
  return { decision: decider.decide(root, wants), decider };
}
