import type { Kind } from '../data/index.js';
import { BUILT_IN_OPERATIONS, checkOptions, type OperationDefinition, type OperationOptions } from '../operations/index.js';
import { ParquetFrameError } from '../errors/index.js';
import { makeFragment, parameterList, type Determinism, type Fragment, type Step } from '../plan/index.js';

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
  const bound = definition.bind(checkOptions(definition, options), inputs, parameters);
  const root: Step = {
    kind: 'step',
    operation: definition.name,
    revision: definition.revision,
    binding: bound.binding,
    arguments: bound.arguments,
    inputs: inputs.map((data, index) => ({ kind: 'port', index, data })),
    output: bound.output,
  };
  return { fragment: makeFragment(root, determinism, parameters.types), arguments: parameters.values };
}

export function bindOperation(
  name: string,
  options: OperationOptions,
  inputs: readonly Kind[],
  determinism: Determinism,
): BoundCase {
  const definition = BUILT_IN_OPERATIONS.find(operation => operation.name === name);
  if (!definition) throw new ParquetFrameError('OPERATION_NOT_FOUND', `there is no operation ${JSON.stringify(name)}`);
  return bindDefinition(definition, options, inputs, determinism);
}
