import { compose, type Composition } from './composition.js';
import { parseMemory, readConfiguration, type Configuration } from './configuration.js';
import { addKinds, HEAP_RECORD, type JsonObject } from './contract/data/index.js';
import { ownController } from './dispatch/run/abort-listeners.js';
import { Datasets } from './dispatch/run/datasets.js';
import type { Mode } from './dispatch/index.js';
import { warnOfMissingBinaries } from './missing-binaries.js';
import type { Executor, RunOptions } from './executor/index.js';
import type { Availability, EngineManifest, EngineModule, Plugin, QuarantineRule } from './contract/index.js';
import { filePath, makeReaders, readerFunctions, type Int64, type Readers } from './frame/index.js';
import { checkRun } from './frame/settings.js';
import { makeGraphs, type Graphs } from './graph/index.js';
import type { Catalogue, ParquetMetadata } from './contract/operations/index.js';
import { hasMembers } from './contract/errors/index.js';
import { addFunctions } from './contract/functions/index.js';
import type { StoragePlugin } from './contract/sources/index.js';
import { planNode } from './contract/plan/index.js';
import { checkModules, checkPlugins } from './check-modules.js';
import { pluginEngine } from './plugin-engine.js';
import { checkRuntimeOptions } from './runtime-options.js';
import { certificateGap, registeredEngines } from './registry/index.js';
import type { Services } from './services.js';

export interface RuntimeOptions<I extends Int64 = 'bigint'> {
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
  /** How int64 and uint64 appear in the rows of all frames: `bigint` (default), `number` (checked against 2^53: `UNSAFE_INTEGER`) or `string`. A frame or call may say otherwise. */
  readonly int64?: I;
  /** @internal shared with a deferred runtime */
  readonly datasets?: Datasets;
  /** When engines that crash are left alone, and for how long; what is left out is as each engine says. */
  readonly quarantine?: Partial<QuarantineRule>;
  /** Stores of files, by the schemes of their URLs: `readParquet('s3://…')`. */
  readonly storage?: readonly StoragePlugin[];
  /** Services of the runtime that take the place of its own: see docs/embedders.md. */
  readonly services?: Services;
  /** Milliseconds that an engine's probe may take. Default: what the engine asks for, else 5000. */
  readonly probeLimit?: number;
}

/** What a runtime knows of one of its engines. */
export interface EngineStatus {
  readonly id: string;
  readonly version: string;
  readonly manifest: EngineManifest;
  readonly availability: Availability;
  /** operations that `auto` would choose it for: those that its certificate covers, in some class */
  readonly certified: readonly string[];
  /** why it is not chosen automatically for the others that it claims */
  readonly uncertified: { readonly [operation: string]: string };
}

/** A set of engines and plugins tied together: where frames and graphs come from. */
export interface Runtime<I extends Int64 = 'bigint'> extends Readers<I>, AsyncDisposable {
  /** Graphs from edge tables. */
  readonly graph: Graphs<I>;
  /** Schema, row groups, codecs and typed statistics of a Parquet file, from its footer. @throws ParquetFrameError `FILE_NOT_FOUND`, `DATA_CORRUPT`, `ENCRYPTED_FILE` */
  metadata(path: string | URL, run?: RunOptions): Promise<ParquetMetadata>;
  /** Every engine with its availability, reason and remedy. */
  engines(): readonly EngineStatus[];
  /** Runs plans: what frames are made of, for those who build on them. */
  readonly executor: Executor;
  readonly configuration: Configuration;
  /** the services inside, for diagnosis */
  readonly composition: Composition;
  /** Closes the engines; frames and graphs of this runtime are CLOSED afterwards, tables that were collected stay readable. */
  close(): Promise<void>;
}

/**
 * Ties a set of engines and plugins together.
 *
 * @example
 * await using pf = await createRuntime({ engines: [rustNapi(), tsReference()] });
 * const table = await pf.readParquet('flights.parquet').limit(10).collect();
 *
 * Broken or missing engines are listed with their reasons and never break start-up.
 * @throws ParquetFrameError `ENGINE_DUPLICATE`, `INVALID_ARGUMENT`; `ENGINE_NOT_FOUND` when a pinned engine is not among the engines
 */
export async function createRuntime<const I extends Int64 = 'bigint'>(options: RuntimeOptions<I> = {}): Promise<Runtime<I>> {
  checkRuntimeOptions(options);
  const configuration = configure(options);
  const { engines = registeredEngines(), plugins = [] } = options;
  checkModules(engines);
  checkPlugins(plugins);
  for (const { functions = [] } of plugins) addFunctions(functions);
  for (const { kinds = [] } of [...engines, ...plugins]) addKinds(kinds);
  const closing = ownController();
  const composition = await compose({
    configuration,
    modules: [...engines, ...plugins.map(pluginEngine)],
    operations: plugins.flatMap(plugin => plugin.operations.map(operation => operation.definition)),
    mode: options.mode ?? 'estimate',
    uncertified: options.uncertified ?? 'refuse',
    probeLimit: options.probeLimit,
    quarantine: options.quarantine,
    services: options.services ?? {},
    stores: options.storage ?? [],
    formats: plugins.flatMap(({ formats = [] }) => formats),
    datasets: datasetsOf(options, configuration),
    signal: closing.signal,
  });
  const { registry, dispatcher, storage } = composition;
  if (configuration.engine !== undefined) registry.get(configuration.engine);
  await registry.probe();
  warnOfMissingBinaries(registry);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await dispatcher.close();
    closing.abort();
    await registry.close();
    await storage.close();
  };
  const closeOnce = (): Promise<void> => (closed ??= close());
  const settings = { int64: options.int64 };
  const readers = makeReaders<I>(dispatcher, settings);
  return {
    ...readerFunctions(readers),
    graph: makeGraphs<I>(dispatcher, settings),
    metadata: (path, run) => readMetadata(dispatcher, path, run),
    executor: dispatcher,
    configuration,
    composition,
    engines: () =>
      registry.all().map(engine => ({
        id: engine.id,
        version: engine.version,
        manifest: engine.module.manifest,
        availability: engine.availability,
        ...trusted(engine.module, composition.catalogue),
      })),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

/** What `auto` believes of an engine, operation by operation. */
function trusted(module: EngineModule, catalogue: Catalogue): Pick<EngineStatus, 'certified' | 'uncertified'> {
  const certified: string[] = [];
  const uncertified: { [operation: string]: string } = {};
  // What a broken manifest says is its reason, not this.
  const claims: unknown = module.manifest.operations;
  for (const name of Object.keys(hasMembers(claims) ? claims : {})) {
    const definition = catalogue.has(name) ? catalogue.get(name) : undefined;
    const gap = definition
      ? certificateGap(module, definition, definition.classes.fast)
      : 'this core does not know the operation';
    if (gap === undefined) certified.push(name);
    else uncertified[name] = gap;
  }
  return { certified, uncertified };
}

/** Those of a deferred runtime were made before its options were known. */
function datasetsOf({ datasets = new Datasets(0) }: RuntimeOptions<Int64>, { memory }: Configuration): Datasets {
  datasets.budget = memory;
  return datasets;
}

function configure(options: RuntimeOptions<Int64>): Configuration {
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

async function readMetadata(executor: Executor, path: string | URL, run: RunOptions = {}): Promise<ParquetMetadata> {
  checkRun('metadata', run);
  const dataset = executor.source?.('parquet', String(path)) ?? executor.file('parquet', filePath(path, 'metadata'));
  const file = { kind: 'dataset', dataset } as const;
  const execution = await executor.execute(planNode('parquet.metadata', {}, [file]), [HEAP_RECORD], run);
  const metadata = execution.replica.value as ParquetMetadata & JsonObject;
  await execution.release();
  return metadata;
}
