import type { MaybePromise } from '../data/index.js';
import { functionsCalled, onlyStep, type Fragment, type Step } from '../plan/index.js';
import type { BindSources } from '../sources/index.js';
import { decline, type Decline, type Engine, type EngineContext, type Kernel, type Transfer } from './contract.js';

/** Binds one step: returns its kernel, or a Decline that says why not. */
export type BindStep = (
  step: Step,
  fragment: Fragment,
  context: EngineContext,
  sources?: BindSources,
) => MaybePromise<Kernel | Decline>;

export interface KernelEngineOptions {
  readonly kernels: { readonly [operation: string]: BindStep };
  /** Whether it evaluates a scalar function; a step that calls another one is declined. Without it expressions are the kernels' affair. */
  evaluates?(name: string): boolean;
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
    bind(fragment, sources) {
      const step = onlyStep(fragment);
      if (!step)
        return decline(
          'UNSUPPORTED_FRAGMENT',
          'this engine runs one operation at a time',
          'none needed: the steps are run one by one',
        );
      const lacking = options.evaluates && [...functionsCalled(step)].find(name => !options.evaluates?.(name));
      if (lacking !== undefined) return declineFunction(lacking);
      const bindStep = options.kernels[step.operation];
      return bindStep
        ? bindStep(step, fragment, context, sources)
        : decline('UNSUPPORTED_OPERATION', `this engine has no ${step.operation}`, 'install an engine that has it');
    },
    [Symbol.asyncDispose]: async () => {
      await options.close?.();
    },
  };
}

/** The answer of an engine that has no kernel for a scalar function. */
export const declineFunction = (name: string): Decline =>
  decline(
    'UNSUPPORTED_EXPRESSION',
    `this engine does not evaluate ${name}`,
    'install an engine that does, or a newer version of it',
  );
