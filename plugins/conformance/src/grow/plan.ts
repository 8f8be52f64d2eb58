import {
  checkOptions,
  makeFragment,
  neededRevision,
  parameterList,
  type CaseInput,
  type Determinism,
  type Kind,
  type OperationOptions,
  type ParameterList,
  type Port,
  type PreparedInput,
  type Step,
} from '@parquetframe/core/engine';
import { bindDefinition, type BoundCase } from '../bind.js';
import { caseText } from '../case-text.js';
import { kindOf } from '../replicas.js';
import type { TestedOperation } from '../operation-cases.js';
import { formatValue } from '../values.js';

/** Where data enters a generated plan. */
export interface PlanLeaf {
  readonly node: 'leaf';
  readonly input: PreparedInput;
  readonly given: CaseInput;
}

/** A step of a generated plan; a step or a leaf that is used twice is the same object. */
export interface PlanStep {
  readonly node: 'step';
  readonly tested: TestedOperation;
  readonly options: OperationOptions;
  readonly inputs: readonly PlanNode[];
  readonly output: Kind;
}
export type PlanNode = PlanLeaf | PlanStep;

export const planKind = (node: PlanNode): Kind => (node.node === 'leaf' ? kindOf(node.input) : node.output);
export const nameOf = (step: PlanStep): string => step.tested.definition.name;

/** A step over inputs that are there; undefined where the catalogue refuses the options. */
export function planStep(tested: TestedOperation, options: OperationOptions, inputs: readonly PlanNode[]): PlanStep | undefined {
  try {
    const { fragment } = bindDefinition(tested.definition, options, inputs.map(planKind), 'exact');
    return { node: 'step', tested, options, inputs, output: fragment.root.output };
  } catch {
    return undefined;
  }
}

/** A plan as the fragment that dispatch would make of it, and its ports. */
export interface BoundPlan extends BoundCase {
  readonly ports: readonly PreparedInput[];
}

/** Arguments stand in the order in which dispatch puts them: those of the inputs first. A leaf that is used twice is one port. */
export function bindPlan(root: PlanStep, determinism: Determinism): BoundPlan {
  const parameters = parameterList();
  const leaves: PlanLeaf[] = [];
  const step = convert(root, parameters, leaves);
  if (step.kind === 'port') throw new TypeError('a plan has at least one step');
  return {
    fragment: makeFragment(step, determinism, parameters.types),
    arguments: parameters.values,
    ports: leaves.map(({ input }) => input),
  };
}

function convert(node: PlanNode, parameters: ParameterList, leaves: PlanLeaf[]): Step | Port {
  if (node.node === 'leaf') {
    const known = leaves.indexOf(node);
    if (known < 0) leaves.push(node);
    return { kind: 'port', index: known < 0 ? leaves.length - 1 : known, data: planKind(node) };
  }
  const inputs = node.inputs.map(input => convert(input, parameters, leaves));
  const { definition } = node.tested;
  const checked = checkOptions(definition, node.options);
  const bound = definition.bind(checked, node.inputs.map(planKind), parameters);
  return {
    kind: 'step',
    operation: definition.name,
    revision: neededRevision(definition, checked),
    binding: bound.binding,
    arguments: bound.arguments,
    inputs,
    output: bound.output,
  };
}

/** Every step once, inputs first. */
export function stepsOf(root: PlanStep): readonly PlanStep[] {
  const steps = new Set<PlanStep>();
  const visit = (node: PlanNode): void => {
    if (node.node === 'leaf' || steps.has(node)) return;
    node.inputs.forEach(visit);
    steps.add(node);
  };
  visit(root);
  return [...steps];
}

export interface Pair {
  readonly parent: string;
  readonly port: number;
  readonly child: string;
}
export const pairKey = ({ parent, port, child }: Pair): string => `${child} > ${port} of ${parent}`;

/** Where a step stands directly on another. */
export const pairsOf = (root: PlanStep): readonly Pair[] =>
  stepsOf(root).flatMap(step =>
    step.inputs.flatMap((input, port) => (input.node === 'step' ? [{ parent: nameOf(step), port, child: nameOf(input) }] : [])),
  );

/** A plan for a message: its steps, inputs first, then its data. */
export function planText(root: PlanStep): string {
  const steps = stepsOf(root);
  const leaves: PlanLeaf[] = [];
  const reference = (node: PlanNode): string => {
    if (node.node === 'step') return `#${steps.indexOf(node)}`;
    if (!leaves.includes(node)) leaves.push(node);
    return `input ${leaves.indexOf(node)}`;
  };
  const lines = steps.map(
    (step, index) => `#${index} = ${nameOf(step)}(${step.inputs.map(reference).join(', ')}) ${formatValue(step.options)}`,
  );
  const data = caseText({ inputs: leaves.map(({ given }) => given), options: {} });
  return `${lines.join('\n')}\n${data.slice(data.indexOf('\n') + 1)}`;
}
