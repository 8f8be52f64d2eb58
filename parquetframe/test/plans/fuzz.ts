import type { Contestants } from './compare.js';
import type { Model } from './model.js';
import { planOf, written } from './plan.js';
import { reduced } from './reduce.js';

export interface FuzzReport {
  readonly plans: number;
  readonly calls: number;
  readonly differences: number;
}

const shown = (name: string, { columns, rows }: Model): string =>
  `${name}: ${columns.map(column => `${column.name} ${column.type.id}`).join(', ')}\n${rows.map(row => `    ${JSON.stringify(row, plain)}`).join('\n')}`;

const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? `${String(value)}n`
    : typeof value === 'number' && !Number.isFinite(value)
      ? String(value)
      : Object.is(value, -0)
        ? '-0'
        : value;

/** Runs plans one after the other; what differs is made small and told. */
export async function fuzz(
  contestants: Contestants,
  { first, plans, most }: { readonly first: number; readonly plans: number; readonly most: number },
  tell: (line: string) => void,
): Promise<FuzzReport> {
  let [calls, differences, ran] = [0, 0, 0];
  for (let seed = first; seed < first + plans && differences < most; seed++) {
    const plan = planOf(seed);
    ran++;
    calls += plan.calls.length;
    const difference = await contestants.difference(plan);
    if (ran % 5000 === 0) tell(`${String(ran)} plans, ${String(differences)} differences`);
    if (!difference) continue;
    differences++;
    const least = await reduced(contestants, plan, difference);
    const { who, expected, received } = least.difference;
    tell(
      [
        `seed ${String(seed)}: ${who} differs`,
        `  ${written(least.plan)}`,
        `  ${shown('left', least.plan.left)}`,
        `  ${shown('right', least.plan.right)}`,
        `  expected ${JSON.stringify(expected)}`,
        `  received ${JSON.stringify(received)}`,
      ].join('\n'),
    );
  }
  const { compared } = contestants;
  tell(
    `${String(ran)} plans of ${String(calls)} calls, ${String(differences)} differences; DuckDB on ${String(compared.plans)} plans of ${String(compared.calls)} calls`,
  );
  return { plans: ran, calls, differences };
}
