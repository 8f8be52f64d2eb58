import { onlyStep, type EngineModule, type Plugin, type PluginOperation } from '@parquetframe/core/engine';

/** The reference engine together with the reference kernels that plugins bring. */
export function withPlugins(reference: EngineModule, plugins: readonly Plugin[]): EngineModule {
  const operations = new Map<string, PluginOperation>(
    plugins.flatMap(plugin => plugin.operations).map(operation => [operation.definition.name, operation]),
  );
  if (operations.size === 0) return reference;
  return {
    ...reference,
    async open(context) {
      const engine = await reference.open(context);
      return {
        transfers: engine.transfers,
        covers: step => (operations.has(step.operation) ? 'alone' : engine.covers(step)),
        bind(fragment) {
          const step = onlyStep(fragment);
          const operation = step && operations.get(step.operation);
          return step && operation ? operation.reference(step, context) : engine.bind(fragment);
        },
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
      };
    },
  };
}
