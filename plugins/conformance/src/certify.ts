import type { CertifiedOperation, EngineModule } from '@parquetframe/core/engine';
import { conformance } from './conformance.js';
import { operationDigest } from './digest.js';
import { certificateOf, type CheckResult, type ConformanceReport, type TestedReport } from './report.js';
import type { ConformanceOptions, Session } from './session.js';

export interface CertifyOptions extends ConformanceOptions {
  /** Called after every check. */
  readonly onCheck?: (result: CheckResult) => void;
}

/**
 * Tests an engine against the contract and the catalogue: every operation that its manifest claims, in every result class claimed, on literal, generated and shrunk
 * cases and on laws, compared with a reference engine. Never throws for what the engine does: all of it is in the report.
 *
 * @example
 * const report = await certify(myEngine(), { reference: tsReference() });
 * if (report.passed) await writeCertificate(report, 'conformance.json');
 */
export async function certify(engine: EngineModule, options: CertifyOptions): Promise<ConformanceReport> {
  const { session, checks, close } = conformance(engine, options);
  const results: CheckResult[] = [];
  try {
    for (const check of checks) {
      const result = await check.run();
      results.push(result);
      options.onCheck?.(result);
    }
    return await reportOf(session, results, options);
  } finally {
    await close();
  }
}

async function reportOf(session: Session, checks: readonly CheckResult[], options: CertifyOptions): Promise<ConformanceReport> {
  const { manifest } = session.module;
  const availability = await session.availability().catch(() => undefined);
  const names = [...new Set(checks.flatMap(({ operation }) => (operation === undefined ? [] : [operation])))];
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const certified = names.filter(name => !failed.some(({ operation }) => operation === name));
  const engineFailed = failed.some(({ operation }) => operation === undefined);
  const unavailable = availability?.available === false ? availability.reason : undefined;
  const works = checks.find(({ check, outcome }) => check === 'undeclared' && outcome === 'reported');
  const operations: { [operation: string]: CertifiedOperation } = {};
  for (const name of certified) {
    const claim = manifest.operations[name];
    const cases = checks.filter(({ operation }) => operation === name).reduce((sum, result) => sum + result.cases, 0);
    const tested = session.operations.get(name);
    if (!claim || !tested) continue;
    const pairs = pairsOf(session, name);
    operations[name] = {
      revision: claim.revision,
      class: claim.class,
      cases,
      features: session.evidence.features(name),
      ...(pairs.length > 0 ? { pairs } : {}),
      digest: await operationDigest(session, tested),
    };
  }
  return {
    engine: manifest.id,
    version: manifest.version,
    ...(unavailable === undefined ? {} : { unavailable }),
    seed: session.seed,
    threads: session.threads,
    checks,
    certified: unavailable === undefined ? certified : [],
    operations: Object.fromEntries(names.map(name => [name, shown(session, name)])),
    undeclared: works?.message ? undeclaredNames(works.message) : [],
    passed: failed.length === 0 && unavailable === undefined,
    ...(engineFailed || unavailable !== undefined || options.checks !== undefined
      ? {}
      : { certificate: certificateOf(manifest.id, manifest.version, operations, options.wraps ?? session.module.wraps) }),
  };
}

/** What there is to know of an operation beside its checks. */
function shown({ evidence, operations }: Session, name: string): TestedReport {
  const definition = operations.get(name)?.definition;
  return { declined: evidence.declines(name), unused: definition ? evidence.unused(definition) : [] };
}

/** Per input of the operation: what was right below it in one fragment. */
function pairsOf({ pairs, operations }: Session, parent: string): readonly (readonly string[])[] {
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

const undeclaredNames = (message: string): string[] =>
  message.startsWith('works, but is not claimed: ') ? message.slice('works, but is not claimed: '.length).split(', ') : [];
