import type { EngineModule } from '@parquetframe/core/engine';
import { certifiedPairs, keptOperations, provenOperations } from './certified.js';
import { conformance } from './conformance.js';
import { certificateOf, type CheckResult, type ConformanceReport, type TestedReport } from './report.js';
import { Session, type ConformanceOptions } from './session.js';
import { staleIn, type CertificateUpdate, type StaleOperations } from './stale.js';

export interface CertifyOptions extends ConformanceOptions {
  /** Called after every check. */
  readonly onCheck?: (result: CheckResult) => void;
  /** The certificate that there is: only what it does not cover any more is run, with the pairs and plans that have it; the rest is kept as it is. */
  readonly update?: CertificateUpdate;
  /** Fingerprint of the engine's code, for the certificate; where it is another than that of the certificate to be updated, everything is run. */
  readonly code?: string;
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
  const plan = await planOf(engine, options);
  const known = certifiedPairs(options.update?.certificate?.operations ?? {}, plan.kept);
  const { session, checks, close } = conformance(engine, { ...options, ...(plan.run ? { operations: plan.run } : {}) }, known);
  const results: CheckResult[] = [];
  try {
    // Where nothing is stale, not even the checks of the engine as a whole have anything to say.
    for (const check of plan.run?.length === 0 && plan.kept.length > 0 ? [] : checks) {
      const result = await check.run();
      results.push(result);
      options.onCheck?.(result);
    }
    return await reportOf(session, results, options, plan);
  } finally {
    await close();
  }
}

/** What a certificate does not cover any more, and why; nothing is run but the reference. */
export async function staleOperations(
  engine: EngineModule,
  options: CertifyOptions & { readonly update: CertificateUpdate },
): Promise<StaleOperations> {
  const session = new Session(engine, options);
  try {
    return await staleIn(session, options.update, { code: options.code, wraps: options.wraps ?? engine.wraps });
  } finally {
    await session.close();
  }
}

interface Plan {
  /** undefined: everything that is claimed */
  readonly run: readonly string[] | undefined;
  readonly kept: readonly string[];
  readonly stale: StaleOperations;
}

async function planOf(engine: EngineModule, options: CertifyOptions): Promise<Plan> {
  const { update, operations } = options;
  if (!update) return { run: operations, kept: [], stale: {} };
  const stale = await staleOperations(engine, { ...options, update });
  const known = update.certificate?.operations ?? {};
  return {
    run: Object.keys(stale).filter(name => operations?.includes(name) !== false),
    kept: Object.keys(engine.manifest.operations).filter(name => stale[name] === undefined && known[name] !== undefined),
    stale,
  };
}

async function reportOf(
  session: Session,
  checks: readonly CheckResult[],
  options: CertifyOptions,
  { kept, stale }: Plan,
): Promise<ConformanceReport> {
  const { manifest } = session.module;
  const availability = checks.length === 0 ? undefined : await session.availability().catch(() => undefined);
  const names = [...new Set(checks.flatMap(({ operation }) => (operation === undefined ? [] : [operation])))];
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const certified = names.filter(name => !failed.some(({ operation }) => operation === name));
  const engineFailed = failed.some(({ operation }) => operation === undefined);
  const unavailable = availability?.available === false ? availability.reason : undefined;
  const works = checks.find(({ check, outcome }) => check === 'undeclared' && outcome === 'reported');
  const isWhole = !engineFailed && unavailable === undefined && options.checks === undefined;
  const before = options.update?.certificate;
  const about = {
    wraps: options.wraps ?? session.module.wraps,
    ...(options.code === undefined ? {} : { code: options.code }),
  };
  const operations = isWhole
    ? { ...(before ? keptOperations(session, before, kept) : {}), ...(await provenOperations(session, certified, checks)) }
    : {};
  return {
    engine: manifest.id,
    version: manifest.version,
    ...(unavailable === undefined ? {} : { unavailable }),
    seed: session.seed,
    threads: session.threads,
    checks,
    certified: unavailable === undefined ? certified : [],
    kept,
    stale,
    operations: Object.fromEntries(names.map(name => [name, shown(session, name)])),
    undeclared: works?.message ? undeclaredNames(works.message) : [],
    passed: failed.length === 0 && unavailable === undefined,
    ...(isWhole ? { certificate: certificateOf(manifest.id, manifest.version, operations, about) } : {}),
  };
}

/** What there is to know of an operation beside its checks. */
function shown({ evidence, operations }: Session, name: string): TestedReport {
  const definition = operations.get(name)?.definition;
  return { declined: evidence.declines(name), unused: definition ? evidence.unused(definition) : [] };
}

const undeclaredNames = (message: string): string[] =>
  message.startsWith('works, but is not claimed: ') ? message.slice('works, but is not claimed: '.length).split(', ') : [];
