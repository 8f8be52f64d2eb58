import {
  isParquetFrameError,
  type CaseResult,
  type PartialTable,
  type PreparedCase,
  type PreparedInput,
  type TableData,
} from '@parquetframe/core/engine';
import { columnValues } from '../compare.js';
import type { CasePreparer } from '../prepare.js';
import { refusal, resultInput } from '../prepare.js';
import { tableOfValues } from '../values.js';
import { nameOf, type PlanNode, type PlanStep } from './plan.js';
import { standIn } from './stand-in.js';

/**
 * What the reference makes of a step. Where a value cannot be computed, the plan goes on in several worlds, each with another value in its place: what is the same
 * in all of them does not depend on the value.
 */
export interface Worlds {
  /** one, or one per world; undefined: nothing can be computed there */
  readonly results: readonly (CaseResult | undefined)[];
  /** codes of the errors that a right engine may give: of this step and of those below */
  readonly codes: ReadonlySet<string>;
}

const WORLDS = 3;
const worldOf = <T>(results: readonly T[], world: number): T | undefined => (results.length === 1 ? results[0] : results[world]);

/** Runs a plan step by step on the reference; every node once. */
export class StepByStep {
  readonly #known = new Map<PlanNode, Promise<Worlds>>();

  constructor(private readonly preparer: CasePreparer) {}

  of(node: PlanNode): Promise<Worlds> {
    let known = this.#known.get(node);
    if (!known) this.#known.set(node, (known = node.node === 'leaf' ? leafWorlds(node.input) : this.#step(node)));
    return known;
  }

  /** A step's inputs in a world, ready for a single run; undefined where one of them is missing. */
  async inputsOf(step: PlanStep, world = 0): Promise<readonly PreparedInput[] | undefined> {
    const inputs: PreparedInput[] = [];
    for (const node of step.inputs) {
      const input = await this.#input(node, world);
      if (!input) return undefined;
      inputs.push(input);
    }
    return inputs;
  }

  async #input(node: PlanNode, world: number): Promise<PreparedInput | undefined> {
    if (node.node === 'leaf') return node.input;
    const result = worldOf((await this.of(node)).results, world);
    if (!result) return undefined;
    const recipe = result.kind === 'graph' ? { tables: await this.#tables(node, world), options: node.options } : undefined;
    return resultInput(result, recipe);
  }

  async #tables(step: PlanStep, world: number): Promise<readonly TableData[]> {
    const inputs = (await this.inputsOf(step, world)) ?? [];
    return inputs.flatMap(input => (input.kind === 'table' ? [input.table] : []));
  }

  async #step(step: PlanStep): Promise<Worlds> {
    const below = await Promise.all(step.inputs.map(input => this.of(input)));
    const codes = new Set(below.flatMap(worlds => [...worlds.codes]));
    const worlds = Math.max(1, ...below.map(({ results }) => results.length));
    const results: (CaseResult | undefined)[] = [];
    for (let world = 0; world < worlds; world++) {
      const inputs = await this.inputsOf(step, world);
      const found = inputs ? await this.#run(step, inputs) : { results: [undefined], code: undefined };
      if (found.code !== undefined) codes.add(found.code);
      if (worlds === 1) results.push(...found.results);
      else results.push(worldOf(found.results, world));
    }
    return { results, codes };
  }

  async #run(
    step: PlanStep,
    inputs: readonly PreparedInput[],
  ): Promise<{ readonly results: readonly (CaseResult | undefined)[]; readonly code: string | undefined }> {
    try {
      refusal(step.tested.definition, inputs, step.options);
      return { results: [await this.preparer.runTested(step.tested, inputs, step.options)], code: undefined };
    } catch (error) {
      if (!isParquetFrameError(error)) throw error;
      const prepared: PreparedCase = { name: nameOf(step), inputs, options: step.options, folder: this.preparer.folder };
      const partial = await step.tested.cases.partial?.(prepared, { reference: this.preparer.run.bind(this.preparer) });
      return { results: partial ? filledIn(partial) : [undefined], code: error.code };
    }
  }
}

const leafWorlds = (input: PreparedInput): Promise<Worlds> => {
  const codes = new Set<string>();
  if (input.kind === 'table') return Promise.resolve({ results: [{ kind: 'table', table: input.table, sizes: {} }], codes });
  if (input.kind === 'graph')
    return Promise.resolve({ results: [{ kind: 'graph', graph: input.graph, sizes: input.facts }], codes });
  return Promise.resolve({ results: [undefined], codes });
};

/** The tables of all worlds: unknown values replaced, uncertain rows once there and once not. */
function filledIn({ table, unknown, uncertain }: PartialTable): readonly CaseResult[] {
  return Array.from({ length: WORLDS }, (_, world) => {
    const kept = Array.from({ length: table.length }, (__, row) => row).filter(row => world > 0 || uncertain?.has(row) !== true);
    const columns = table.schema.map((f, index) => {
      const values = columnValues(table, f.name);
      return kept.map(row => (unknown[index]?.has(row) === true ? standIn(f, world) : values[row]));
    });
    return { kind: 'table', table: tableOfValues(table.schema, columns, [kept.length]), sizes: {} };
  });
}
