import type { Dataset, DataType, Kind } from '../../contract/data/index.js';
import { isParquetFrameError, ParquetFrameError } from '../../contract/errors/index.js';
import {
  checkOptions,
  neededRevision,
  type BoundOperation,
  type OperationDefinition,
  type OperationOptions,
  type PlannedStep,
} from '../../contract/operations/index.js';
import { inputsFirst, isOpen, parameterList, type Determinism, type PlanNode } from '../../contract/plan/index.js';
import { checkInputs } from './inputs.js';

/** A plan whose kinds are known: what rewriting and placement work on. Immutable; shared nodes are shared by identity. */
export interface LogicalStep {
  readonly kind: 'step';
  readonly definition: OperationDefinition;
  readonly options: OperationOptions;
  readonly inputs: readonly LogicalInput[];
  readonly bound: BoundOperation;
  /** the least revision of the operation that it needs */
  readonly revision: number;
  /** this step's own arguments; a fragment concatenates those of its steps */
  readonly values: readonly unknown[];
  readonly types: readonly (DataType | undefined)[];
  /** some of its values come with the call: parameters */
  readonly isOpen: boolean;
  readonly origin: Origin;
}

export interface LogicalDataset {
  readonly kind: 'dataset';
  readonly dataset: Dataset;
  readonly data: Kind;
}

export type LogicalInput = LogicalStep | LogicalDataset;

/** What a step keeps of the user's call. */
export interface Origin {
  readonly callSite: string | undefined;
  readonly engine: string | undefined;
  readonly determinism: Determinism;
}

export const kindOf = (input: LogicalInput): Kind => (input.kind === 'step' ? input.bound.output : input.data);

export const originOf = (node: PlanNode, determinism: Determinism): Origin => ({
  callSite: node.callSite,
  engine: node.engine,
  determinism: node.determinism ?? determinism,
});

/** Validates and binds one step; an error carries the place where the user called the verb. */
export function logicalStep(
  definition: OperationDefinition,
  options: OperationOptions,
  inputs: readonly LogicalInput[],
  origin: Origin,
): LogicalStep {
  try {
    const kinds = inputs.map(kindOf);
    checkInputs(definition, kinds);
    const checked = checkOptions(definition, options);
    const parameters = parameterList();
    const bound = definition.bind(checked, kinds, parameters);
    return {
      kind: 'step',
      definition,
      options: checked,
      inputs,
      bound,
      revision: neededRevision(definition, checked),
      values: parameters.values,
      types: parameters.types,
      isOpen: parameters.values.some(isOpen),
      origin,
    };
  } catch (error) {
    throw withCallSite(error, origin.callSite);
  }
}

/** The same error with the place where the user called the verb. */
export function withCallSite(error: unknown, callSite: string | undefined): unknown {
  if (!isParquetFrameError(error) || callSite === undefined || 'callSite' in error.details) return error;
  return new ParquetFrameError(error.code, error.message, {
    cause: error.cause,
    details: { ...error.details, callSite },
  });
}

/** The step as its operation's own planning sees it. */
export const planned = ({ options, bound, inputs }: LogicalStep): PlannedStep => ({ options, bound, inputs: inputs.map(kindOf) });

/** The same step over other inputs. */
export function withInputs(step: LogicalStep, inputs: readonly LogicalInput[]): LogicalStep {
  if (inputs.length === step.inputs.length && inputs.every((input, index) => input === step.inputs[index])) return step;
  return logicalStep(step.definition, step.options, inputs, step.origin);
}

/** What a step stands on within its plan; datasets are leaves. */
export const stepInputs = (input: LogicalInput): readonly LogicalInput[] => (input.kind === 'step' ? input.inputs : []);

/** How many consumers each step of a plan has. */
export function consumersOf(root: LogicalInput): ReadonlyMap<LogicalInput, number> {
  const consumers = new Map<LogicalInput, number>([[root, 1]]);
  for (const input of inputsFirst(root, stepInputs))
    for (const inner of stepInputs(input)) consumers.set(inner, (consumers.get(inner) ?? 0) + 1);
  return consumers;
}
