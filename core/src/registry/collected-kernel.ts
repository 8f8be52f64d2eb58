import { isDecline, type Kernel } from '../contract/index.js';

/** What a kernel gave keeps it: a stream is read after `run` has settled. */
const givers = new WeakMap<object, Kernel>();

const dropped = new FinalizationRegistry((dispose: () => PromiseLike<void>) => {
  // Nobody is there to be told of a failure.
  (async () => dispose())().catch(() => undefined);
});

/**
 * A kernel that is disposed once nobody can run it any more: it has made room for others, the plans that were placed on it are gone, it is not running,
 * and nobody has what it gave. Frames hold the kernels they were placed on for as long as they live, so forgetting one is not a reason to dispose it.
 */
export function collectedKernel(kernel: Kernel): Kernel {
  const { inputs, outputs, cpu, estimate } = kernel;
  const dispose = kernel[Symbol.asyncDispose]?.bind(kernel);
  if (!dispose) return kernel;
  const handed: Kernel = {
    inputs,
    outputs,
    ...(cpu === undefined ? {} : { cpu }),
    ...(estimate === undefined ? {} : { estimate: estimate.bind(kernel) }),
    run: async call => {
      const result = await kernel.run(call);
      if (!isDecline(result)) givers.set(result.replica, handed);
      return result;
    },
  };
  dropped.register(handed, dispose);
  return handed;
}
