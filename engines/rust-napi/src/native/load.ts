import { loadNativeAddon } from '@parquetframe/core/engine';
import type { NativeAddon, NativeAddonSource } from '@parquetframe/core/engine';
import type { Addon } from './addon.js';

const source: NativeAddonSource<Addon> = {
  packageName: '@parquetframe/engine-rust-napi',
  from: import.meta.url,
  binaryName: 'rust-napi',
  exports: [
    'configure',
    'operations',
    'runPipeline',
    'openStream',
    'runTables',
    'graphBuild',
    'graphRun',
    'importTable',
    'importGraph',
    'armFaults',
  ],
  build: '"node scripts/build-native.mjs rust-napi" in a checkout',
};

/** @param binary path of a binary to load instead of the installed one */
export const loadAddon = (binary?: string): NativeAddon<Addon> => loadNativeAddon(source, binary);
