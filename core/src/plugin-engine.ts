import { CONTRACT_VERSION, decline, onlyStep, type EngineModule, type Plugin } from './contract/index.js';
import { OLDEST_KIT } from './registry/index.js';

/** The engine that runs a plugin's operations by their reference kernels, so that a plugin works without any other engine. It is the reference for them. */
export function pluginEngine(plugin: Plugin): EngineModule {
  const byName = new Map(plugin.operations.map(operation => [operation.definition.name, operation]));
  const id = `plugin-${plugin.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const operations = Object.fromEntries(
    plugin.operations.map(({ definition }) => [definition.name, { revision: definition.revision, class: 'exact' as const }]),
  );
  return {
    contract: CONTRACT_VERSION,
    manifest: { id, version: '1.0.0', native: false, operations },
    certificate: {
      engine: id,
      version: '1.0.0',
      kit: OLDEST_KIT,
      operations: Object.fromEntries(Object.entries(operations).map(([name, claim]) => [name, { ...claim, cases: 0 }])),
    },
    source: { url: import.meta.url, options: null },
    probe: () => Promise.resolve({ available: true, version: '1.0.0' }),
    open: context =>
      Promise.resolve({
        transfers: [],
        fuses: false,
        covers: step => (byName.has(step.operation) ? 'alone' : 'no'),
        bind(fragment) {
          const step = onlyStep(fragment);
          const operation = step && byName.get(step.operation);
          return step && operation
            ? operation.reference(step, context)
            : decline('UNSUPPORTED_FRAGMENT', 'a plugin runs its own operations, one at a time', 'none needed');
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
}
