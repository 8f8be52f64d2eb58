import { loadNativeAddon } from '@parquetframe/core/engine';
import type { NativeAddon, NativeAddonSource } from '@parquetframe/core/engine';
import type { Addon } from './addon.js';

const source: NativeAddonSource<Addon> = {
  packageName: '@parquetframe/engine-rust-neon',
  from: import.meta.url,
  binaryName: 'rust-neon',
  exports: ['configure', 'build', 'bfs', 'liveBytes', 'addressOf'],
  build: '"node scripts/build-native.mjs rust-neon" in a checkout',
};

/** @param binary path of a binary to load instead of the installed one */
export function loadAddon(binary?: string): NativeAddon<Addon> {
  const native = loadNativeAddon(source, binary);
  // Electron's V8 refuses external buffers, and neon ends the process when it does.
  if (native.available) native.addon.configure({ externalBuffers: process.versions['electron'] === undefined });
  return native;
}
