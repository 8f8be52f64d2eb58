import {
  decline,
  isDecline,
  isStep,
  makeFragment,
  ParquetFrameError,
  type BindSources,
  type DataType,
  type Engine,
  type JsonObject,
  type Kernel,
  type Step,
} from '@parquetframe/core/engine';
import { declineJson, type Requests } from '../wire/requests.js';
import { sampleKernel } from './samples.js';

/** The kernels that the engine of this process has bound, by the numbers that the host knows them by. */
export class BoundKernels {
  readonly #kernels = new Map<number, Kernel>();
  #next = 1;

  /** Binds a fragment, and says under which number; or declines, or asks for facts of its sources first. */
  async bind(engine: Engine, { root, determinism, parameters, facts }: Requests['bind']): Promise<JsonObject> {
    const asks = new Set<number>();
    const sources: BindSources = {
      facts(port) {
        const known = facts[String(port)];
        if (known === undefined) asks.add(port);
        return Promise.resolve(known ?? undefined);
      },
    };
    const fragment = makeFragment(
      root,
      determinism,
      parameters.map(type => (type === null ? undefined : (type as unknown as DataType))),
    );
    // The host answers `covers` from the manifest alone; what the engine itself says counts, and is asked here.
    const declined = uncovered(engine, root) ?? (await engine.bind(fragment, sources));
    // It was answered without them; with them it may answer otherwise.
    if (asks.size > 0) {
      if (!isDecline(declined)) await declined[Symbol.asyncDispose]?.();
      return { asks: [...asks] };
    }
    if (isDecline(declined)) return { declined: declineJson(declined) };
    const kernel = declined;
    const id = this.#next++;
    this.#kernels.set(id, kernel);
    return {
      kernel: id,
      inputs: kernel.inputs,
      outputs: kernel.outputs,
      cpu: kernel.cpu ?? 'many',
      estimates: sampleKernel(kernel, fragment.ports.length),
    };
  }

  async unbind(kernel: number): Promise<void> {
    const bound = this.#kernels.get(kernel);
    this.#kernels.delete(kernel);
    await bound?.[Symbol.asyncDispose]?.();
  }

  /** @throws ParquetFrameError `INTERNAL` for a number that was never given, or given back */
  get(id: number): Kernel {
    const kernel = this.#kernels.get(id);
    if (kernel === undefined) throw new ParquetFrameError('INTERNAL', `this process has no kernel ${id}`);
    return kernel;
  }
}

function uncovered(engine: Engine, root: Step): ReturnType<typeof decline> | undefined {
  if (engine.covers(root) === 'no')
    return decline('UNSUPPORTED_OPERATION', `the engine does not run this ${root.operation}`, 'install another engine');
  const inner = (step: Step): boolean =>
    step.inputs.every(input => !isStep(input) || (engine.covers(input) !== 'no' && inner(input)));
  return inner(root)
    ? undefined
    : decline(
        'UNSUPPORTED_FRAGMENT',
        'the engine does not run this combination of steps as one',
        'none needed: the steps are run one by one',
      );
}
