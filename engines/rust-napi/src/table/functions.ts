import { aggregationsOf, declineFunction, functionsCalled, isStep, windowsOf } from '@parquetframe/core/engine';
import type { Decline, Fragment, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';

/** Declines a fragment that calls a function for which the addon has no kernel; undefined where it has all of them. */
export function declineFunctions({ root }: Fragment, rust: RustContext): Decline | undefined {
  for (const step of stepsOf(root)) {
    const lacking = [...functionsCalled(step)].find(name => !rust.functions.scalar.has(name)) ?? lackingAggregate(step, rust);
    if (lacking !== undefined) return declineFunction(lacking);
  }
  return undefined;
}

const stepsOf = (step: Step): readonly Step[] => [step, ...step.inputs.filter(isStep).flatMap(stepsOf)];

function lackingAggregate(step: Step, { functions: { aggregate, window } }: RustContext): string | undefined {
  if (step.operation === 'table.window')
    return windowsOf(step).find(({ function: f }) => !window.has(f) && !aggregate.has(f))?.function;
  return step.operation === 'table.aggregate'
    ? aggregationsOf(step).find(({ function: f }) => !aggregate.has(f))?.function
    : undefined;
}
