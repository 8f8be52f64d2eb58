/**
 * The reference engine: every operation of the catalogue in plain TypeScript.
 * @packageDocumentation
 */
import { existsSync, readFileSync } from 'node:fs';
import { kernelEngine } from '@parquetframe/core/engine';
import type { Certificate, EngineManifest, EngineModule } from '@parquetframe/core/engine';
import { kernels } from './kernels/index.js';

/** There is nothing to set yet; an object keeps room for it. */
export type TsReferenceOptions = { readonly [option: string]: never };

const manifestUrl = new URL('../engine.json', import.meta.url);
const certificateUrl = new URL('../conformance.json', import.meta.url);

/**
 * The engine module to give to `createRuntime({ engines: [tsReference()] })`. Always available; runs on this thread and gives way to the event loop.
 *
 * @example
 * const pf = await createRuntime({ engines: [tsReference()] });
 */
export default function tsReference(options: TsReferenceOptions = {}): EngineModule {
  // The registry validates both against their schemas.
  const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as EngineManifest;
  const certificate = existsSync(certificateUrl) ? (JSON.parse(readFileSync(certificateUrl, 'utf8')) as Certificate) : undefined;
  return {
    contract: 1,
    manifest,
    ...(certificate ? { certificate } : {}),
    source: { url: import.meta.url, options },
    probe: () => Promise.resolve({ available: true, version: manifest.version }),
    open: context => Promise.resolve(kernelEngine(context, { kernels })),
  };
}
