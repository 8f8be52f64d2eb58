import type { Dataset } from '../../contract/data/index.js';
import type { OperationOptions, Sizes } from '../../contract/operations/index.js';
import type { Facts } from './facts.js';
import type { CallValues } from '../resolve/call-values.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';

/** Expected sizes of every step of a plan: from files and materialised datasets, then what is known of the data, then the catalogue's stated defaults. */
export class SizeEstimates {
  readonly #known = new Map<LogicalInput, Sizes>();

  constructor(
    readonly facts: Facts,
    private readonly done: ReadonlyMap<LogicalInput, Pick<Dataset, 'sizes'>>,
    private readonly recipes: (dataset: Dataset) => LogicalInput | undefined,
    private readonly values: CallValues,
  ) {}

  /** The options of a step with the values of this call. */
  optionsOf(step: LogicalStep): OperationOptions {
    return this.values.optionsOf(step);
  }

  of(input: LogicalInput): Sizes {
    let sizes = this.#known.get(input);
    if (!sizes) this.#known.set(input, (sizes = this.#estimate(input)));
    return sizes;
  }

  #estimate(input: LogicalInput): Sizes {
    const materialised = this.done.get(input);
    if (materialised) return materialised.sizes;
    if (input.kind === 'dataset') {
      const recipe =
        input.dataset.sizes['rows'] === undefined && input.dataset.sizes['vertices'] === undefined
          ? this.recipes(input.dataset)
          : undefined;
      return recipe ? this.of(recipe) : input.dataset.sizes;
    }
    const inputs = input.inputs.map(inner => this.of(inner));
    const sizes = input.definition.sizes(inputs, input.bound, {
      distinct: (index, columns) => {
        const inner = input.inputs[index];
        return inner && this.facts.distinct(inner, columns, inputs[index]?.['rows']);
      },
    });
    const found = this.facts.result(input);
    if (found) return { ...sizes, ...found };
    const ratio = this.facts.ratio(input);
    const rows = inputs[0]?.['rows'];
    if (ratio === undefined || rows === undefined || sizes['rows'] === undefined) return this.#limited(input, sizes);
    const observed = rows * ratio;
    return this.#limited(input, {
      ...sizes,
      rows: observed,
      bytes: ((sizes['bytes'] ?? 0) * observed) / Math.max(1, sizes['rows']),
    });
  }

  /** A limit in the arguments bounds the rows, which the binding alone does not show. */
  #limited(step: LogicalStep, sizes: Sizes): Sizes {
    const limit = rowLimit(step, this.optionsOf(step));
    const rows = sizes['rows'];
    if (typeof limit !== 'number' || rows === undefined || rows <= limit) return sizes;
    return { ...sizes, rows: limit, bytes: ((sizes['bytes'] ?? 0) * limit) / Math.max(1, rows) };
  }
}

/** How many rows a step gives at most, as its options say. */
function rowLimit({ definition: { plan } }: LogicalStep, options: OperationOptions): unknown {
  if (plan?.limit) return options[plan.limit.count];
  return typeof plan?.limitMoves === 'object' ? options[plan.limitMoves.option] : undefined;
}
