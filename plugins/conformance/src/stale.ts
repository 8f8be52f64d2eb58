import { canonicalJson, type Certificate } from '@parquetframe/core/engine';
import { operationDigest } from './digest.js';
import { KIT_REVISION } from './report.js';
import type { Session } from './session.js';

/** A certificate that is to be brought up to date. */
export interface CertificateUpdate {
  /** undefined: there is none yet */
  readonly certificate: Certificate | undefined;
  /** Operations of which the caller knows that something else than cases and meaning changed, such as the code of the engine, with the reason. */
  readonly stale: { readonly [operation: string]: string };
}

/** Why an operation must be certified again. */
export interface StaleOperations {
  readonly [operation: string]: string;
}

/**
 * The operations that the engine claims and a certificate does not cover any more, each with the reason: its cases or what the reference makes of them changed (its digest
 * is another), the claim did, or the caller says so. Whatever concerns the engine or the kit as a whole concerns every operation.
 */
export async function staleIn(
  session: Session,
  { certificate, stale }: CertificateUpdate,
  about: { readonly code?: string | undefined; readonly wraps?: Certificate['wraps'] | undefined },
): Promise<StaleOperations> {
  const { manifest } = session.module;
  const whole = certificate === undefined ? 'there is no certificate' : wholeReason(session, certificate, about);
  const found: { [operation: string]: string } = {};
  for (const [name, claim] of Object.entries(manifest.operations)) {
    const tested = session.operations.get(name);
    if (!tested) continue;
    const known = certificate?.operations[name];
    if (whole !== undefined) found[name] = whole;
    else if (known === undefined) found[name] = 'it was not certified';
    else if (known.revision !== claim.revision) found[name] = `it is claimed at revision ${claim.revision} now`;
    else if (known.class !== claim.class) found[name] = `it is claimed in class ${claim.class} now`;
    else if (stale[name] !== undefined) found[name] = stale[name];
    else if (known.digest !== (await operationDigest(session, tested)))
      found[name] = 'its digest is another: cases or meaning changed';
  }
  return found;
}

function wholeReason(
  { module }: Session,
  certificate: Certificate,
  { code, wraps }: { readonly code?: string | undefined; readonly wraps?: Certificate['wraps'] | undefined },
): string | undefined {
  const { id, version } = module.manifest;
  if (certificate.engine !== id) return `the certificate is for the engine ${certificate.engine}`;
  if (certificate.version !== version) return `the engine is version ${version}, was ${certificate.version}`;
  if (certificate.kit !== KIT_REVISION) return `the kit is revision ${KIT_REVISION}, was ${certificate.kit}`;
  if (certificate.code !== code) return 'the code of the engine changed';
  if (canonicalJson(certificate.wraps ?? {}) !== canonicalJson(wraps ?? {})) return 'the libraries behind the engine changed';
  return undefined;
}
