import type { CaseRandom, ChainInput, OperationOptions, Schema } from '@parquetframe/core/engine';
import { schemaFor } from '../cases/schemas.js';
import { atTheEnds, blownUp, type Given } from '../inflate.js';
import { refusedByFacts, type CasePreparer } from '../prepare.js';
import type { TestedOperation } from '../operation-cases.js';
import { planKind, planStep, type PlanLeaf, type PlanNode, type PlanStep } from './plan.js';
import type { StepByStep } from './worlds.js';

/** Inputs whose rows together make more pairs than this are not put side by side: joins of joins would grow without end. */
const MAX_PAIRS = 200_000;

/** Makes plans out of the cases of operations: a generated case at the bottom, and `chain` for every step above it. */
export class Grower {
  #isLarge = false;

  constructor(
    private readonly preparer: CasePreparer,
    private readonly random: CaseRandom,
    private readonly steps: StepByStep,
  ) {}

  /** A generated case as a plan of one step; undefined where core itself refuses it. `large`: with more rows than an engine takes at once. */
  async bottom(tested: TestedOperation, large = false): Promise<PlanStep | undefined> {
    const { definition, cases } = tested;
    this.#isLarge ||= large;
    const generated = cases.generate(this.random);
    const given = large ? (blownUp(generated, this.random) ?? generated) : this.#atTheEnds(generated);
    const prepared = await this.preparer.prepare(definition, cases, given);
    if (refusedByFacts(definition, prepared)) return undefined;
    const leaves = prepared.inputs.map((input, index): PlanLeaf => {
      const from = given.inputs[index];
      if (!from) throw new TypeError('a case was prepared with one input too many');
      return { node: 'leaf', input, given: from };
    });
    return planStep(tested, prepared.options, leaves);
  }

  #atTheEnds(given: Given): Given {
    return this.random.integer(0, 2) === 2 ? { ...given, inputs: given.inputs.map(atTheEnds) } : given;
  }

  /** An operation on top of a plan, at one of its inputs; undefined where its cases have nothing that fits. */
  async above(tested: TestedOperation, port: number, below: PlanNode, other?: PlanStep): Promise<PlanStep | undefined> {
    const { inputs: kinds, optionalInputs = 0 } = tested.definition;
    const count = Math.max(port + 1, kinds.length - (this.random.boolean() ? optionalInputs : 0));
    const inputs: PlanNode[] = [];
    for (let index = 0; index < count; index++) {
      const node = index === port ? below : this.#beside(below, kinds[index], other);
      if (!node) return undefined;
      inputs.push(node);
    }
    const options = await this.#options(tested, inputs);
    return options && planStep(tested, options, inputs);
  }

  /** What stands at the other inputs: the same step or data once more, another plan, or new data with some of the same columns. */
  #beside(below: PlanNode, kind: string | undefined, other: PlanStep | undefined): PlanNode | undefined {
    if (kind !== 'table') return undefined;
    const belowKind = planKind(below);
    // Thousands of rows with few different keys would be joined to millions.
    if (!this.#isLarge) {
      if (other?.output.kind === 'table' && this.random.boolean()) return other;
      // The same data once more: what is below, or what stands below that, so that one input is read twice.
      if (belowKind.kind === 'table' && this.random.integer(0, 2) === 0) {
        const source = below.node === 'step' ? below.inputs.find(input => planKind(input).kind === 'table') : undefined;
        return source && this.random.boolean() ? source : below;
      }
    }
    // All columns, for what takes tables of one schema; some, for what compares rows.
    const shared: Schema =
      belowKind.kind === 'table' && this.random.boolean() ? belowKind.schema.slice(0, this.random.pick([2, Infinity])) : [];
    const schema = shared.length > 0 ? shared : schemaFor(this.random, 3, false);
    const input = { kind: 'table', table: this.random.table(schema, { maxRows: this.#isLarge ? 3 : 12 }) } as const;
    return { node: 'leaf', input, given: input };
  }

  async #options(tested: TestedOperation, inputs: readonly PlanNode[]): Promise<OperationOptions | undefined> {
    const known: ChainInput[] = [];
    for (const node of inputs) {
      const [result] = (await this.steps.of(node)).results;
      known.push({ kind: planKind(node), ...(result ? { result } : {}) });
    }
    if (known.reduce((pairs, { result }) => pairs * (result?.kind === 'table' ? result.table.length : 1), 1) > MAX_PAIRS)
      return undefined;
    const [first] = known;
    const { cases, definition } = tested;
    const options = cases.chain?.(this.random, first?.kind.kind === 'table' ? first.kind.schema : [], known);
    if (!options || !cases.prepare) return options;
    // Options that depend on where the case runs, such as the path of a file to write.
    const prepared = { name: definition.name, inputs: [], options, folder: this.preparer.folder };
    return cases.prepare(prepared, { reference: this.preparer.run.bind(this.preparer) });
  }
}
