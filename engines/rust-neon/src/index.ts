/**
 * A native graph engine bound with neon: the Rust kernels of the napi engine behind another binding.
 * @packageDocumentation
 */
import { checkOptionNames, ParquetFrameError, kernelEngine, packageModule, optionNames } from '@parquetframe/core/engine';
import type { Availability, Certificate, EngineManifest, EngineModule } from '@parquetframe/core/engine';
import { certificate as embeddedCertificate } from './generated/certificate.js';
import { manifest as embeddedManifest } from './generated/manifest.js';
import { bindBfs } from './graph/bfs.js';
import { bindGraphBuild } from './graph/build.js';
import { loadAddon } from './native/load.js';

export interface RustNeonOptions {
  /** Path of a native binary to load instead of the installed one. */
  readonly binary?: string;
}

const OPTIONS = optionNames<RustNeonOptions>()({ binary: true });

/**
 * The engine module to give to `createRuntime({ engines: [rustNeon(), tsReference()] })`. Where there is no binary for the platform it says so when it is
 * probed, and the other engines run.
 *
 * @example
 * const pf = await createRuntime({ engines: [rustNeon(), tsReference()] });
 */
export default function rustNeon(options: RustNeonOptions = {}): EngineModule {
  checkOptionNames('rustNeon', options, OPTIONS);
  // The registry validates both against their schemas.
  const manifest = embeddedManifest as EngineManifest;
  const certificate = embeddedCertificate as Certificate | undefined;
  return {
    contract: 1,
    manifest,
    ...(certificate ? { certificate } : {}),
    source: {
      url: packageModule({ name: '@parquetframe/engine-rust-neon', from: import.meta.url, version: manifest.version }),
      options: options.binary === undefined ? {} : { binary: options.binary },
    },
    probe: () => Promise.resolve(probe(options)),
    open: context => {
      const native = loadAddon(options.binary);
      if (!native.available) return Promise.reject(new ParquetFrameError(native.code, `${native.reason}; ${native.remedy}`));
      const { addon } = native;
      return Promise.resolve(
        kernelEngine(context, {
          kernels: {
            'graph.build': step => bindGraphBuild(step, addon),
            'graph.bfs': (step, fragment) => bindBfs(step, addon, fragment),
          },
        }),
      );
    },
  };
}

function probe(options: RustNeonOptions): Availability {
  const native = loadAddon(options.binary);
  return native.available ? { available: true, version: native.addon.version, details: { binding: 'neon' } } : native;
}
