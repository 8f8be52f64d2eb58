import type { Dataset, Json } from '../data/index.js';
import type { PlanInput, PlanNode } from '../plan/index.js';
import type { Datasets } from './datasets.js';
import type { RunOptions } from './executor.js';
import { consumersOf, withInputs, type LogicalDataset, type LogicalInput, type LogicalStep } from './logical.js';
import { Resolver } from './resolve.js';
import { rewrite, type Rewritten } from './rewrite/index.js';
import type { Catalogue } from '../operations/index.js';

/** Runs a record operation on behalf of resolution. */
export type RunRecord = (node: PlanNode, run: RunOptions) => Promise<{ readonly value: Json; readonly sizes: Dataset['sizes'] }>;

/** Logical plans: resolved, rewritten, cut at shared steps; and the plans that kept datasets are built from. */
export class Plans {
  readonly #resolver: Resolver;
  readonly #rewritten = new WeakMap<LogicalInput, Rewritten>();
  readonly #recipes = new WeakMap<Dataset, LogicalInput>();
  /** datasets that stand for shared steps of one call */
  readonly #shared = new WeakSet<Dataset>();

  constructor(
    catalogue: Catalogue,
    private readonly datasets: Datasets,
    runRecord: RunRecord,
  ) {
    this.#resolver = new Resolver(catalogue, runRecord);
  }

  resolve(input: PlanInput, run: RunOptions): Promise<LogicalInput> {
    return this.#resolver.resolve(input, run);
  }

  /** The plan as it will be placed, and the rules that have changed it. */
  async plan(input: PlanInput, run: RunOptions): Promise<Rewritten> {
    const logical = await this.#resolver.resolve(input, run);
    if (run.rewrite === false) return { root: this.#cutShared(logical), rules: [] };
    let rewritten = this.#rewritten.get(logical);
    if (!rewritten) this.#rewritten.set(logical, (rewritten = rewrite(logical)));
    return { root: this.#cutShared(rewritten.root), rules: rewritten.rules };
  }

  /** Shared steps become datasets of this call: run once, placed for all their consumers, given back when it ends. */
  #cutShared(root: LogicalInput): LogicalInput {
    const consumers = consumersOf(root);
    if (![...consumers].some(([input, count]) => count > 1 && input.kind === 'step')) return root;
    const cut = new Map<LogicalInput, LogicalInput>();
    const visit = (input: LogicalInput): LogicalInput => {
      if (input.kind === 'dataset') return input;
      const known = cut.get(input);
      if (known) return known;
      const step = withInputs(input, input.inputs.map(visit));
      const result = (consumers.get(input) ?? 0) > 1 && input !== root ? this.#sharedDataset(step) : step;
      cut.set(input, result);
      return result;
    };
    return visit(root);
  }

  #sharedDataset(step: LogicalStep): LogicalDataset {
    const dataset = this.datasets.temporary(`shared ${step.definition.name}`, step.bound.output, [], {});
    this.#recipes.set(dataset, step);
    this.#shared.add(dataset);
    return { kind: 'dataset', dataset, data: step.bound.output };
  }

  /** The plan of a dataset that must be built, if it can be. */
  async recipe(dataset: Dataset): Promise<LogicalInput | undefined> {
    const known = this.#recipes.get(dataset);
    if (known || dataset.recipe === undefined) return known;
    const { root } = await this.plan(dataset.recipe as PlanInput, {});
    this.#recipes.set(dataset, root);
    return root;
  }

  /** The same, where it has been made before. */
  readonly knownRecipe = (dataset: Dataset): LogicalInput | undefined => this.#recipes.get(dataset);

  /** Whether a dataset stands for a shared step of one call. */
  isShared(dataset: Dataset): boolean {
    return this.#shared.has(dataset);
  }

  /** Datasets that stand for shared steps of this call. */
  sharedOf(root: LogicalInput): readonly Dataset[] {
    const found = new Set<Dataset>();
    const visit = (input: LogicalInput): void => {
      if (input.kind === 'step') input.inputs.forEach(visit);
      else {
        const recipe = this.#recipes.get(input.dataset);
        if (recipe === undefined || !this.#shared.has(input.dataset)) return;
        found.add(input.dataset);
        visit(recipe);
      }
    };
    visit(root);
    return [...found];
  }
}
