import { findFunction, isUserFunction } from '../contract/functions/index.js';
import type { Certificate, CertifiedFeatures, EngineModule } from '../contract/index.js';
import {
  BUILT_IN_OPERATIONS,
  CATALOGUE_REVISION,
  satisfies,
  type OperationDefinition,
  type ResultClass,
  type UsedFeatures,
} from '../contract/operations/index.js';

/** Certificates of older kits do not count: those kits let defects pass that are known today. */
export const OLDEST_KIT = 1;

/** Why the certificate of an engine does not count at all, or undefined. */
export function certificateProblem({ certificate, manifest, wraps }: EngineModule): string | undefined {
  if (!certificate) return 'it has no conformance certificate';
  if (certificate.engine !== manifest.id || certificate.version !== manifest.version)
    return `its certificate is for ${certificate.engine} ${certificate.version}`;
  if (!(certificate.kit >= OLDEST_KIT))
    return `its certificate was made by revision ${String(certificate.kit)} of the conformance kit; the oldest that counts is ${String(OLDEST_KIT)}`;
  return wrapsProblem(certificate, wraps ?? {});
}

function wrapsProblem({ wraps = {} }: Certificate, installed: NonNullable<EngineModule['wraps']>): string | undefined {
  const other = Object.entries(installed).find(([library, version]) => wraps[library] !== version);
  if (!other) return undefined;
  const [library, version] = other;
  const certified = wraps[library];
  return certified === undefined
    ? `its certificate does not say with which ${library} it was made; ${version} is installed`
    : `its certificate was made with ${library} ${certified}, ${version} is installed`;
}

/** Why an engine's certificate does not cover an operation in a class at the least revision that a step needs, or undefined when it does. `used`: the functions and options of the step. */
export function certificateGap(
  module: EngineModule,
  operation: OperationDefinition,
  asked: ResultClass,
  needed = operation.meaningSince ?? 1,
  used?: UsedFeatures,
): string | undefined {
  const problem = certificateProblem(module);
  if (problem !== undefined) return problem;
  const certified = module.certificate?.operations[operation.name];
  if (!certified) return `its certificate does not name ${operation.name}`;
  if (certified.revision < needed)
    return `its certificate is for revision ${String(certified.revision)} of ${operation.name}, needed is ${String(needed)}`;
  if (certified.revision > latestRevision(operation))
    return `its certificate is for revision ${String(certified.revision)} of ${operation.name}, which this core does not know yet`;
  if (!satisfies(certified.class, asked)) return `it is certified for ${certified.class}, not ${asked}`;
  return certified.features && used ? featureGap(operation.name, certified.features, used, asked) : undefined;
}

/** A plugin brings the kernel of its function along: there is nothing of the engine's to certify. */
function isOfPlugin(name: string): boolean {
  const definition = findFunction(name);
  return definition !== undefined && isUserFunction(definition);
}

/** Functions and options that no case has tried. Types are not asked for: what an engine cannot carry it declines. */
function featureGap(operation: string, features: CertifiedFeatures, used: UsedFeatures, asked: ResultClass): string | undefined {
  const proven = (found: ResultClass | undefined): boolean => found !== undefined && satisfies(found, asked);
  const lacking = used.functions.find(name => !isOfPlugin(name) && !proven(features.functions[name]));
  if (lacking !== undefined) return `its certificate does not cover the function ${lacking} in ${operation}`;
  const option = used.options.find(({ name, value }) => !proven(features.options[name]?.[value]));
  if (!option) return undefined;
  const text = option.value === '*' ? `option ${option.name}` : `${option.name}: ${option.value}`;
  return `its certificate does not cover ${text} of ${operation}`;
}

/** Why two steps may not be in one fragment of an engine, or undefined: `child` is at input `port` of `parent`. */
export function pairGap({ certificate }: EngineModule, parent: string, port: number, child: string): string | undefined {
  const pairs = certificate?.operations[parent]?.pairs;
  return pairs?.[port]?.includes(child) === true
    ? undefined
    : `${child} at input ${String(port)} of ${parent} was never certified in one fragment`;
}

const BUILT_IN: ReadonlySet<OperationDefinition> = new Set(BUILT_IN_OPERATIONS);

/** Built-in operations are counted in revisions of the catalogue: one may be claimed at a revision that changed only its functions. */
const latestRevision = (operation: OperationDefinition): number =>
  BUILT_IN.has(operation) ? Math.max(operation.revision, CATALOGUE_REVISION) : operation.revision;
