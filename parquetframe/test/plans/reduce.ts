import type { Contestants, Difference } from './compare.js';
import type { Model } from './model.js';
import type { Plan } from './plan.js';

const without = <T>(items: readonly T[], from: number, count: number): readonly T[] => [
  ...items.slice(0, from),
  ...items.slice(from + count),
];

/** Smaller plans: fewer calls, then fewer rows, halves first. */
function* smaller(plan: Plan): Generator<Plan> {
  for (let index = plan.calls.length - 1; index >= 0; index--) yield { ...plan, calls: without(plan.calls, index, 1) };
  for (const side of ['left', 'right'] as const) {
    const table: Model = plan[side];
    for (let size = Math.ceil(table.rows.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let from = 0; from < table.rows.length; from += size)
        yield { ...plan, [side]: { ...table, rows: without(table.rows, from, size) } };
  }
  if (plan.batches > 1) yield { ...plan, batches: 1 };
}

export interface Reduced {
  readonly plan: Plan;
  readonly difference: Difference;
}

/** The least plan found that the same contestant answers otherwise. */
export async function reduced(contestants: Contestants, plan: Plan, found: Difference): Promise<Reduced> {
  let [least, difference] = [plan, found];
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of smaller(least)) {
      const still = await contestants.difference(candidate);
      if (still?.who !== found.who) continue;
      [least, difference, isSmaller] = [candidate, still, true];
      break;
    }
  }
  return { plan: least, difference };
}
