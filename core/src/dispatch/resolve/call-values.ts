import type { Json } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import { checkOptions, type OperationOptions } from '../../contract/operations/index.js';
import { parameterList, withExpressionValues, withValues, type ParameterValues } from '../../contract/plan/index.js';
import { kindOf, withCallSite, type LogicalStep } from './logical.js';

interface Bound {
  readonly options: OperationOptions;
  readonly values: readonly unknown[];
}

/**
 * The values of one call. What is prepared (rewritten, placed, bound by engines) leaves the values of parameters open, as it does those of literals; here they are put in: a step with
 * parameters is bound once more with them, which checks them as if they had been written in their place.
 */
export class CallValues {
  readonly #bound = new Map<LogicalStep, Bound>();

  constructor(private readonly parameters: ParameterValues) {}

  /** @throws ParquetFrameError of category `usage` */
  of(step: LogicalStep): readonly unknown[] {
    return step.isOpen ? this.#bind(step).values : step.values;
  }

  /** @throws ParquetFrameError of category `usage` */
  optionsOf(step: LogicalStep): OperationOptions {
    return step.isOpen ? this.#bind(step).options : step.options;
  }

  #bind(step: LogicalStep): Bound {
    let bound = this.#bound.get(step);
    if (!bound) this.#bound.set(step, (bound = this.#bindAgain(step)));
    return bound;
  }

  #bindAgain({ definition, options: open, inputs, bound, origin }: LogicalStep): Bound {
    try {
      const given = Object.entries(open).map(([name, option]) => [
        name,
        (definition.options[name]?.placement === 'expression' ? withExpressionValues : withValues)(option, this.parameters),
      ]);
      const options = checkOptions(definition, Object.fromEntries(given) as OperationOptions);
      const list = parameterList();
      const again = definition.bind(options, inputs.map(kindOf), list);
      if (!isSame(again.binding, bound.binding) || !isSame(again.arguments, bound.arguments))
        throw new ParquetFrameError(
          'INVALID_ARGUMENT',
          `${definition.name} takes no parameters here: how it is prepared depends on their values; give the values instead`,
          { details: { operation: definition.name } },
        );
      return { options, values: list.values };
    } catch (error) {
      throw withCallSite(error, origin.callSite);
    }
  }
}

/** Schemas and the like are the same objects in both, so that little is compared. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => isSame(memberOf(a, name), memberOf(b, name)));
}

const memberOf = (of: Json & object, name: string): Json | undefined =>
  Object.getOwnPropertyDescriptor(of, name)?.value as Json | undefined;

/** Nothing is open. */
export const NO_VALUES = new CallValues({});
