import { heldReplica, type Dataset } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Scratch, Transfer } from '../../contract/index.js';
import { parquetFormat, type SourceFormat, type SourcePart, type StoragePlugin } from '../../contract/sources/index.js';
import { fetching } from '../transfer/fetch.js';
import type { Datasets } from './datasets.js';

export interface SourcesOptions {
  readonly storage: readonly StoragePlugin[];
  readonly formats: readonly SourceFormat[];
  /** aborts when the runtime closes */
  readonly signal: AbortSignal;
  scratch(bytes: number): Promise<Scratch>;
}

/** Files that lie in stores: datasets of parts, which are listed when they are first used. */
export class Sources {
  /** from each store to files that every engine reads */
  readonly transfers: readonly Transfer[];

  constructor(
    private readonly options: SourcesOptions,
    private readonly datasets: Datasets,
  ) {
    const formats = [parquetFormat, ...options.formats];
    this.transfers = options.storage.map(storage => fetching(storage, { formats, scratch: bytes => options.scratch(bytes) }));
  }

  /** What a URL names, where a storage plugin has its scheme. */
  source(scheme: string, url: string): Dataset | undefined {
    const space = url.slice(0, url.indexOf(':')).toLowerCase();
    const storage = this.options.storage.find(known => known.space === space);
    if (!storage) return undefined;
    const label = withoutSecrets(url);
    return this.datasets.source(scheme, label, async () => {
      const parts = await this.#list(storage, url, label);
      return parts.map(part => {
        const { bytes } = part;
        const replica = heldReplica({ space, layout: 'bytes' }, { part, storage }, 0);
        return this.datasets.part(scheme, withoutSecrets(part.url), replica, bytes);
      });
    });
  }

  /** In the order of the bytes of their URLs, so that results are the same each time. */
  async #list(storage: StoragePlugin, url: string, label: string): Promise<readonly SourcePart[]> {
    const parts: SourcePart[] = [];
    try {
      for await (const page of storage.list(url, this.options.signal)) parts.push(...page);
    } catch (cause) {
      if (cause instanceof ParquetFrameError) throw cause;
      throw new ParquetFrameError('SOURCE_UNAVAILABLE', `${label} could not be listed: ${messageOf(cause)}`, {
        cause,
        details: { url: label },
      });
    }
    if (parts.length === 0)
      throw new ParquetFrameError('FILE_NOT_FOUND', `there is nothing at ${label}`, { details: { url: label } });
    return parts.sort((a, b) => Buffer.compare(Buffer.from(a.url), Buffer.from(b.url)));
  }
}

/** Without user, password, query and fragment, which may be secret: errors are logged. */
export const withoutSecrets = (url: string): string => url.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)[^/]*@/, '$1');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
