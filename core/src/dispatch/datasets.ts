import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  FILE_BYTES,
  HEAP_ARROW,
  heldReplica,
  tableBytes,
  type Dataset,
  type FileReference,
  type Kind,
  type Replica,
  type Space,
  type TableData,
} from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';

let nextId = 1;

const dataset = (
  label: string,
  kind: Kind | undefined,
  replicas: Replica[],
  recipe: unknown,
  sizes: Dataset['sizes'],
): Dataset => ({
  id: nextId++,
  label,
  kind,
  sizes,
  replicas,
  recipe,
  building: undefined,
  leases: 0,
  used: 0,
  disposed: false,
});

/** All datasets that hold memory on behalf of a runtime, their total, and who is evicted first when the budget is short. */
export class Datasets {
  readonly #kept = new Set<Dataset>();
  #clock = 0;

  constructor(readonly budget: number) {}

  /** A dataset made from a plan (or a logical step): built when first used. */
  keep(recipe: unknown, label: string, kind?: Kind): Dataset {
    const kept = dataset(label, kind, [], recipe, {});
    this.#kept.add(kept);
    return kept;
  }

  /** Data handed in by a user: never evicted, for nothing could rebuild it. */
  table(table: TableData, label = 'table'): Dataset {
    const pinned = dataset(
      label,
      { kind: 'table', schema: table.schema },
      [heldReplica(HEAP_ARROW, table, tableBytes(table))],
      undefined,
      { rows: table.length, bytes: tableBytes(table), columns: table.schema.length },
    );
    this.#kept.add(pinned);
    return pinned;
  }

  /** A file as it is now. A missing file is an error when it is read, as in a lazy frame it should be. */
  file(scheme: string, path: string): Dataset {
    const reference = fileReference(path);
    return dataset(
      path,
      { kind: 'file', scheme },
      [heldReplica(FILE_BYTES, reference, 0)],
      undefined,
      reference.modified < 0 ? {} : { bytes: reference.bytes },
    );
  }

  /** The result of a stage inside one call. */
  temporary(label: string, kind: Kind, replicas: readonly Replica[], sizes: Dataset['sizes']): Dataset {
    return dataset(label, kind, [...replicas], undefined, sizes);
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
    for (const kept of this.#kept) kept.replicas = kept.replicas.filter(replica => replica.residency.space !== space);
  }

  /** Bytes held by all datasets of the runtime. */
  get bytes(): number {
    let bytes = 0;
    for (const kept of this.#kept) for (const replica of kept.replicas) bytes += replica.bytes ?? 0;
    return bytes;
  }

  /** Evicts least recently used datasets that can be rebuilt until `needed` more bytes fit the budget. Returns what was evicted. */
  async makeRoom(needed: number): Promise<readonly string[]> {
    const evicted: string[] = [];
    if (this.bytes + needed <= this.budget) return evicted;
    const candidates = [...this.#kept]
      .filter(kept => kept.leases === 0 && kept.building === undefined && kept.recipe !== undefined && kept.replicas.length > 0)
      .sort((a, b) => a.used - b.used);
    for (const candidate of candidates) {
      if (this.bytes + needed <= this.budget) break;
      evicted.push(candidate.label);
      await this.release(candidate);
    }
    return evicted;
  }

  async release(of: Dataset): Promise<void> {
    const { replicas } = of;
    of.replicas = [];
    for (const replica of replicas) await replica.release();
  }

  async dispose(of: Dataset): Promise<void> {
    of.disposed = true;
    this.#kept.delete(of);
    await this.release(of);
  }

  async close(): Promise<void> {
    for (const kept of [...this.#kept]) await this.dispose(kept);
  }
}

/** `modified` is −1 for a file that is not there. */
export function fileReference(path: string): FileReference {
  const absolute = resolve(path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  return found?.isFile()
    ? { path: absolute, bytes: found.size, modified: found.mtimeMs }
    : { path: absolute, bytes: 0, modified: -1 };
}

/** Compares a reference with the file now. @throws ParquetFrameError `FILE_NOT_FOUND`, `SOURCE_CHANGED` */
export function checkFile(reference: FileReference): void {
  const now = fileReference(reference.path);
  if (now.modified < 0)
    throw new ParquetFrameError('FILE_NOT_FOUND', `there is no file ${reference.path}`, { details: { file: reference.path } });
  if (reference.modified < 0 || now.bytes !== reference.bytes || now.modified !== reference.modified) {
    throw new ParquetFrameError(
      'SOURCE_CHANGED',
      `${reference.path} has changed since the frame that reads it was made (${describe(reference)}, now ${describe(now)}); make the frame again to read the new contents`,
      {
        details: { file: reference.path },
      },
    );
  }
}

const describe = ({ bytes, modified }: FileReference): string =>
  modified < 0 ? 'it did not exist' : `${String(bytes)} bytes of ${new Date(modified).toISOString()}`;
