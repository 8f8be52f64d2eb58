import type { EngineModule } from '../contract/index.js';
import {
  BUILT_IN_OPERATIONS,
  CATALOGUE_REVISION,
  satisfies,
  type OperationDefinition,
  type ResultClass,
} from '../contract/operations/index.js';

/** Why an engine's certificate does not cover an operation in a class at the least revision that a step needs, or undefined when it does. */
export function certificateGap(
  module: EngineModule,
  operation: OperationDefinition,
  asked: ResultClass,
  needed = operation.meaningSince ?? 1,
): string | undefined {
  const { certificate, manifest } = module;
  if (!certificate) return 'it has no conformance certificate';
  if (certificate.engine !== manifest.id || certificate.version !== manifest.version)
    return `its certificate is for ${certificate.engine} ${certificate.version}`;
  const certified = certificate.operations[operation.name];
  if (!certified) return `its certificate does not name ${operation.name}`;
  if (certified.revision < needed)
    return `its certificate is for revision ${String(certified.revision)} of ${operation.name}, needed is ${String(needed)}`;
  if (certified.revision > latestRevision(operation))
    return `its certificate is for revision ${String(certified.revision)} of ${operation.name}, which this core does not know yet`;
  if (!satisfies(certified.class, asked)) return `it is certified for ${certified.class}, not ${asked}`;
  return undefined;
}

const BUILT_IN: ReadonlySet<OperationDefinition> = new Set(BUILT_IN_OPERATIONS);

/** Built-in operations are counted in revisions of the catalogue: one may be claimed at a revision that changed only its functions. */
const latestRevision = (operation: OperationDefinition): number =>
  BUILT_IN.has(operation) ? Math.max(operation.revision, CATALOGUE_REVISION) : operation.revision;
