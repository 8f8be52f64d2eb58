import type { Configuration } from './configuration.js';
import { allocateShared } from './contract/data/index.js';
import { Dispatcher, Wisdom, type Mode } from './dispatch/index.js';
import type { EngineContext, EngineModule } from './contract/index.js';
import { Catalogue, type OperationDefinition } from './contract/operations/index.js';
import type { Datasets } from './dispatch/run/datasets.js';
import { debug } from './dispatch/run/events.js';
import { EngineRegistry, type RegisteredEngine } from './registry/index.js';

export interface CompositionOptions {
  readonly configuration: Configuration;
  readonly modules: readonly EngineModule[];
  readonly operations: readonly OperationDefinition[];
  readonly mode: Mode;
  readonly uncertified: 'allow' | 'refuse';
  readonly datasets: Datasets;
  readonly probeLimit: number | undefined;
  readonly signal: AbortSignal;
}

export interface Composition {
  readonly catalogue: Catalogue;
  readonly registry: EngineRegistry;
  readonly wisdom: Wisdom;
  readonly dispatcher: Dispatcher;
}

/**
 * The composition root: wires one runtime's services in a tsyringe container of its own, with explicit tokens. tsyringe is imported here, on demand, for it throws
 * at import when reflect-metadata is not there; nobody outside sees it.
 */
export async function compose(options: CompositionOptions): Promise<Composition> {
  await import('reflect-metadata');
  const { container, instanceCachingFactory } = await import('tsyringe');
  const scope = container.createChildContainer();
  scope.register(CATALOGUE, { useFactory: instanceCachingFactory(() => new Catalogue(options.operations)) });
  scope.register(WISDOM, { useFactory: instanceCachingFactory(() => new Wisdom(options.configuration.wisdom)) });
  scope.register(REGISTRY, {
    useFactory: instanceCachingFactory(
      inside =>
        new EngineRegistry({
          modules: options.modules,
          configuration: options.configuration,
          probeLimit: options.probeLimit,
          contextOf: engine => engineContext(engine, options, () => inside.resolve<Dispatcher>(DISPATCHER)),
        }),
    ),
  });
  scope.register(DISPATCHER, {
    useFactory: instanceCachingFactory(
      inside =>
        new Dispatcher({
          registry: inside.resolve(REGISTRY),
          catalogue: inside.resolve(CATALOGUE),
          wisdom: inside.resolve(WISDOM),
          mode: options.mode,
          uncertified: options.uncertified,
          engine: options.configuration.engine,
          threads: options.configuration.threads,
          memory: options.configuration.memory,
          datasets: options.datasets,
        }),
    ),
  });
  return {
    catalogue: scope.resolve(CATALOGUE),
    registry: scope.resolve(REGISTRY),
    wisdom: scope.resolve(WISDOM),
    dispatcher: scope.resolve(DISPATCHER),
  };
}

const CATALOGUE = Symbol('Catalogue');
const WISDOM = Symbol('Wisdom');
const REGISTRY = Symbol('EngineRegistry');
const DISPATCHER = Symbol('Dispatcher');

/** What an engine gets to know of its runtime. */
function engineContext(engine: RegisteredEngine, options: CompositionOptions, dispatcher: () => Dispatcher): EngineContext {
  const { configuration, signal } = options;
  return {
    space: name => `${engine.id}/${name}`,
    threads: configuration.threads,
    memory: configuration.memory,
    settings: { nativeLog: configuration.nativeLog },
    allocateShared,
    signal,
    lost: space => {
      dispatcher().lost(space);
    },
    log: message => {
      debug('%s: %s', engine.id, message);
    },
  };
}
