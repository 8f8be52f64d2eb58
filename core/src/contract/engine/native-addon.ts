import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Availability } from './contract.js';

/** Where the native binary of an engine package is, and how to know it. */
export interface NativeAddonSource<A extends object> {
  /** name of the engine package; its binaries are in packages named `<packageName>-<platform>` */
  readonly packageName: string;
  /** URL of the package's folder, such as `new URL('../', import.meta.url)` from `dist` */
  readonly folder: URL;
  /** A binary built in a checkout is `npm/<platform>/<binaryName>.<platform>.node` below the folder, and goes before the installed one. */
  readonly binaryName: string;
  /** functions that the binary must export: one that lacks them is of another version or another engine */
  readonly exports: readonly (keyof A & string)[];
  /** how to build the binary, for the remedy */
  readonly build?: string;
}

/** The addon, or the answer of `probe()` when there is none. */
export type NativeAddon<A extends object> =
  { readonly available: true; readonly addon: A } | Extract<Availability, { readonly available: false }>;

const loaded = new Map<string, object>();

/** The machine as in the names of platform packages: `linux-x64-gnu`, `linux-arm64-musl`, `darwin-arm64`, `win32-x64`. */
export function nativePlatform(): string {
  const { platform, arch } = process;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const report = process.report.getReport();
  const glibc = 'header' in report && (report.header as { readonly glibcVersionRuntime?: string }).glibcVersionRuntime;
  return `${platform}-${arch}-${typeof glibc === 'string' ? 'gnu' : 'musl'}`;
}

/**
 * Loads the native binary of an engine, once per path. Never throws: a binary that is missing (`NATIVE_BINARY_MISSING`) or cannot be loaded
 * (`NATIVE_BINARY_CORRUPT`) is an answer for `probe()`, with a remedy.
 *
 * @param binary path of a binary to load instead of the installed one
 * @example
 * const source = { packageName: '@me/engine-fast', folder: new URL('../', import.meta.url), binaryName: 'fast', exports: ['sort'] } as const;
 * const native = loadNativeAddon<{ sort(values: Float64Array): void }>(source);
 */
export function loadNativeAddon<A extends object>(source: NativeAddonSource<A>, binary?: string): NativeAddon<A> {
  const platform = nativePlatform();
  const platformPackage = `${source.packageName}-${platform}`;
  const require = createRequire(source.folder);
  const path = binary ?? findBinary(source, platform, () => require.resolve(platformPackage));
  if (path === undefined || !existsSync(path)) {
    const reason = path === undefined ? `there is no native binary for ${platform}` : `there is no file ${path}`;
    const install = `install ${platformPackage} (npm install ${platformPackage}; some versions of npm leave optional packages out)`;
    const remedy = source.build === undefined ? install : `${install}, or build it: ${source.build}`;
    return { available: false, code: 'NATIVE_BINARY_MISSING', reason, remedy };
  }
  const corrupt = (reason: string): NativeAddon<A> => ({
    available: false,
    code: 'NATIVE_BINARY_CORRUPT',
    reason: `${path} cannot be loaded: ${reason}`,
    remedy: `reinstall ${platformPackage}, or build it again`,
  });
  const isAddon = (value: unknown): value is A =>
    typeof value === 'object' && value !== null && source.exports.every(name => typeof Reflect.get(value, name) === 'function');
  try {
    const known: unknown = loaded.get(path);
    const truncated = known === undefined ? whyTruncated(path) : undefined;
    if (truncated !== undefined) return corrupt(truncated);
    const addon: unknown = known ?? require(path);
    if (!isAddon(addon)) return corrupt('it is not the binary of this engine, or of another version');
    loaded.set(path, addon);
    return { available: true, addon };
  } catch (error) {
    return corrupt(error instanceof Error ? error.message : String(error));
  }
}

function findBinary<A extends object>(
  { folder, binaryName }: NativeAddonSource<A>,
  platform: string,
  installed: () => string,
): string | undefined {
  const local = fileURLToPath(new URL(`npm/${platform}/${binaryName}.${platform}.node`, folder));
  if (existsSync(local)) return local;
  try {
    return installed();
  } catch {
    return undefined;
  }
}

/**
 * A truncated ELF file kills the process with SIGBUS when it is mapped, so its end is looked for first: the section header table,
 * which linkers put last.
 */
function whyTruncated(path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(64);
    if (readSync(file, header, 0, 64, 0) < 64) return 'it is too short';
    if (header.readUInt32BE(0) !== 0x7f454c46) return process.platform === 'linux' ? 'it is not a shared library' : undefined;
    const end = header.readBigUInt64LE(40) + BigInt(header.readUInt16LE(58)) * BigInt(header.readUInt16LE(60));
    const { size } = fstatSync(file);
    return end > BigInt(size) ? `it is truncated: ${size} of ${String(end)} bytes` : undefined;
  } finally {
    closeSync(file);
  }
}
