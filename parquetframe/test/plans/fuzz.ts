import type { Contestants } from './compare.js';
import type { Model } from './model.js';
import { planOf, written } from './plan.js';
import { reduced, type Reduced } from './reduce.js';

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

/** Plans that are run at once: most of their time is waiting for threads. */
const AT_ONCE = 4;

/** Runs plans; what differs is made small and told. */
export async function fuzz(
  contestants: Contestants,
  { first, plans, most }: { readonly first: number; readonly plans: number; readonly most: number },
  tell: (line: string) => void,
): Promise<FuzzReport> {
  let [calls, differences, ran, next] = [0, 0, 0, first];
  const work = async (): Promise<void> => {
    while (next < first + plans && differences < most) {
      const seed = next++;
      const plan = planOf(seed);
      calls += plan.calls.length;
      const difference = await contestants.difference(plan);
      if (++ran % 5000 === 0) tell(`${String(ran)} plans, ${String(differences)} differences`);
      if (!difference) continue;
      differences++;
      tell(told(seed, await reduced(contestants, plan, difference)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { compared } = contestants;
  tell(
    `${String(ran)} plans of ${String(calls)} calls, ${String(differences)} differences; DuckDB on ${String(compared.plans)} plans of ${String(compared.calls)} calls`,
  );
  return { plans: ran, calls, differences };
}

const told = (seed: number, { plan, difference: { who, expected, received } }: Reduced): string =>
  [
    `seed ${String(seed)}: ${who} differs`,
    `  ${written(plan)}`,
    `  ${shown('left', plan.left)}`,
    `  ${shown('right', plan.right)}`,
    `  expected ${JSON.stringify(expected)}`,
    `  received ${JSON.stringify(received)}`,
  ].join('\n');
