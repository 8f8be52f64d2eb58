/**
 * The reference engine: every operation of the catalogue in plain TypeScript.
 * @packageDocumentation
 */
import { checkOptionNames, kernelEngine, packageModule } from '@parquetframe/core/engine';
import type { Certificate, EngineManifest, EngineModule } from '@parquetframe/core/engine';
import { certificate as embeddedCertificate } from './generated/certificate.js';
import { manifest as embeddedManifest } from './generated/manifest.js';
import { kernels } from './kernels/built-in.js';
import { evaluates } from './kernels/evaluates.js';

/** There is nothing to set yet; an object keeps room for it. */
export type TsReferenceOptions = { readonly [option: string]: never };

/**
 * The engine module to give to `createRuntime({ engines: [tsReference()] })`. Always available; runs on this thread and gives way to the event loop.
 *
 * @example
 * const pf = await createRuntime({ engines: [tsReference()] });
 */
export default function tsReference(options: TsReferenceOptions = {}): EngineModule {
  checkOptionNames('tsReference', options, []);
  // The registry validates both against their schemas.
  const manifest = embeddedManifest as EngineManifest;
  const certificate = embeddedCertificate as Certificate | undefined;
  return {
    contract: 1,
    manifest,
    ...(certificate ? { certificate } : {}),
    source: {
      url: packageModule({ name: '@parquetframe/engine-ts-reference', from: import.meta.url, version: manifest.version }),
      options,
    },
    probe: () => Promise.resolve({ available: true, version: manifest.version }),
    open: context => Promise.resolve(kernelEngine(context, { kernels, evaluates })),
  };
}
