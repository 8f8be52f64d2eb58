import type { Certificate, CertifiedOperation } from '@parquetframe/core/engine';
import { operationDigest } from './digest.js';
import type { Pair } from './grow/plan.js';
import type { CheckResult } from './report.js';
import type { Session } from './session.js';

type CertifiedOperations = { readonly [operation: string]: CertifiedOperation };

/** What the checks have shown of the operations that passed them. */
export async function provenOperations(
  session: Session,
  passed: readonly string[],
  checks: readonly CheckResult[],
): Promise<CertifiedOperations> {
  const proven: { [operation: string]: CertifiedOperation } = {};
  for (const name of passed) {
    const claim = session.module.manifest.operations[name];
    const tested = session.operations.get(name);
    if (!claim || !tested) continue;
    const cases = checks.filter(({ operation }) => operation === name).reduce((sum, result) => sum + result.cases, 0);
    const base = { revision: claim.revision, class: claim.class, cases, features: session.evidence.features(name) };
    proven[name] = {
      ...withPairs(base, pairsBelow(session, name, session.pairs)),
      digest: await operationDigest(session, tested),
    };
  }
  return proven;
}

/** Entries that still hold, as they were but for their pairs with operations that were run again. */
export function keptOperations(session: Session, certificate: Certificate, kept: readonly string[]): CertifiedOperations {
  const entries: { [operation: string]: CertifiedOperation } = {};
  for (const name of kept) {
    const entry = certificate.operations[name];
    if (!entry) continue;
    const { pairs, digest, ...others } = entry;
    const before = certifiedPairs({ [name]: { ...others, ...(pairs ? { pairs } : {}) } }, kept);
    entries[name] = {
      ...withPairs(others, pairsBelow(session, name, [...before, ...session.pairs])),
      ...(digest === undefined ? {} : { digest }),
    };
  }
  return entries;
}

/** The pairs of certified operations, both of them among those named. */
export const certifiedPairs = (operations: CertifiedOperations, among: readonly string[]): readonly Pair[] =>
  Object.entries(operations)
    .filter(([parent]) => among.includes(parent))
    .flatMap(([parent, { pairs = [] }]) =>
      pairs.flatMap((children, port) => children.filter(child => among.includes(child)).map(child => ({ parent, port, child }))),
    );

/** Per input of the operation: what was right below it in one fragment. */
function pairsBelow({ operations }: Session, parent: string, pairs: readonly Pair[]): readonly (readonly string[])[] {
  const own = pairs.filter(pair => pair.parent === parent);
  const ports = operations.get(parent)?.definition.inputs ?? [];
  if (own.length === 0) return [];
  return ports.map((_, port) =>
    own
      .filter(pair => pair.port === port)
      .map(({ child }) => child)
      .sort(),
  );
}

const withPairs = (entry: CertifiedOperation, pairs: readonly (readonly string[])[]): CertifiedOperation =>
  pairs.length > 0 ? { ...entry, pairs } : entry;
