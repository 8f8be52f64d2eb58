/**
 * A native graph engine bound with neon: the Rust kernels of the napi engine behind another binding.
 * @packageDocumentation
 */
import { defineEngine } from '@parquetframe/core/engine';
import { certificate } from './generated/certificate.js';
import { manifest } from './generated/manifest.js';
import { bindBfs } from './graph/bfs.js';
import { bindGraphBuild } from './graph/build.js';
import type { Addon } from './native/addon.js';
import { loadAddon } from './native/load.js';

export interface RustNeonOptions {
  /** Path of a native binary to load instead of the installed one. */
  readonly binary?: string;
}

/**
 * The engine module to give to `createRuntime({ engines: [rustNeon(), tsReference()] })`. Where there is no binary for the platform it says so when it is
 * probed, and the other engines run.
 *
 * @example
 * const pf = await createRuntime({ engines: [rustNeon(), tsReference()] });
 */
const rustNeon = defineEngine<RustNeonOptions, Addon>({
  package: { name: '@parquetframe/engine-rust-neon', from: import.meta.url },
  manifest,
  certificate,
  options: { binary: true },
  callsBack: false,
  native: ({ binary }) => loadAddon(binary),
  probe: ({ addon }) => ({ available: true, version: addon.version, details: { binding: 'neon' } }),
  kernels: ({ addon }) => ({
    'graph.build': step => bindGraphBuild(step, addon),
    'graph.bfs': (step, fragment) => bindBfs(step, addon, fragment),
  }),
});
export default rustNeon;
