import type { DependencyContainer } from 'tsyringe';
import type { Configuration } from './configuration.js';
import { allocateShared } from './contract/data/index.js';
import { Admission, Dispatcher, Wisdom, type AdmissionControl, type Mode } from './dispatch/index.js';
import { ScratchFolders, type EngineContext, type EngineModule, type QuarantineRule } from './contract/index.js';
import { Catalogue, type OperationDefinition } from './contract/operations/index.js';
import type { Datasets } from './dispatch/run/datasets.js';
import { Sources } from './dispatch/run/sources.js';
import { debug } from './dispatch/run/events.js';
import { EngineRegistry, type RegisteredEngine } from './registry/index.js';
import type { SourceFormat, StoragePlugin } from './contract/sources/index.js';
import type { Clock, Logger, Services, Storage } from './services.js';

export interface CompositionOptions {
  readonly configuration: Configuration;
  readonly modules: readonly EngineModule[];
  readonly operations: readonly OperationDefinition[];
  readonly mode: Mode;
  readonly uncertified: 'allow' | 'refuse';
  readonly datasets: Datasets;
  readonly probeLimit: number | undefined;
  readonly quarantine: Partial<QuarantineRule> | undefined;
  readonly services: Services;
  readonly stores: readonly StoragePlugin[];
  readonly formats: readonly SourceFormat[];
  readonly signal: AbortSignal;
}

export interface Composition {
  readonly catalogue: Catalogue;
  readonly registry: EngineRegistry;
  readonly wisdom: Wisdom;
  readonly dispatcher: Dispatcher;
  readonly storage: Storage;
}

/**
 * The composition root: wires one runtime's services in a tsyringe container of its own, with explicit tokens. tsyringe is imported here, on demand, for it throws
 * at import when reflect-metadata is not there; nobody outside sees it.
 */
export async function compose(options: CompositionOptions): Promise<Composition> {
  await import('reflect-metadata');
  const { container, instanceCachingFactory } = await import('tsyringe');
  const scope = container.createChildContainer();
  const { configuration, services, datasets } = options;
  const provide = <T>(token: symbol, given: T | undefined, make: (inside: DependencyContainer) => T): void => {
    if (given === undefined) scope.register(token, { useFactory: instanceCachingFactory(make) });
    else scope.register(token, { useValue: given });
  };
  provide<Clock>(CLOCK, services.clock, () => ({ now: Date.now }));
  provide<Logger>(LOGGER, services.logger, () => ({ debug: message => debug('%s', message) }));
  provide<AdmissionControl>(ADMISSION, services.admission, () => new Admission(configuration.threads, () => datasets.budget));
  provide<Storage>(STORAGE, services.storage, () => new ScratchFolders());
  provide(CATALOGUE, undefined, () => new Catalogue(options.operations));
  provide(WISDOM, undefined, () => new Wisdom(services.wisdom ?? configuration.wisdom));
  provide(REGISTRY, undefined, inside => {
    const clock = inside.resolve<Clock>(CLOCK);
    return new EngineRegistry({
      modules: options.modules,
      configuration,
      probeLimit: options.probeLimit,
      quarantine: options.quarantine,
      now: () => clock.now(),
      contextOf: engine => engineContext(engine, options, inside),
    });
  });
  provide(
    DISPATCHER,
    undefined,
    inside =>
      new Dispatcher({
        registry: inside.resolve(REGISTRY),
        catalogue: inside.resolve(CATALOGUE),
        wisdom: inside.resolve(WISDOM),
        admission: inside.resolve(ADMISSION),
        mode: options.mode,
        uncertified: options.uncertified,
        engine: configuration.engine,
        memory: configuration.memory,
        datasets,
        sources: new Sources(
          {
            storage: options.stores,
            formats: options.formats,
            signal: options.signal,
            scratch: bytes => inside.resolve<Storage>(STORAGE).scratch(bytes),
          },
          datasets,
        ),
      }),
  );
  return {
    catalogue: scope.resolve(CATALOGUE),
    registry: scope.resolve(REGISTRY),
    wisdom: scope.resolve(WISDOM),
    dispatcher: scope.resolve(DISPATCHER),
    storage: scope.resolve(STORAGE),
  };
}

const CLOCK = Symbol('Clock');
const LOGGER = Symbol('Logger');
const ADMISSION = Symbol('AdmissionControl');
const STORAGE = Symbol('Storage');
const CATALOGUE = Symbol('Catalogue');
const WISDOM = Symbol('Wisdom');
const REGISTRY = Symbol('EngineRegistry');
const DISPATCHER = Symbol('Dispatcher');

/** What an engine gets to know of its runtime. */
function engineContext(engine: RegisteredEngine, options: CompositionOptions, inside: DependencyContainer): EngineContext {
  const { configuration, signal, datasets } = options;
  const storage = inside.resolve<Storage>(STORAGE);
  const logger = inside.resolve<Logger>(LOGGER);
  return {
    space(name, { budget } = {}) {
      const space = `${engine.id}/${name}`;
      if (budget !== undefined) datasets.spaces.define(space, budget);
      return space;
    },
    threads: configuration.threads,
    memory: configuration.memory,
    settings: { nativeLog: configuration.nativeLog },
    allocateShared,
    scratch: bytes => storage.scratch(bytes),
    signal,
    lost: space => {
      inside.resolve<Dispatcher>(DISPATCHER).lost(space);
    },
    log: message => {
      logger.debug(`${engine.id}: ${message}`);
    },
  };
}
