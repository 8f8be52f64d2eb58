import { createHash } from 'node:crypto';
import {
  FILE_BYTES,
  HEAP_ARROW,
  inTurns,
  sameResidency,
  type Dataset,
  type FileReference,
  type TableData,
} from '../../contract/data/index.js';
import type { Sizes } from '../../contract/operations/index.js';
import { fragmentSignature, inputsFirst } from '../../contract/plan/index.js';
import { isStoredPart } from '../../contract/sources/index.js';
import { RecentMap } from '../../registry/index.js';
import { planned, stepInputs, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import { stepAlone } from './fragments.js';
import { distinctSteps } from './sample.js';

/** Tables of fewer rows are not worth a sample. */
const WORTH_SAMPLING = 1000;

type Recipes = (dataset: Dataset) => LogicalInput | undefined;

/**
 * What has been found out about data, whichever engine it was that found it: how many rows of what width a step gave over the same data, how many values its
 * keys have, and how much harder than estimated it was. All engines are priced by it. Where the same data has not been met, the last ratio of rows per
 * signature stands in.
 */
export class Facts {
  /** by identity: the same step, with the same values, over the same data */
  readonly #results = new RecentMap<string, Sizes>();
  readonly #hardness = new RecentMap<string, number>();
  /** rows out per row in, by signature */
  readonly #ratios = new RecentMap<string, number>();
  /** different combinations of values, by identity of the table and columns */
  readonly #distinct = new RecentMap<string, number>();
  readonly #samples = new WeakMap<Dataset, Map<string, number>>();
  readonly #signatures = new WeakMap<LogicalStep, string>();
  readonly #identities = new WeakMap<LogicalInput, string>();

  constructor(private readonly recipes: Recipes) {}

  /** What a step has given. `rowsIn`: rows of its first input, where that came into its fragment. */
  learn(step: LogicalStep, rowsIn: number | undefined, result: Sizes): void {
    const { rows, bytes } = result;
    if (rows === undefined) return;
    // What a call with other values gives is another result.
    const isOpen = this.#isOpen(step);
    if (!isOpen) this.#results.set(this.#identity(step), bytes === undefined ? { rows } : { rows, bytes });
    const { plan } = step.definition;
    // How many groups there are says nothing of other data.
    if (rowsIn !== undefined && rowsIn > 0 && !plan?.rowPerKey) this.#ratios.set(this.#signature(step), rows / rowsIn);
    const [keys] = plan?.keys?.(planned(step)) ?? [];
    const [input] = step.inputs;
    if (!isOpen && plan?.rowPerKey && keys && input) this.#distinct.set(this.#keysOf(input, keys), rows);
  }

  /** A step took so many times what was estimated although the sizes were known: its data is harder than the estimates say, for all engines. */
  learnHardness(step: LogicalStep, times: number): void {
    if (!this.#isOpen(step)) this.#hardness.set(this.#identity(step), times);
  }

  hardness(step: LogicalStep): number {
    return this.#hardness.size === 0 ? 1 : (this.#hardness.peek(this.#identity(step)) ?? 1);
  }

  result(step: LogicalStep): Sizes | undefined {
    return this.#results.size === 0 ? undefined : this.#results.peek(this.#identity(step));
  }

  ratio(step: LogicalStep): number | undefined {
    return this.#ratios.size === 0 ? undefined : this.#ratios.peek(this.#signature(step));
  }

  /** About how many different values columns have: as counted before, else by a sample of the table that they are copies of, which has `rows` rows left. */
  distinct(input: LogicalInput, columns: readonly string[], rows: number | undefined): number | undefined {
    const counted = this.#distinct.size === 0 ? undefined : this.#distinct.peek(this.#keysOf(input, columns));
    if (counted !== undefined) return counted;
    const source = sourceOf(input, columns);
    const known = source && this.#samples.get(source.dataset)?.get(key(source.columns));
    const all = source?.dataset.sizes['rows'];
    if (known === undefined || all === undefined || rows === undefined || rows >= all || known <= 1) return known;
    // Of as many values, evenly spread, so many are expected among the rows that are left.
    return known * (1 - Math.exp(rows * Math.log1p(-1 / known)));
  }

  /** Looks at the keys of a step in the tables they come from, once each: those that lie in memory. */
  async sample(step: LogicalStep): Promise<void> {
    const keys = step.definition.plan?.keys?.(planned(step)) ?? [];
    for (const [index, input] of step.inputs.entries()) {
      const columns = keys[index];
      const source = columns && columns.length > 0 ? sourceOf(input, columns) : undefined;
      const replica = source?.dataset.replicas.find(({ residency }) => sameResidency(residency, HEAP_ARROW));
      if (!source || !replica) continue;
      const table = replica.value as TableData;
      const samples = this.#samples.get(source.dataset) ?? new Map<string, number>();
      this.#samples.set(source.dataset, samples);
      if (table.length >= WORTH_SAMPLING && !samples.has(key(source.columns)))
        samples.set(key(source.columns), await inTurns(distinctSteps(table, source.columns)));
    }
  }

  /** Its identity leaves values of parameters open, so it is none. */
  #isOpen(step: LogicalStep): boolean {
    return this.#identity(step).startsWith(OPEN);
  }

  #signature(step: LogicalStep): string {
    let signature = this.#signatures.get(step);
    if (signature === undefined) this.#signatures.set(step, (signature = fragmentSignature(stepAlone(step), 'exact')));
    return signature;
  }

  #keysOf = (input: LogicalInput, columns: readonly string[]): string => `${this.#identity(input)} ${key([...columns].sort())}`;

  /** The same for the same steps with the same values over the same data. */
  #identity(input: LogicalInput): string {
    const known = this.#identities.get(input);
    if (known !== undefined) return known;
    const unknown = inputsFirst(input, inner => stepInputs(inner).filter(below => !this.#identities.has(below)));
    for (const inner of unknown) this.#identities.set(inner, this.#identify(inner));
    return this.#identities.get(input) ?? '';
  }

  #identify(input: LogicalInput): string {
    if (input.kind === 'step') {
      if (input.isOpen || input.inputs.some(inner => this.#identity(inner).startsWith(OPEN))) return OPEN;
      const values = JSON.stringify(input.values, (_, value: unknown) =>
        typeof value === 'bigint' ? `${String(value)}n` : value,
      );
      const text = [this.#signature(input), values, ...input.inputs.map(inner => this.#identity(inner))].join('\n');
      return createHash('sha1').update(text).digest('base64');
    }
    const file = input.dataset.replicas.find(({ residency }) => sameResidency(residency, FILE_BYTES));
    if (file) {
      const { path, bytes, modified } = file.value as FileReference;
      return `file ${path} ${String(bytes)} ${String(modified)}`;
    }
    const stored = input.dataset.replicas.find(({ value }) => isStoredPart(value));
    if (stored && isStoredPart(stored.value)) {
      const { part, storage } = stored.value;
      return `part ${storage.space} ${part.url} ${part.fingerprint}`;
    }
    const recipe = this.recipes(input.dataset);
    return recipe ? this.#identity(recipe) : `dataset ${String(input.dataset.id)}`;
  }
}

/** Base64 and the identities of data do not begin so. */
const OPEN = '?';

const key = (columns: readonly string[]): string => JSON.stringify(columns);

/** The dataset that columns are copies of, and their names there; undefined where they are computed, or come from several. */
function sourceOf(
  input: LogicalInput,
  columns: readonly string[],
): { readonly dataset: Dataset; readonly columns: readonly string[] } | undefined {
  let at = input;
  let names = columns;
  while (at.kind === 'step') {
    const { copies } = at.definition.plan ?? {};
    if (!copies) return undefined;
    const step = planned(at);
    const sources = names.map(name => copies(step, name));
    const next = sources[0] && at.inputs[sources[0].input];
    if (!next || sources.some(source => source?.input !== sources[0]?.input)) return undefined;
    names = sources.flatMap(source => source?.column ?? []);
    at = next;
  }
  return { dataset: at.dataset, columns: names };
}
