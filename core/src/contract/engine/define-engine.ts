import type { Json, JsonObject, MaybePromise } from '../data/index.js';
import { ParquetFrameError, checkOptionNames } from '../errors/index.js';
import {
  CONTRACT_VERSION,
  type Availability,
  type Certificate,
  type Engine,
  type EngineContext,
  type EngineManifest,
  type EngineModule,
  type QuarantineRule,
  type Transfer,
} from './contract.js';
import { kernelEngine, type KernelEngineOptions } from './kernel-engine.js';
import type { NativeAddon } from './native-addon.js';
import { findPackageFile, packageFile, packageModule, type OwnPackage } from './package-files.js';

/** Options of an engine: they reach the engine in another process too, so they are JSON. */
export type EngineOptions<O> = { readonly [option in keyof O]: Json | undefined };
/** Of an engine that takes none. */
export type NoOptions = { readonly [option: string]: never };

/** What is known once the options are given: all that `probe` may look at. */
export interface EngineSetup<O, A> {
  readonly options: Partial<O>;
  readonly manifest: EngineManifest;
  /** the native addon; of an engine without one, an empty object */
  readonly addon: A;
  /** The path of a file of the package, such as `dist/worker.js`. @throws ParquetFrameError `PACKAGE_FILE_MISSING` */
  file(name: string): string;
}

/** What kernels are made of, once per runtime. */
export interface EngineSession<O, A> extends EngineSetup<O, A> {
  readonly context: EngineContext;
}

interface EngineBasis<O extends EngineOptions<O>, A extends object> {
  /** what `engine.json` says, as code or imported; checked against its schema when the engine is registered */
  readonly manifest: unknown;
  /** what `conformance.json` says, once the kit has written it */
  readonly certificate?: unknown;
  /** name of the npm package that has the code, and `import.meta.url` of the module that calls: so that other processes find the engine, and the engine its files */
  readonly package: Pick<OwnPackage, 'name' | 'from'>;
  /** The names of the options there are, `{ threads: true }`; any other is an error. Without it the engine takes none. */
  readonly options?: { readonly [option in keyof Required<O>]: true };
  /** files of the package that it cannot run without; where a bundler left them behind, the probe says so */
  readonly files?: readonly string[];
  /** Loads the native addon, see `loadNativeAddon`. Where there is none, that is what the probe answers. */
  native?(options: Partial<O>): NativeAddon<A>;
  /** More about an engine that seems to be there: its version, its libraries, or why it is not available after all. */
  probe?(setup: EngineSetup<O, A>, signal: AbortSignal): MaybePromise<Availability>;
  readonly wraps?: EngineModule['wraps'];
  readonly probeLimit?: number;
  /** see `EngineModule` */
  readonly callsBack?: false;
  readonly quarantine?: Partial<QuarantineRule>;
}

type Kernels = KernelEngineOptions['kernels'];

/** An engine that runs one operation at a time, as a table of kernels. */
interface KernelDefinition<O extends EngineOptions<O>, A extends object> extends EngineBasis<O, A> {
  readonly kernels: Kernels | ((session: EngineSession<O, A>) => Kernels);
  /** Whether it evaluates a scalar function; a step that calls another one is declined. */
  evaluates?(name: string): boolean;
  transfers?(session: EngineSession<O, A>): readonly Transfer[];
  readonly open?: never;
}

/** An engine that fuses steps, or keeps what must be closed: it makes the `Engine` itself. */
interface OpenDefinition<O extends EngineOptions<O>, A extends object> extends EngineBasis<O, A> {
  open(session: EngineSession<O, A>): MaybePromise<Engine>;
  readonly kernels?: never;
}

export type EngineDefinition<O extends EngineOptions<O> = NoOptions, A extends object = object> =
  KernelDefinition<O, A> | OpenDefinition<O, A>;

/**
 * What an engine package exports by default: a function of the engine's options that returns its module. All that modules have in common is here: the contract's version, the certificate, checked
 * options, the address for other processes, a probe that never throws for what is missing.
 *
 * @example
 * export default defineEngine({
 *   package: { name: '@me/engine-mine', from: import.meta.url },
 *   manifest,
 *   certificate,
 *   kernels: { 'table.limit': bindLimit },
 * });
 */
export function defineEngine<O extends EngineOptions<O> = NoOptions, A extends object = object>(
  definition: EngineDefinition<O, A>,
): (options?: Partial<O>) => EngineModule {
  return given => {
    const { package: own, certificate, wraps, probeLimit, callsBack, quarantine } = definition;
    const manifest = asManifest(definition.manifest, own.name);
    const names = Object.keys(definition.options ?? {});
    checkOptionNames(`the engine ${manifest.id}`, given, names);
    const options: Partial<O> = given ?? {};
    const files: OwnPackage = { ...own, version: manifest.version };
    const setup = (addon: A): EngineSetup<O, A> => ({ options, manifest, addon, file: name => packageFile(files, name) });
    return {
      contract: CONTRACT_VERSION,
      manifest,
      // The registry checks a certificate before it believes it.
      ...(certificate === undefined ? {} : { certificate: certificate as Certificate }),
      ...(wraps === undefined ? {} : { wraps }),
      ...(probeLimit === undefined ? {} : { probeLimit }),
      ...(callsBack === undefined ? {} : { callsBack }),
      ...(quarantine === undefined ? {} : { quarantine }),
      source: { url: packageModule(files), options: sentOptions(options) },
      probe: async ({ signal }) => {
        const missing = missingFile(definition.files ?? [], files);
        if (missing) return missing;
        const native = addonOf(definition, options);
        if (!native.available) return native;
        return (await definition.probe?.(setup(native.addon), signal)) ?? { available: true, version: manifest.version };
      },
      open: async context => {
        const native = addonOf(definition, options);
        if (!native.available) throw new ParquetFrameError(native.code, `${native.reason}; ${native.remedy}`);
        const session: EngineSession<O, A> = { ...setup(native.addon), context };
        return definition.open ? definition.open(session) : kernelsOf(definition, session);
      },
    };
  };
}

function kernelsOf<O extends EngineOptions<O>, A extends object>(
  { kernels, transfers, evaluates }: KernelDefinition<O, A>,
  session: EngineSession<O, A>,
): Engine {
  return kernelEngine(session.context, {
    kernels: typeof kernels === 'function' ? kernels(session) : kernels,
    ...(evaluates === undefined ? {} : { evaluates }),
    ...(transfers === undefined ? {} : { transfers: transfers(session) }),
  });
}

/** An engine without native code has an addon with nothing in it. */
const addonOf = <O extends EngineOptions<O>, A extends object>(
  { native }: EngineBasis<O, A>,
  options: Partial<O>,
): NativeAddon<A> => (native ? native(options) : { available: true, addon: {} as A });

const sentOptions = <O extends EngineOptions<O>>(options: Partial<O>): JsonObject =>
  Object.fromEntries(
    Object.entries<Json | undefined>(options).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );

function missingFile(needed: readonly string[], own: OwnPackage): Availability | undefined {
  for (const name of needed) {
    const found = findPackageFile(own, name);
    if (!found.found) return { available: false, code: 'PACKAGE_FILE_MISSING', reason: found.reason, remedy: found.remedy };
  }
  return undefined;
}

/** Only what is needed to name the engine: the registry checks the rest, so that one bad engine does not stop a runtime. */
function asManifest(manifest: unknown, packageName: string): EngineManifest {
  if (isManifest(manifest)) return manifest;
  throw new ParquetFrameError(
    'INVALID_MANIFEST',
    `the manifest of ${packageName} must be an object with "id", "version" and "operations", as engine.json has them`,
    { details: { package: packageName } },
  );
}

const isManifest = (value: unknown): value is EngineManifest =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'version' in value &&
  typeof value.version === 'string' &&
  'operations' in value &&
  typeof value.operations === 'object';
