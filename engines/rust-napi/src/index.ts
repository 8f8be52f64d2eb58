/**
 * The native engine: Parquet, tables and graphs in Rust.
 * @packageDocumentation
 */
import { checkOptionNames, ParquetFrameError, packageModule, optionNames } from '@parquetframe/core/engine';
import type { Availability, Certificate, EngineManifest, EngineModule, Json } from '@parquetframe/core/engine';
import { certificate as embeddedCertificate } from './generated/certificate.js';
import { manifest as embeddedManifest } from './generated/manifest.js';
import type { Fault } from './context.js';
import { openEngine } from './engine.js';
import { loadAddon } from './native/load.js';
import { offers, operationsOf } from './native/operations.js';

export type { Fault } from './context.js';

export interface RustNapiOptions {
  /** Path of a native binary to load instead of the installed one. */
  readonly binary?: string;
  /** Makes an operation panic, abort the process or hang: for tests of crash handling only. */
  readonly fault?: Fault;
}

const OPTIONS = optionNames<RustNapiOptions>()({ binary: true, fault: true });

/**
 * The engine module to give to `createRuntime({ engines: [rustNapi()] })`. Where there is no binary for the platform it says so when it is probed, and
 * the other engines run.
 *
 * @example
 * const pf = await createRuntime({ engines: [rustNapi(), tsReference()] });
 */
export default function rustNapi(options: RustNapiOptions = {}): EngineModule {
  checkOptionNames('rustNapi', options, OPTIONS);
  // The registry validates both against their schemas.
  const manifest = embeddedManifest as EngineManifest;
  const certificate = embeddedCertificate as Certificate | undefined;
  return {
    contract: 1,
    manifest,
    ...(certificate ? { certificate } : {}),
    source: {
      url: packageModule({ name: '@parquetframe/engine-rust-napi', from: import.meta.url, version: manifest.version }),
      options: sourceOptions(options),
    },
    probe: () => Promise.resolve(probe(options, manifest)),
    open: context => {
      const native = loadAddon(options.binary);
      if (!native.available) return Promise.reject(new ParquetFrameError(native.code, `${native.reason}; ${native.remedy}`));
      return Promise.resolve(openEngine(context, native.addon, options.fault));
    },
  };
}

function probe(options: RustNapiOptions, { version, operations }: EngineManifest): Availability {
  const native = loadAddon(options.binary);
  if (!native.available) return native;
  const offered = operationsOf(native.addon);
  const missing = Object.keys(operations).find(operation => !offers(offered, operation));
  if (missing !== undefined)
    return {
      available: false,
      code: 'NATIVE_BINARY_CORRUPT',
      reason: `the binary has no ${missing}, which version ${version} of the engine has: it is of another version`,
      remedy: 'install the binary of the same version, or build it again: node scripts/build-native.mjs rust-napi in a checkout',
    };
  const details: unknown = JSON.parse(native.addon.versions());
  return { available: true, version, details: details as { readonly [library: string]: string } };
}

const sourceOptions = ({ binary, fault }: RustNapiOptions): Json => ({
  ...(binary === undefined ? {} : { binary }),
  ...(fault === undefined ? {} : { fault: { operation: fault.operation, kind: fault.kind } }),
});

/** Bytes of native memory behind all live tables and graphs of this process; 0 where the binary is not loaded. */
export function liveBytes(options: Pick<RustNapiOptions, 'binary'> = {}): number {
  const native = loadAddon(options.binary);
  return native.available ? native.addon.liveBytes() : 0;
}
