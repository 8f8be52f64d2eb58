import { BUILT_IN_OPERATIONS, type OperationCases, type OperationDefinition, type Plugin } from '@parquetframe/core/engine';
import { BUILT_IN_CASES } from './cases/index.js';

/** An operation with the cases that test it. */
export interface TestedOperation {
  readonly definition: OperationDefinition;
  readonly cases: OperationCases;
}

/** The operations of the catalogue and of plugins by name; those of plugins without cases cannot be certified and are left out. */
export function testedOperations(plugins: readonly Plugin[]): ReadonlyMap<string, TestedOperation> {
  const tested = new Map<string, TestedOperation>();
  for (const definition of BUILT_IN_OPERATIONS) {
    const cases = BUILT_IN_CASES[definition.name];
    if (cases) tested.set(definition.name, { definition, cases });
  }
  for (const { definition, cases } of plugins.flatMap(plugin => plugin.operations)) {
    if (cases) tested.set(definition.name, { definition, cases });
  }
  return tested;
}
