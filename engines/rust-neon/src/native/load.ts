import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Addon } from './addon.js';

export interface Missing {
  readonly code: 'NATIVE_BINARY_MISSING' | 'NATIVE_BINARY_CORRUPT';
  readonly reason: string;
  readonly remedy: string;
}

const require = createRequire(import.meta.url);
const loaded = new Map<string, Addon>();

/** `linux-x64-gnu`, as in the names of the platform packages. */
export function platformName(): string {
  if (process.platform !== 'linux') return `${process.platform}-${process.arch}`;
  const report = process.report.getReport();
  const glibc = 'header' in report && (report.header as { readonly glibcVersionRuntime?: string }).glibcVersionRuntime;
  return `linux-${process.arch}-${typeof glibc === 'string' ? 'gnu' : 'musl'}`;
}

const packageName = (platform: string): string => `@parquetframe/engine-rust-neon-${platform}`;

/** Where the binary is: built in this checkout, else in the platform package. */
function findBinary(platform: string): string | undefined {
  const local = fileURLToPath(new URL(`../../npm/${platform}/rust-neon.${platform}.node`, import.meta.url));
  if (existsSync(local)) return local;
  try {
    return require.resolve(packageName(platform));
  } catch {
    return undefined;
  }
}

/**
 * Loads the native binary once per path. Never throws: a binary that is missing or cannot be loaded is an answer.
 *
 * @param binary path of a binary to load instead of the installed one
 */
export function loadAddon(binary?: string): Addon | Missing {
  const platform = platformName();
  const path = binary ?? findBinary(platform);
  if (path === undefined || !existsSync(path)) {
    return {
      code: 'NATIVE_BINARY_MISSING',
      reason: path === undefined ? `there is no native binary for ${platform}` : `there is no file ${path}`,
      remedy: `install ${packageName(platform)} (npm install ${packageName(platform)}; some versions of npm leave optional packages out), or build it with "node scripts/build-native.mjs" in the engine's folder`,
    };
  }
  const known = loaded.get(path);
  if (known) return known;
  const corrupt = (reason: string): Missing => ({
    code: 'NATIVE_BINARY_CORRUPT',
    reason: `${path} cannot be loaded: ${reason}`,
    remedy: `reinstall ${packageName(platform)}, or build it again`,
  });
  const truncated = whyTruncated(path);
  if (truncated !== undefined) return corrupt(truncated);
  try {
    const addon: unknown = require(path);
    if (!isAddon(addon)) return corrupt('it is not the binary of this engine');
    // Electron's V8 refuses external buffers, and neon ends the process when it does.
    addon.configure({ externalBuffers: process.versions['electron'] === undefined });
    loaded.set(path, addon);
    return addon;
  } catch (error) {
    return corrupt(error instanceof Error ? error.message : String(error));
  }
}

export const isMissing = (value: Addon | Missing): value is Missing => 'code' in value;

const EXPORTS = ['configure', 'build', 'bfs', 'liveBytes', 'addressOf'];

const isAddon = (value: unknown): value is Addon =>
  typeof value === 'object' && value !== null && EXPORTS.every(name => typeof Reflect.get(value, name) === 'function');

/**
 * A truncated ELF file kills the process with SIGBUS when it is mapped, so its end is looked for first: the section header table,
 * which linkers put last.
 */
function whyTruncated(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const header = Buffer.alloc(64);
    if (readSync(file, header, 0, 64, 0) < 64) return 'it is too short';
    if (header.readUInt32BE(0) !== 0x7f454c46) return process.platform === 'linux' ? 'it is not a shared library' : undefined;
    const end = header.readBigUInt64LE(40) + BigInt(header.readUInt16LE(58)) * BigInt(header.readUInt16LE(60));
    const { size } = fstatSync(file);
    return end > BigInt(size) ? `it is truncated: ${size} of ${String(end)} bytes` : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
