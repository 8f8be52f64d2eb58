import type { Dataset, Json } from '../../contract/data/index.js';
import { inputsFirst, type PlanInput, type PlanNode } from '../../contract/plan/index.js';
import type { Datasets } from '../run/datasets.js';
import type { RunOptions } from '../../executor/executor.js';
import { consumersOf, stepInputs, withInputs, type LogicalDataset, type LogicalInput, type LogicalStep } from './logical.js';
import { Resolver } from './resolve.js';
import { rewrite, type Rewritten } from '../rewrite/index.js';
import type { SourceFacts } from '../../contract/sources/index.js';
import type { Catalogue } from '../../contract/operations/index.js';

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

  /** How a file was written. */
  async sourceFacts(input: LogicalInput): Promise<SourceFacts | undefined> {
    return input.kind === 'dataset' ? await this.#resolver.sourceFacts(input.dataset) : undefined;
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
    for (const input of inputsFirst(root, stepInputs)) {
      if (input.kind === 'dataset') continue;
      const step = withInputs(
        input,
        input.inputs.map(inner => cut.get(inner) ?? inner),
      );
      const isShared = (consumers.get(input) ?? 0) > 1 && input !== root;
      cut.set(input, isShared ? this.#sharedDataset(step) : step);
    }
    return cut.get(root) ?? root;
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
    const recipeOf = (input: LogicalInput): LogicalInput | undefined =>
      input.kind === 'dataset' && this.#shared.has(input.dataset) ? this.#recipes.get(input.dataset) : undefined;
    const inputs = inputsFirst(root, input => {
      const recipe = recipeOf(input);
      return recipe ? [recipe] : stepInputs(input);
    });
    return [...new Set(inputs.flatMap(input => (input.kind === 'dataset' && recipeOf(input) ? [input.dataset] : [])))];
  }
}
