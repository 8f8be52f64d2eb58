import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Availability } from './contract.js';
import { ownLibc } from './libc.js';
import { bundleRemedy, packageFolder } from './package-files.js';

/** Where the native binary of an engine package is, and how to know it. */
export interface NativeAddonSource<A extends object> {
  /** name of the engine package; its binaries are in packages named `<packageName>-<platform>` */
  readonly packageName: string;
  /** `import.meta.url` of the module that loads it; undefined in a bundle for CommonJS */
  readonly from: string | undefined;
  /** A binary built in a checkout is `npm/<platform>/<binaryName>.<platform>.node` below the package's folder, and goes before the installed one. */
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
  return `${platform}-${arch}-${ownLibc()}`;
}

/**
 * Loads the native binary of an engine, once per path. Never throws: a binary that is missing (`NATIVE_BINARY_MISSING`) or cannot be loaded
 * (`NATIVE_BINARY_CORRUPT`) is an answer for `probe()`, with a remedy.
 *
 * @param binary path of a binary to load instead of the installed one
 * @example
 * const source = { packageName: '@me/engine-fast', from: import.meta.url, binaryName: 'fast', exports: ['sort'] } as const;
 * const native = loadNativeAddon<{ sort(values: Float64Array): void }>(source);
 */
export function loadNativeAddon<A extends object>(source: NativeAddonSource<A>, binary?: string): NativeAddon<A> {
  const platform = nativePlatform();
  const platformPackage = `${source.packageName}-${platform}`;
  const file = binary ?? findBinary(source, platform);
  if (file === undefined || !existsSync(file)) {
    const reason = file === undefined ? `there is no native binary for ${platform}` : `there is no file ${file}`;
    const install = `install ${platformPackage} (npm install ${platformPackage}; some versions of npm leave optional packages out)`;
    const build = source.build === undefined ? '' : `, or build it: ${source.build}`;
    const isBundled = packageFolder({ name: source.packageName, from: source.from }) === undefined;
    const remedy = `${install}${build}${isBundled ? `; ${bundleRemedy(source.packageName)}` : ''}`;
    return { available: false, code: 'NATIVE_BINARY_MISSING', reason, remedy };
  }
  const corrupt = (reason: string): NativeAddon<A> => ({
    available: false,
    code: 'NATIVE_BINARY_CORRUPT',
    reason: `${file} cannot be loaded: ${reason}`,
    remedy: `reinstall ${platformPackage}, or build it again`,
  });
  const isAddon = (value: unknown): value is A =>
    typeof value === 'object' && value !== null && source.exports.every(name => typeof Reflect.get(value, name) === 'function');
  try {
    const known: unknown = loaded.get(file);
    const truncated = known === undefined ? whyTruncated(file) : undefined;
    if (truncated !== undefined) return corrupt(truncated);
    const addon: unknown = known ?? createRequire(path.resolve(file))(path.resolve(file));
    if (!isAddon(addon)) return corrupt('it is not the binary of this engine, or of another version');
    loaded.set(file, addon);
    return { available: true, addon };
  } catch (error) {
    return corrupt(error instanceof Error ? error.message : String(error));
  }
}

function findBinary<A extends object>(
  { packageName, from, binaryName }: NativeAddonSource<A>,
  platform: string,
): string | undefined {
  const folder = packageFolder({ name: packageName, from });
  const built = folder && path.join(folder, 'npm', platform, `${binaryName}.${platform}.node`);
  if (built !== undefined && existsSync(built)) return built;
  // It is a dependency of the engine's package, and need not be visible from where a bundle lies.
  const near = folder === undefined ? from : pathToFileURL(path.join(folder, 'package.json')).href;
  const installed = packageFolder({ name: `${packageName}-${platform}`, from: near });
  return installed && mainOf(installed);
}

/** The file that `main` names. */
function mainOf(folder: string): string | undefined {
  try {
    return createRequire(path.join(folder, 'package.json')).resolve(folder);
  } catch {
    return undefined;
  }
}

/**
 * A truncated ELF file kills the process with SIGBUS when it is mapped, so its end is looked for first: the section header table,
 * which linkers put last.
 */
function whyTruncated(binary: string): string | undefined {
  const file = openSync(binary, 'r');
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
