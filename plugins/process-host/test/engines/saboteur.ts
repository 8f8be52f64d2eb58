/** The reference engine, which claims to be fast and dies in the middle of chosen operations. Only ever opened in a child process. */
import { isDecline, type Engine, type EngineModule } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';

export type SaboteurOptions = { readonly dieIn?: readonly string[]; readonly how?: 'abort' | 'kill' };

export const saboteurManifest = { ...tsReference().manifest, id: 'saboteur' };

const die = (how: SaboteurOptions['how']): Promise<never> => {
  if (how !== 'kill') process.abort();
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

export default function saboteur(options: SaboteurOptions = {}): EngineModule {
  const reference = tsReference();
  return {
    ...reference,
    manifest: saboteurManifest,
    source: { url: import.meta.url, options },
    async open(context): Promise<Engine> {
      const engine = await reference.open(context);
      return {
        ...engine,
        covers: step => engine.covers(step),
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
        async bind(fragment) {
          const bound = await engine.bind(fragment);
          if (isDecline(bound)) return bound;
          return {
            inputs: bound.inputs,
            outputs: bound.outputs,
            estimate: () => ({ seconds: 1e-9, peakBytes: 1 }),
            run: call => (options.dieIn?.includes(fragment.root.operation) === true ? die(options.how) : bound.run(call)),
          };
        },
      };
    },
  };
}
