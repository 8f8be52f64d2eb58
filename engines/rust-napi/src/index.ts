/**
 * The native engine: Parquet, tables and graphs in Rust.
 * @packageDocumentation
 */
import { defineEngine } from '@parquetframe/core/engine';
import type { Availability, EngineManifest } from '@parquetframe/core/engine';
import { certificate } from './generated/certificate.js';
import { manifest } from './generated/manifest.js';
import type { Fault } from './context.js';
import { openEngine } from './engine.js';
import type { Addon } from './native/addon.js';
import { loadAddon } from './native/load.js';
import { offers, operationsOf } from './native/operations.js';

export type { Fault } from './context.js';

export interface RustNapiOptions {
  /** Path of a native binary to load instead of the installed one. */
  readonly binary?: string;
  /** Makes an operation panic, abort the process or hang: for tests of crash handling only. */
  readonly fault?: Fault;
}

/**
 * The engine module to give to `createRuntime({ engines: [rustNapi()] })`. Where there is no binary for the platform it says so when it is probed, and
 * the other engines run.
 *
 * @example
 * const pf = await createRuntime({ engines: [rustNapi(), tsReference()] });
 */
const rustNapi = defineEngine<RustNapiOptions, Addon>({
  package: { name: '@parquetframe/engine-rust-napi', from: import.meta.url },
  manifest,
  certificate,
  options: { binary: true, fault: true },
  callsBack: false,
  native: ({ binary }) => loadAddon(binary),
  probe: setup => probe(setup.addon, setup.manifest),
  open: ({ context, addon, options }) => openEngine(context, addon, options.fault),
});
export default rustNapi;

/** A binary of another version may load and lack kernels. */
function probe(addon: Addon, { version, operations }: EngineManifest): Availability {
  const offered = operationsOf(addon);
  const missing = Object.keys(operations).find(operation => !offers(offered, operation));
  if (missing !== undefined)
    return {
      available: false,
      code: 'NATIVE_BINARY_CORRUPT',
      reason: `the binary has no ${missing}, which version ${version} of the engine has: it is of another version`,
      remedy: 'install the binary of the same version, or build it again: node scripts/build-native.mjs rust-napi in a checkout',
    };
  const details: unknown = JSON.parse(addon.versions());
  return { available: true, version, details: details as { readonly [library: string]: string } };
}

/** Bytes of native memory behind all live tables and graphs of this process; 0 where the binary is not loaded. */
export function liveBytes(options: Pick<RustNapiOptions, 'binary'> = {}): number {
  const native = loadAddon(options.binary);
  return native.available ? native.addon.liveBytes() : 0;
}
