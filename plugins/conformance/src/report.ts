import { writeFile } from 'node:fs/promises';
import type { Certificate, CertifiedOperation } from '@parquetframe/core/engine';

/** Grows by one whenever the kit finds defects that it did not find before; certificates name it. */
export const KIT_REVISION = 2;

export type CheckName =
  | 'manifest'
  | 'availability'
  | 'declines'
  | 'undeclared'
  | 'fragments'
  | 'close'
  | 'binding'
  | 'literals'
  | 'generated'
  | 'generated (fast)'
  | 'laws'
  | 'many rows'
  | 'names'
  | 'concurrency'
  | 'estimates'
  | 'memory'
  | 'threads'
  | 'errors'
  | 'determinism'
  | 'residencies'
  | 'immutability'
  | 'cancellation'
  | 'release';

export interface CheckResult {
  /** undefined for checks of the engine as a whole */
  readonly operation: string | undefined;
  readonly check: CheckName;
  /** `reported`: something to know that is not wrong */
  readonly outcome: 'passed' | 'failed' | 'reported' | 'skipped';
  /** runs that were compared */
  readonly cases: number;
  /** what is wrong, with the smallest case found, or why it was skipped */
  readonly message?: string;
}

/** What the checks of an operation do not say by themselves. */
export interface TestedReport {
  /** why cases were declined, and how many: nothing is certified by a case that was declined */
  readonly declined: { readonly [reason: string]: number };
  /** options, values of options and functions that no case has used, so that they are not certified */
  readonly unused: readonly string[];
}

export interface ConformanceReport {
  readonly engine: string;
  readonly version: string;
  /** why the engine could not be tested, when it is not available here */
  readonly unavailable?: string;
  /** give it to `certify` to repeat the generated cases */
  readonly seed: number;
  readonly threads: readonly number[];
  readonly checks: readonly CheckResult[];
  /** operations that passed all checks */
  readonly certified: readonly string[];
  /** operations whose certificate still holds, so that they were not run again */
  readonly kept: readonly string[];
  /** why each of the others was run, where a certificate was brought up to date */
  readonly stale: { readonly [operation: string]: string };
  /** per operation tested: what was declined, and what no case has used */
  readonly operations: { readonly [operation: string]: TestedReport };
  /** operations of the catalogue that work although the manifest does not claim them */
  readonly undeclared: readonly string[];
  readonly passed: boolean;
  /** undefined when the engine as a whole fails, or is not available */
  readonly certificate?: Certificate;
}

export const certificateOf = (
  engine: string,
  version: string,
  operations: { readonly [operation: string]: CertifiedOperation },
  { wraps, code }: { readonly wraps?: Certificate['wraps'] | undefined; readonly code?: string } = {},
): Certificate => ({
  engine,
  version,
  kit: KIT_REVISION,
  ...(wraps ? { wraps } : {}),
  ...(code === undefined ? {} : { code }),
  operations,
});

/** Text of a certificate file: equal certificates give equal bytes. */
export function certificateText(certificate: Certificate): string {
  const names = Object.keys(certificate.operations).sort();
  const operations = Object.fromEntries(names.map(name => [name, certificate.operations[name]]));
  return `${JSON.stringify({ ...certificate, operations }, null, 2)}\n`;
}

/**
 * Writes `conformance.json`, to be shipped in the engine's package beside `engine.json`.
 * @throws Error when the report has no certificate: the engine failed as a whole or is not available here
 */
export async function writeCertificate(report: ConformanceReport, path: string | URL): Promise<void> {
  if (!report.certificate) {
    throw new Error(
      `${report.engine} has no certificate to write: ${report.unavailable ?? 'a check of the whole engine failed'}`,
    );
  }
  await writeFile(path, certificateText(report.certificate));
}

/** A report for people: one line per operation, and every failure with its smallest case. */
export function formatReport(report: ConformanceReport): string {
  const lines = [`${report.engine} ${report.version}, seed ${report.seed}, threads ${report.threads.join(' and ')}`];
  if (report.unavailable !== undefined) return `${lines.join('')}\n  not available: ${report.unavailable}\n`;
  if (report.kept.length > 0) lines.push(`  kept ${report.kept.join(', ')}`);
  const groups = new Map<string, CheckResult[]>();
  for (const result of report.checks) {
    const name = result.operation ?? 'engine';
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  for (const [name, results] of groups) {
    const cases = results.reduce((sum, result) => sum + result.cases, 0);
    const failed = results.filter(result => result.outcome === 'failed');
    const reason = report.stale[name];
    lines.push(`  ${failed.length > 0 ? 'FAIL' : 'ok  '} ${name} (${cases} cases)${reason === undefined ? '' : `: ${reason}`}`);
    for (const { check, outcome, message } of results) {
      if (outcome === 'failed' || outcome === 'reported') lines.push(`       ${check} ${outcome}: ${indent(message ?? '')}`);
    }
    const { declined = {}, unused = [] } = report.operations[name] ?? {};
    for (const [reason, count] of Object.entries(declined)) lines.push(`       declined ${count}: ${reason}`);
    if (unused.length > 0) lines.push(`       not certified, for no case uses it: ${unused.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

const indent = (text: string): string => text.split('\n').join('\n         ');
