import type { DataType } from '../../contract/data/index.js';
import type { Aggregation } from '../../contract/operations/index.js';
import {
  planNode,
  shortText,
  type Called,
  type LiteralValue,
  type PlanInput,
  type PlanNode,
  type UserExpression,
} from '../../contract/plan/index.js';
import type { AnyAggregate } from '../expr.js';
import type { MakeStep } from './expansion.js';
import { nullAggregates } from './null-aggregates.js';

type NodeExtra = NonNullable<Parameters<typeof planNode>[3]>;

export const columnExpression = (name: string): UserExpression => ({ kind: 'column', name });
export const callExpression = (name: string, ...operands: readonly UserExpression[]): UserExpression => ({
  kind: 'call',
  function: name,
  arguments: operands,
});
/** A call that is what another verb or method comes down to: messages speak of that one. */
export const calledAs = (called: Called, expression: UserExpression): UserExpression =>
  expression.kind === 'call' ? { ...expression, called } : expression;
export const castExpression = (operand: UserExpression, to: DataType): UserExpression => ({
  kind: 'call',
  function: 'cast',
  arguments: [operand],
  to,
});
export const literalExpression = (value: LiteralValue, type?: DataType): UserExpression => ({
  kind: 'literal',
  value,
  ...(type ? { type } : {}),
});
/** Columns as they are, for a projection. */
export const keptColumns = (
  names: readonly string[],
): readonly { readonly name: string; readonly expression: UserExpression }[] =>
  names.map(name => ({ name, expression: columnExpression(name) }));

/**
 * `table.aggregate` works on columns, so aggregates of expressions are computed into columns first, under other names than the keys.
 */
export function aggregatePlan(
  input: PlanInput,
  keys: readonly string[],
  aggregates: readonly (readonly [string, AnyAggregate])[],
  extra: NodeExtra,
): PlanNode {
  const plain = aggregates.every(([, { input: expression, second, condition }]) =>
    [expression, second, condition].every(operand => operand === undefined || operand.kind === 'column'),
  );
  if (plain) {
    const named = aggregates.map(each => aggregation(each, operand => (operand.kind === 'column' ? operand.name : '')));
    return aggregateNode(input, keys, named, extra);
  }
  const computed: { name: string; expression: UserExpression }[] = [];
  const named = aggregates.map(each =>
    aggregation(each, expression => {
      const column = unusedName(expression, [...keys, ...computed.map(({ name }) => name)]);
      computed.push({ name: column, expression });
      return column;
    }),
  );
  const columns = [...keys.map(key => ({ name: key, expression: columnExpression(key) })), ...computed];
  return aggregateNode(planNode('table.project', { columns }, [input], extra), keys, named, extra);
}

function aggregateNode(
  input: PlanInput,
  keys: readonly string[],
  aggregates: readonly Aggregation[],
  extra: NodeExtra,
): PlanNode {
  const step: MakeStep = (operation, options, ...inputs) => planNode(operation, options, inputs, extra);
  const node = step('table.aggregate', { keys, aggregates }, input);
  if (aggregates.every(({ column }) => column === null)) return node;
  return { ...node, expand: ([schema = []]) => nullAggregates(input, schema, keys, aggregates, step) ?? node };
}

/** `columnOf` names the column that an operand is, or becomes. */
const aggregation = (
  [name, { function: f, input, second, condition, options }]: readonly [string, AnyAggregate],
  columnOf: (operand: UserExpression) => string,
): Aggregation => ({
  name,
  function: f,
  column: input ? columnOf(input) : null,
  ...(second ? { second: columnOf(second) } : {}),
  ...(condition ? { where: columnOf(condition) } : {}),
  ...(options ? { options } : {}),
});

/** Messages name columns, so it is the text of what is in it. */
function unusedName(expression: UserExpression, taken: readonly string[]): string {
  const text = shortText(expression);
  let name = text;
  for (let next = 2; taken.includes(name); next++) name = `${text} ${String(next)}`;
  return name;
}
