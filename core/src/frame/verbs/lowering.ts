import type { Aggregation } from '../../contract/operations/index.js';
import { planNode, type PlanInput, type PlanNode, type UserExpression } from '../../contract/plan/index.js';
import type { AnyAggregate } from '../expr.js';

type NodeExtra = NonNullable<Parameters<typeof planNode>[3]>;

export const columnExpression = (name: string): UserExpression => ({ kind: 'column', name });

/**
 * `table.aggregate` works on columns, so aggregates of expressions are computed into columns first. Columns are then numbered, since any name could be taken by a key.
 */
export function aggregatePlan(
  input: PlanInput,
  keys: readonly string[],
  aggregates: readonly (readonly [string, AnyAggregate])[],
  extra: NodeExtra,
): PlanNode {
  const plain = aggregates.every(([, { input: expression }]) => expression === undefined || expression.kind === 'column');
  if (plain) {
    const named = aggregates.map(([name, aggregate]): Aggregation => ({
      name,
      function: aggregate.function,
      column: aggregate.input?.kind === 'column' ? aggregate.input.name : null,
    }));
    return planNode('table.aggregate', { keys, aggregates: named }, [input], extra);
  }
  const computed: { name: string; expression: UserExpression }[] = [];
  const named = aggregates.map(([name, aggregate]): Aggregation => {
    if (aggregate.input === undefined) return { name, function: aggregate.function, column: null };
    const column = unusedName(keys, computed.length);
    computed.push({ name: column, expression: aggregate.input });
    return { name, function: aggregate.function, column };
  });
  const columns = [...keys.map(key => ({ name: key, expression: columnExpression(key) })), ...computed];
  return planNode(
    'table.aggregate',
    { keys, aggregates: named },
    [planNode('table.project', { columns }, [input], extra)],
    extra,
  );
}

function unusedName(keys: readonly string[], index: number): string {
  let name = `aggregated ${String(index + 1)}`;
  while (keys.includes(name)) name += ' ';
  return name;
}
