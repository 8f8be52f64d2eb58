import type { MaybePromise } from '../data/index.js';
import { onlyStep, type Fragment, type Step } from '../plan/index.js';
import { decline, type Decline, type Engine, type EngineContext, type Kernel, type Transfer } from './contract.js';

/** Binds one step: returns its kernel, or a Decline that says why not. */
export type BindStep = (step: Step, fragment: Fragment, context: EngineContext) => MaybePromise<Kernel | Decline>;

export interface KernelEngineOptions {
  readonly kernels: { readonly [operation: string]: BindStep };
  readonly transfers?: readonly Transfer[];
  close?(): MaybePromise<void>;
}

/**
 * An engine that runs one operation at a time: a table of kernels, one file each. Engines that fuse several steps implement `Engine` themselves.
 *
 * @example
 * open: async context => kernelEngine(context, { kernels: { 'table.filter': bindFilter } })
 */
export function kernelEngine(context: EngineContext, options: KernelEngineOptions): Engine {
  return {
    transfers: options.transfers ?? [],
    fuses: false,
    covers: step => (Object.hasOwn(options.kernels, step.operation) ? 'alone' : 'no'),
    bind(fragment) {
      const step = onlyStep(fragment);
      if (!step)
        return decline(
          'UNSUPPORTED_FRAGMENT',
          'this engine runs one operation at a time',
          'none needed: the steps are run one by one',
        );
      const bindStep = options.kernels[step.operation];
      return bindStep
        ? bindStep(step, fragment, context)
        : decline('UNSUPPORTED_OPERATION', `this engine has no ${step.operation}`, 'install an engine that has it');
    },
    [Symbol.asyncDispose]: async () => {
      await options.close?.();
    },
  };
}
