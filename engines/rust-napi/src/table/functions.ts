import { aggregationsOf, decline, declineFunction, functionsCalled, isStep, schemaOf } from '@parquetframe/core/engine';
import type { Decline, Fragment, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';

/** Declines a fragment that calls a function for which the addon has no kernel; undefined where it has all of them. */
export function declineFunctions({ root }: Fragment, rust: RustContext): Decline | undefined {
  for (const step of stepsOf(root)) {
    const lacking = [...functionsCalled(step)].find(name => !rust.functions.scalar.has(name)) ?? lackingAggregate(step, rust);
    if (lacking !== undefined) return declineFunction(lacking);
    if (sumsDecimals(step))
      return decline('UNSUPPORTED_EXPRESSION', 'sums of decimals are not in this engine', 'install an engine that has them');
  }
  return undefined;
}

const stepsOf = (step: Step): readonly Step[] => [step, ...step.inputs.filter(isStep).flatMap(stepsOf)];

const lackingAggregate = (step: Step, { functions }: RustContext): string | undefined =>
  step.operation === 'table.aggregate'
    ? aggregationsOf(step).find(aggregation => !functions.aggregate.has(aggregation.function))?.function
    : undefined;

function sumsDecimals(step: Step): boolean {
  if (step.operation !== 'table.aggregate') return false;
  const [input] = step.inputs;
  const schema = input ? schemaOf(input) : [];
  return aggregationsOf(step).some(({ function: f, column }) => {
    const type = schema.find(field => field.name === column)?.type;
    return (f === 'sum' || f === 'mean') && type?.id === 'decimal';
  });
}
