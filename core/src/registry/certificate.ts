import type { EngineModule } from '../contract/index.js';
import { CATALOGUE_REVISION, satisfies, type OperationDefinition, type ResultClass } from '../contract/operations/index.js';

/** Why an engine's certificate does not cover an operation in a class, or undefined when it does. */
export function certificateGap(module: EngineModule, operation: OperationDefinition, asked: ResultClass): string | undefined {
  const { certificate, manifest } = module;
  if (!certificate) return 'it has no conformance certificate';
  if (certificate.engine !== manifest.id || certificate.version !== manifest.version)
    return `its certificate is for ${certificate.engine} ${certificate.version}`;
  if (certificate.catalogue !== CATALOGUE_REVISION)
    return `its certificate is for catalogue revision ${String(certificate.catalogue)}, this is ${String(CATALOGUE_REVISION)}`;
  const certified = certificate.operations[operation.name];
  if (!certified) return `its certificate does not name ${operation.name}`;
  if (certified.revision !== operation.revision)
    return `its certificate is for revision ${String(certified.revision)} of ${operation.name}`;
  if (!satisfies(certified.class, asked)) return `it is certified for ${certified.class}, not ${asked}`;
  return undefined;
}
