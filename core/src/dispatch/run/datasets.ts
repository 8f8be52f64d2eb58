import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import type { PlanInput } from '../../contract/plan/index.js';
import { requireNoParameters } from '../resolve/parameters.js';
import { Spaces } from './spaces.js';
import {
  FILE_BYTES,
  HEAP_ARROW,
  heldReplica,
  tableBytes,
  type Dataset,
  type DeferredTable,
  type FileReference,
  type Kind,
  type Replica,
  type Space,
  type TableData,
} from '../../contract/data/index.js';

let nextId = 1;

/** The replicas of a dataset apart from it, so that they can be given back when nobody has the dataset any more. */
interface Holding {
  replicas: Replica[];
  /** it can be rebuilt */
  readonly isEvictable: boolean;
}

const makeDataset = (
  holding: Holding,
  label: string,
  kind: Kind | undefined,
  recipe: unknown,
  sizes: Dataset['sizes'],
): Dataset => ({
  id: nextId++,
  label,
  kind,
  sizes,
  get replicas() {
    return holding.replicas;
  },
  set replicas(replicas) {
    holding.replicas = replicas;
  },
  recipe,
  building: undefined,
  leases: 0,
  used: 0,
  disposed: false,
});

/**
 * All datasets that hold memory on behalf of a runtime, their total, and who is evicted first when the budget is short. They are held weakly: a frame or graph that
 * was dropped without being closed gives back what it held once it has been collected.
 *
 * Counting looks at holdings alone: a weak reference that is asked for its dataset keeps it until the job ends, and the collector marks for many jobs. A runtime that
 * asked all of them in every call would never see one collected.
 */
export class Datasets {
  readonly #live = new Map<Holding, WeakRef<Dataset>>();
  readonly #holdings = new WeakMap<Dataset, Holding>();
  readonly #dropped = new FinalizationRegistry((holding: Holding) => {
    this.#live.delete(holding);
    // Nobody is there to be told of a failure.
    releaseAll(holding.replicas).catch(() => undefined);
  });
  readonly spaces = new Spaces();
  #clock = 0;

  /** @param budget bytes */
  constructor(public budget: number) {}

  /** A dataset made from a plan: built when first used. */
  keep(recipe: PlanInput, label: string, kind?: Kind): Dataset {
    requireNoParameters(recipe, label);
    return this.#track(label, kind, [], recipe, {});
  }

  /** Data handed in by a user: never evicted, for nothing could rebuild it. */
  table(given: TableData | DeferredTable, label = 'table'): Dataset {
    if (!('make' in given)) return this.#handedIn(given, label);
    const sizes = { rows: given.length, columns: given.schema.length };
    const dataset = this.#track(label, { kind: 'table', schema: given.schema }, [], undefined, sizes);
    let making: Promise<void> | undefined;
    const make = async (): Promise<void> => {
      const table = await given.make();
      const bytes = tableBytes(table);
      dataset.sizes = { ...dataset.sizes, bytes };
      if (!dataset.disposed) dataset.replicas.push(heldReplica(HEAP_ARROW, table, bytes));
      // What it was made of is let go.
      dataset.prepare = undefined;
    };
    // Rows that are refused are refused each time.
    dataset.prepare = () => (making ??= make());
    return dataset;
  }

  #handedIn(table: TableData, label: string): Dataset {
    const bytes = tableBytes(table);
    const kind: Kind = { kind: 'table', schema: table.schema };
    const sizes = { rows: table.length, bytes, columns: table.schema.length };
    return this.#track(label, kind, [heldReplica(HEAP_ARROW, table, bytes)], undefined, sizes);
  }

  /** A file as it is now. A missing file is an error when it is read, as in a lazy frame it should be. */
  file(scheme: string, path: string): Dataset {
    const reference = fileReference(path);
    const replicas = [heldReplica(FILE_BYTES, reference, 0)];
    return makeDataset(
      { replicas, isEvictable: false },
      path,
      { kind: 'file', scheme },
      undefined,
      reference.modified < 0 ? {} : { bytes: reference.bytes },
    );
  }

  /** Files in a store that are listed when they are first asked for; a failure is not remembered. */
  source(scheme: string, label: string, list: () => Promise<readonly Dataset[]>): Dataset {
    let listing: Promise<readonly Dataset[]> | undefined;
    const parts = (): Promise<readonly Dataset[]> => {
      listing ??= list();
      listing.catch(() => (listing = undefined));
      return listing;
    };
    const made = makeDataset({ replicas: [], isEvictable: false }, label, { kind: 'file', scheme }, undefined, {});
    return Object.assign(made, { parts });
  }

  /** One file in a store. */
  part(scheme: string, label: string, replica: Replica, bytes: number): Dataset {
    return makeDataset({ replicas: [replica], isEvictable: false }, label, { kind: 'file', scheme }, undefined, { bytes });
  }

  /** The result of a stage inside one call. */
  temporary(label: string, kind: Kind, replicas: readonly Replica[], sizes: Dataset['sizes']): Dataset {
    return this.#track(label, kind, [...replicas], undefined, sizes);
  }

  #track(label: string, kind: Kind | undefined, replicas: Replica[], recipe: unknown, sizes: Dataset['sizes']): Dataset {
    const holding = { replicas, isEvictable: recipe !== undefined };
    const made = makeDataset(holding, label, kind, recipe, sizes);
    this.#live.set(holding, new WeakRef(made));
    this.#holdings.set(made, holding);
    this.#dropped.register(made, holding, made);
    return made;
  }

  #forget(dataset: Dataset): void {
    const holding = this.#holdings.get(dataset);
    if (holding) this.#live.delete(holding);
    this.#dropped.unregister(dataset);
  }

  *#all(wanted: (holding: Holding) => boolean = () => true): Generator<Dataset> {
    for (const [holding, reference] of this.#live) {
      const dataset = wanted(holding) ? reference.deref() : undefined;
      if (dataset) yield dataset;
    }
  }

  /** Gives a dataset the replicas, sizes and kind of the result that was made for it. */
  adopt(dataset: Dataset, result: Dataset): void {
    dataset.replicas = [...this.alive(result)];
    dataset.sizes = { ...dataset.sizes, ...result.sizes };
    dataset.kind ??= result.kind;
    result.replicas = [];
    this.#forget(result);
  }

  touch(used: Dataset): void {
    used.used = ++this.#clock;
  }

  /** Replicas that are still there; lost ones are forgotten. */
  alive(of: Dataset): readonly Replica[] {
    if (of.replicas.some(replica => replica.lost?.() === true))
      of.replicas = of.replicas.filter(replica => replica.lost?.() !== true);
    return of.replicas;
  }

  /** Forgets all replicas in a space whose memory is gone. */
  dropSpace(space: Space): void {
    for (const holding of this.#live.keys())
      holding.replicas = holding.replicas.filter(replica => replica.residency.space !== space);
  }

  /** Bytes of memory held by all datasets of the runtime: kept ones, handed in ones, and results of calls until they are released. */
  get bytes(): number {
    return this.#held(this.#takesMemory);
  }

  #held(isPart: (replica: Replica) => boolean): number {
    let bytes = 0;
    for (const { replicas } of this.#live.keys())
      for (const replica of replicas) if (isPart(replica)) bytes += replica.bytes ?? 0;
    return bytes;
  }

  readonly #takesMemory = (replica: Replica): boolean => this.spaces.takesMemory(replica, this.budget);

  /** Evicts least recently used datasets that can be rebuilt until `needed` more bytes fit the budget. Returns what was evicted. */
  makeRoom(needed: number): Promise<readonly string[]> {
    return this.#makeRoom(needed, this.budget, this.#takesMemory);
  }

  /** The same in a space with a budget of its own; elsewhere nothing. */
  async makeRoomIn(space: Space, needed: number): Promise<readonly string[]> {
    const budget = this.spaces.budgetOf(space);
    return budget === undefined ? [] : await this.#makeRoom(needed, budget, ({ residency }) => residency.space === space);
  }

  async #makeRoom(needed: number, budget: number, isPart: (replica: Replica) => boolean): Promise<readonly string[]> {
    const evicted: string[] = [];
    if (this.#held(isPart) + needed <= budget) return evicted;
    const candidates = [...this.#all(({ isEvictable, replicas }) => isEvictable && replicas.some(isPart))]
      .filter(kept => kept.leases === 0 && kept.building === undefined)
      .sort((a, b) => a.used - b.used);
    for (const candidate of candidates) {
      if (this.#held(isPart) + needed <= budget) break;
      evicted.push(candidate.label);
      const { replicas } = candidate;
      // What lies elsewhere stays there.
      candidate.replicas = replicas.filter(replica => !isPart(replica));
      await releaseAll(replicas.filter(isPart));
    }
    return evicted;
  }

  /** Gives back all replicas. A dataset without a recipe cannot get new ones, so it is forgotten with them. */
  async release(of: Dataset): Promise<void> {
    const { replicas } = of;
    of.replicas = [];
    if (of.recipe === undefined) this.#forget(of);
    await releaseAll(replicas);
  }

  async dispose(of: Dataset): Promise<void> {
    of.disposed = true;
    this.#forget(of);
    await this.release(of);
  }

  async close(): Promise<void> {
    for (const dataset of [...this.#all()]) await this.dispose(dataset);
  }
}

async function releaseAll(replicas: readonly Replica[]): Promise<void> {
  for (const replica of replicas) await replica.release();
}

/** `modified` is −1 for a file that is not there. */
function fileReference(path: string): FileReference {
  const absolute = resolve(path);
  const found = statOf(absolute);
  return found?.isFile()
    ? { path: absolute, bytes: found.size, modified: found.mtimeMs }
    : { path: absolute, bytes: 0, modified: -1 };
}

/** undefined also where it may not be looked at: whoever reads it says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
