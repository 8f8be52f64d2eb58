import { canonicalJson, type Dataset, type Json } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Catalogue, OperationDefinition } from '../../contract/operations/index.js';
import { tableConcat } from '../../contract/operations/table/concat.js';
import { tableProject } from '../../contract/operations/table/project.js';
import {
  editedColumns,
  inputsFirst,
  planNode,
  type ColumnEdit,
  type Determinism,
  type PlanInput,
  type PlanNode,
} from '../../contract/plan/index.js';
import type { SourceFacts } from '../../contract/sources/index.js';
import { checkInputs } from './inputs.js';
import { kindOf, logicalStep, originOf, withCallSite, type LogicalInput, type Origin } from './logical.js';
import type { RunOptions } from '../../executor/executor.js';

/** Runs a record operation (metadata, schema inference) on behalf of resolution. */
export type RecordRunner = (
  node: PlanNode,
  run: RunOptions,
) => Promise<{ readonly value: Json; readonly sizes: { readonly [size: string]: number | undefined } }>;

/**
 * Turns plans into logical plans: finds the options that depend on data (the schema of a file), fills in defaults, binds every step. Cached per node, so a
 * frame's schema is read once.
 */
export class Resolver {
  /** per determinism of the call, which a node takes on unless it has its own */
  readonly #steps = {
    exact: new WeakMap<PlanNode, Promise<LogicalInput>>(),
    fast: new WeakMap<PlanNode, Promise<LogicalInput>>(),
  };
  readonly #facts = new WeakMap<Dataset, SourceFacts>();
  readonly #records = new WeakMap<Dataset, Map<string, Promise<Json>>>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly runRecord: RecordRunner,
  ) {}

  resolve(input: PlanInput, run: RunOptions): Promise<LogicalInput> {
    const determinism = run.determinism ?? 'exact';
    const inputsOf = (node: PlanInput): readonly PlanInput[] => {
      if (node.kind === 'operation') return this.#steps[determinism].has(node) ? [] : node.inputs;
      return node.dataset.kind === undefined && !node.dataset.disposed ? [node.dataset.recipe as PlanInput] : [];
    };
    for (const node of inputsFirst(input, inputsOf)) if (node.kind === 'operation') void this.#resolved(node, determinism);
    return this.#resolved(input, determinism);
  }

  #resolved(input: PlanInput, determinism: Determinism): Promise<LogicalInput> {
    if (input.kind === 'dataset') return this.#dataset(input.dataset, determinism);
    const steps = this.#steps[determinism];
    const known = steps.get(input);
    if (known) return known;
    const resolving = this.#step(input, determinism);
    steps.set(input, resolving);
    // A failure is not remembered: a missing file may be there next time.
    resolving.catch(() => steps.delete(input));
    return resolving;
  }

  async #dataset(dataset: Dataset, determinism: Determinism): Promise<LogicalInput> {
    if (dataset.disposed) throw new ParquetFrameError('CLOSED', `${dataset.label} was closed`);
    await dataset.prepare?.();
    if (dataset.kind === undefined) {
      const recipe = await this.#resolved(dataset.recipe as PlanInput, determinism);
      dataset.kind = recipe.kind === 'step' ? recipe.bound.output : recipe.data;
    }
    return { kind: 'dataset', dataset, data: dataset.kind };
  }

  async #step(node: PlanNode, determinism: Determinism): Promise<LogicalInput> {
    if (node.expand) return this.#expanded(node, node.expand, determinism);
    const definition = this.catalogue.get(node.operation);
    const parts = await listed(node);
    if (parts) return this.#overParts(node, parts, determinism);
    const given = await Promise.all(node.inputs.map(input => this.#resolved(input, determinism)));
    const origin = originOf(node, determinism);
    try {
      const { options, inputs } = await this.#prepared(node, definition, given, origin);
      return logicalStep(definition, options, inputs, origin);
    } catch (error) {
      throw withCallSite(error, origin.callSite);
    }
  }

  /** The plan that a verb stands for, in its place. */
  async #expanded(
    { operation, inputs, callSite }: PlanNode,
    expand: NonNullable<PlanNode['expand']>,
    determinism: Determinism,
  ): Promise<LogicalInput> {
    const kinds = (await Promise.all(inputs.map(input => this.#resolved(input, determinism)))).map(kindOf);
    try {
      const plan = expand(
        kinds.map(kind => {
          if (kind.kind === 'table') return kind.schema;
          throw new ParquetFrameError('INVALID_ARGUMENT', `${operation} takes a table, received a ${kind.kind}`);
        }),
      );
      return await this.resolve(plan, { determinism });
    } catch (error) {
      throw withCallSite(error, callSite);
    }
  }

  /** Options with what is found out about the inputs, and the inputs in the form that the step takes. */
  async #prepared(
    node: PlanNode,
    definition: OperationDefinition,
    given: readonly LogicalInput[],
    origin: Origin,
  ): Promise<{ readonly options: PlanNode['options']; readonly inputs: readonly LogicalInput[] }> {
    const { edits, discover } = definition.plan ?? {};
    // First: finding out more would meet wrong inputs with less to say.
    checkInputs(definition, given.map(kindOf));
    const inputs = edited(given, edits?.(node.options, given.map(kindOf)), origin);
    if (!discover) return { options: node.options, inputs };
    const options = await discover(node.options, {
      inputs: inputs.map(kindOf),
      labels: node.inputs.map(labelOf),
      record: (operation, settings, index = 0) => this.#recordOf(node, operation, settings, node.inputs[index]),
    });
    return { options, inputs };
  }

  /** A step over each part, one after the other. */
  async #overParts(node: PlanNode, parts: readonly Dataset[], determinism: Determinism): Promise<LogicalInput> {
    const steps = await Promise.all(
      parts.map(dataset => this.#resolved({ ...node, inputs: [{ kind: 'dataset', dataset }] }, determinism)),
    );
    const [first] = steps;
    const origin = originOf(node, determinism);
    if (!first || steps.length === 1 || kindOf(first).kind === 'table')
      return first && steps.length === 1 ? first : logicalStep(tableConcat, {}, steps, origin);
    throw withCallSite(
      new ParquetFrameError('INVALID_ARGUMENT', `${node.operation} reads one file, and there are ${String(parts.length)}`),
      origin.callSite,
    );
  }

  /** How a file was written, where an operation of the catalogue tells; undefined also where it cannot be read. */
  async sourceFacts(dataset: Dataset): Promise<SourceFacts | undefined> {
    const known = this.#facts.get(dataset);
    if (known) return known;
    const { kind } = dataset;
    const scheme = kind?.kind === 'file' ? kind.scheme : undefined;
    const operation = this.catalogue.all().find(({ plan }) => plan?.sourceFacts && plan.sourceFacts.scheme === scheme);
    const describe = operation?.plan?.sourceFacts;
    if (!operation || !describe) return undefined;
    const input = { kind: 'dataset', dataset } as const;
    const of = planNode(operation.name, {}, [input]);
    try {
      const facts = describe.of(await this.#recordOf(of, operation.name, {}, input));
      this.#facts.set(dataset, facts);
      return facts;
    } catch {
      // Whoever reads the file will say what is wrong with it.
      return undefined;
    }
  }

  /** Once per dataset and options. */
  #recordOf(of: PlanNode, operation: string, options: PlanNode['options'], input: PlanInput | undefined): Promise<Json> {
    if (input?.kind !== 'dataset') throw new ParquetFrameError('INVALID_ARGUMENT', `${of.operation} reads a file`);
    const { dataset } = input;
    const known = this.#records.get(dataset) ?? new Map<string, Promise<Json>>();
    this.#records.set(dataset, known);
    const key = `${operation}${canonicalJson(options as Json)}`;
    let record = known.get(key);
    if (!record) {
      const { plan } = this.catalogue.get(operation);
      // Shared by all who wait for it, so one caller's abort or deadline must not end it.
      record = this.runRecord(planNode(operation, options, [input]), {}).then(({ value }) => {
        dataset.sizes = { ...dataset.sizes, ...plan?.facts?.(value) };
        return value;
      });
      known.set(key, record);
      record.catch(() => known.delete(key));
    }
    return record;
  }
}

/** The parts of the source that a step reads, where it is one. */
async function listed({ inputs: [input, ...others] }: PlanNode): Promise<readonly Dataset[] | undefined> {
  return input?.kind === 'dataset' && others.length === 0 ? await input.dataset.parts?.() : undefined;
}

/** The inputs, with the columns changed that the step takes in another form. */
const edited = (
  inputs: readonly LogicalInput[],
  edits: readonly (ColumnEdit | undefined)[] = [],
  origin: Origin,
): readonly LogicalInput[] =>
  inputs.map((input, index) => {
    const edit = edits[index];
    const kind = kindOf(input);
    if (edit === undefined || kind.kind !== 'table') return input;
    // A pin is of the step: its engine need not be able to change columns.
    return logicalStep(tableProject, { columns: editedColumns(edit, kind.schema) }, [input], { ...origin, engine: undefined });
  });

/** What an input is called: the file or table it comes from. */
function labelOf(input: PlanInput): string {
  let at = input;
  while (at.kind === 'operation') {
    const [first] = at.inputs;
    if (!first) return at.operation;
    at = first;
  }
  return at.dataset.label;
}
