import type { Dataset } from '../../contract/data/index.js';
import type { Sizes } from '../../contract/operations/index.js';
import { RecentMap } from '../../registry/index.js';
import { stepAlone } from './fragments.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import { fragmentSignature } from '../../contract/plan/index.js';

/** How many rows came out per row that went in, as last observed per step signature. */
export class Observations {
  readonly #ratios = new RecentMap<string, number>();
  readonly #signatures = new WeakMap<LogicalStep, string>();

  signature(step: LogicalStep): string {
    let signature = this.#signatures.get(step);
    if (signature === undefined) this.#signatures.set(step, (signature = fragmentSignature(stepAlone(step), 'exact')));
    return signature;
  }

  record(step: LogicalStep, rowsIn: number | undefined, rowsOut: number | undefined): void {
    if (rowsIn !== undefined && rowsOut !== undefined && rowsIn > 0) this.#ratios.set(this.signature(step), rowsOut / rowsIn);
  }

  ratio(step: LogicalStep): number | undefined {
    return this.#ratios.size === 0 ? undefined : this.#ratios.peek(this.signature(step));
  }
}

/** Expected sizes of every step of a plan: from files and materialised datasets, then observed selectivity, then the catalogue's stated defaults. */
export class SizeEstimates {
  readonly #known = new Map<LogicalInput, Sizes>();

  constructor(
    private readonly observations: Observations,
    private readonly done: ReadonlyMap<LogicalInput, Dataset>,
    private readonly recipes: (dataset: Dataset) => LogicalInput | undefined,
  ) {}

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
    const sizes = input.definition.sizes(inputs, input.bound);
    const ratio = this.observations.ratio(input);
    const rows = inputs[0]?.['rows'];
    if (ratio === undefined || rows === undefined || sizes['rows'] === undefined) return limited(input, sizes);
    const observed = rows * ratio;
    return limited(input, { ...sizes, rows: observed, bytes: ((sizes['bytes'] ?? 0) * observed) / Math.max(1, sizes['rows']) });
  }
}

/** How many rows a step gives at most, as its options say. */
function rowLimit({ definition: { plan }, options }: LogicalStep): unknown {
  if (plan?.limit) return options[plan.limit.count];
  return typeof plan?.limitMoves === 'object' ? options[plan.limitMoves.option] : undefined;
}

/** A limit in the arguments bounds the rows, which the binding alone does not show. */
function limited(step: LogicalStep, sizes: Sizes): Sizes {
  const limit = rowLimit(step);
  const rows = sizes['rows'];
  if (typeof limit !== 'number' || rows === undefined || rows <= limit) return sizes;
  return { ...sizes, rows: limit, bytes: ((sizes['bytes'] ?? 0) * limit) / Math.max(1, rows) };
}
