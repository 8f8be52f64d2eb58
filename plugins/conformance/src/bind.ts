import {
  BUILT_IN_OPERATIONS,
  checkOptions,
  makeFragment,
  neededRevision,
  parameterList,
  ParquetFrameError,
  type Determinism,
  type Fragment,
  type Kind,
  type OperationDefinition,
  type OperationOptions,
  type Step,
} from '@parquetframe/core/engine';

/** A one-step fragment and the arguments that `run` gets. */
export interface BoundCase {
  readonly fragment: Fragment;
  readonly arguments: readonly unknown[];
}

/** Binds an operation as dispatch does. @throws ParquetFrameError of category `usage` when the catalogue refuses the call */
export function bindDefinition(
  definition: OperationDefinition,
  options: OperationOptions,
  inputs: readonly Kind[],
  determinism: Determinism,
): BoundCase {
  const parameters = parameterList();
  const checked = checkOptions(definition, options);
  const bound = definition.bind(checked, inputs, parameters);
  const root: Step = {
    kind: 'step',
    operation: definition.name,
    revision: neededRevision(definition, checked),
    binding: bound.binding,
    arguments: bound.arguments,
    inputs: inputs.map((data, index) => ({ kind: 'port', index, data })),
    output: bound.output,
  };
  return { fragment: makeFragment(root, determinism, parameters.types), arguments: parameters.values };
}

/** @throws ParquetFrameError `OPERATION_NOT_FOUND` */
export function builtIn(name: string): OperationDefinition {
  const definition = BUILT_IN_OPERATIONS.find(operation => operation.name === name);
  if (definition) return definition;
  throw new ParquetFrameError('OPERATION_NOT_FOUND', `there is no operation ${JSON.stringify(name)}`);
}

export const bindOperation = (
  name: string,
  options: OperationOptions,
  inputs: readonly Kind[],
  determinism: Determinism,
): BoundCase => bindDefinition(builtIn(name), options, inputs, determinism);
