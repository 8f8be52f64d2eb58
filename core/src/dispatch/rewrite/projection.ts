import { columnNames, type ColumnNames } from '../../contract/operations/index.js';
import { tableProject } from '../../contract/operations/table/project.js';
import { inputsFirst } from '../../contract/plan/index.js';
import { kindOf, logicalStep, planned, stepInputs, withInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import type { RewriteContext } from './rewrite.js';

/**
 * Projection pushdown: sources read only the columns that something above them uses. From the result down it is found out what every step must give (undefined:
 * all its columns, as for the result itself and for shared steps); then the steps are made again over their narrowed inputs.
 */
export function pushProjection(root: LogicalInput, context: RewriteContext): LogicalInput {
  const order = inputsFirst(root, stepInputs);
  const needed = new Map<LogicalInput, ColumnNames | undefined>();
  for (const input of order.toReversed()) {
    if (input.kind === 'dataset') continue;
    if (context.isShared(input)) needed.delete(input);
    const needs = input.definition.plan?.reads?.(planned(input), needed.get(input)) ?? [];
    input.inputs.forEach((inner, index) => needed.set(inner, needs[index]));
  }
  const narrowed = new Map<LogicalInput, LogicalInput>();
  for (const input of order) {
    if (input.kind === 'dataset') continue;
    const inputs = alike(
      input,
      input.inputs.map(inner => narrowed.get(inner) ?? inner),
    );
    narrowed.set(input, narrow(input, inputs, needed.get(input), context));
  }
  return narrowed.get(root) ?? root;
}

/** Inputs that must have the same columns, some of which have more left than others, with those that all have: what is needed is among them. */
function alike({ definition, origin }: LogicalStep, inputs: readonly LogicalInput[]): readonly LogicalInput[] {
  if (definition.plan?.alikeInputs !== true) return inputs;
  const names = inputs.map(input => columnNames(kindOf(input)));
  const common = names[0]?.filter(name => names.every(others => others.includes(name))) ?? [];
  const columns = common.map(name => ({ name, expression: { kind: 'column', name } }));
  return inputs.map((input, index) =>
    names[index]?.length === common.length && names[index].every((name, at) => name === common[at])
      ? input
      : logicalStep(tableProject, { columns }, [input], { ...origin, engine: undefined }),
  );
}

/** The step over its narrowed inputs, with those of its own columns that are needed. */
function narrow(
  step: LogicalStep,
  inputs: readonly LogicalInput[],
  wanted: ColumnNames | undefined,
  context: RewriteContext,
): LogicalStep {
  const options = wanted && step.definition.plan?.narrow?.(planned(step), wanted);
  if (!options) return withInputs(step, inputs);
  const narrowed = logicalStep(step.definition, options, inputs, step.origin);
  const isSource = inputs.every(input => kindOf(input).kind !== 'table');
  if (isSource) context.applied(`columns of ${step.definition.name}: ${columnNames(kindOf(narrowed)).join(', ')}`);
  return narrowed;
}
