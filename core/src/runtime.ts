import { compose, type Composition } from './composition.js';
import { parseMemory, readConfiguration, type Configuration } from './configuration.js';
import type { Executor, Mode } from './dispatch/index.js';
import type { Availability, EngineManifest, EngineModule, Plugin } from './engine/index.js';
import { pluginEngine } from './plugin-engine.js';
import { registeredEngines } from './registry/index.js';

export interface RuntimeOptions {
  /** Engines to use. Default: those that `<engine>/register` entries have added to this process. */
  readonly engines?: readonly EngineModule[];
  /** Plugins that add operations. */
  readonly plugins?: readonly Plugin[];
  /** Pins everything to one engine: nothing falls back. Default: PARQUETFRAME_ENGINE, else the fastest. */
  readonly engine?: string;
  /** Whether `auto` may choose an engine without a conformance certificate for an operation. Default `refuse`. */
  readonly uncertified?: 'allow' | 'refuse';
  /** Where timings are kept, or `off`. Default: PARQUETFRAME_WISDOM. */
  readonly wisdom?: string;
  /** `estimate`: measurements where there are, else estimates (default); `measure`: also tries unmeasured engines inside a time budget; `wisdom-only`: measured engines only. */
  readonly mode?: Mode;
  /** Memory budget in bytes, or as in PARQUETFRAME_MEMORY. */
  readonly memory?: number | string;
  /** Cores to use. Default: PARQUETFRAME_RUST_THREADS, RAYON_NUM_THREADS, else all. */
  readonly threads?: number;
  /** Milliseconds that an engine's probe may take. Default 5000. */
  readonly probeLimit?: number;
}

/** What a runtime knows of one of its engines. */
export interface EngineStatus {
  readonly id: string;
  readonly version: string;
  readonly manifest: EngineManifest;
  readonly availability: Availability;
  readonly certified: readonly string[];
}

/** The services behind a runtime; `createRuntime` in `index` adds readers and graphs to it. */
export interface RuntimeCore extends AsyncDisposable {
  readonly executor: Executor;
  readonly configuration: Configuration;
  readonly composition: Composition;
  /** Every engine with its availability, reason and remedy. */
  engines(): readonly EngineStatus[];
  close(): Promise<void>;
}

/**
 * Ties a set of engines and plugins together. Broken or missing engines are listed with their reasons and never break start-up.
 * @throws ParquetFrameError `ENGINE_DUPLICATE`, `INVALID_ARGUMENT`; `ENGINE_NOT_FOUND` when a pinned engine is not among the engines
 */
export async function createRuntimeCore(options: RuntimeOptions = {}): Promise<RuntimeCore> {
  const configuration = configure(options);
  const plugins = options.plugins ?? [];
  const closing = new AbortController();
  const composition = await compose({
    configuration,
    modules: [...(options.engines ?? registeredEngines()), ...plugins.map(pluginEngine)],
    operations: plugins.flatMap(plugin => plugin.operations.map(operation => operation.definition)),
    mode: options.mode ?? 'estimate',
    uncertified: options.uncertified ?? 'refuse',
    probeLimit: options.probeLimit,
    signal: closing.signal,
  });
  const { registry, dispatcher } = composition;
  if (configuration.engine !== undefined) registry.get(configuration.engine);
  await registry.probe();
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await dispatcher.close();
    closing.abort();
    await registry.close();
  };
  const closeOnce = (): Promise<void> => (closed ??= close());
  return {
    executor: dispatcher,
    configuration,
    composition,
    engines: () =>
      registry.all().map(engine => ({
        id: engine.id,
        version: engine.version,
        manifest: engine.module.manifest,
        availability: engine.availability,
        certified: Object.keys(engine.module.certificate?.operations ?? {}),
      })),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

function configure(options: RuntimeOptions): Configuration {
  const fromEnvironment = readConfiguration();
  return {
    ...fromEnvironment,
    ...(options.engine === undefined ? {} : { engine: options.engine === 'auto' ? undefined : options.engine }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.memory === undefined
      ? {}
      : { memory: typeof options.memory === 'number' ? options.memory : parseMemory(options.memory) }),
    ...(options.wisdom === undefined ? {} : { wisdom: options.wisdom === 'off' ? undefined : options.wisdom }),
  };
}
