import type { MaybePromise } from '../data/index.js';

/** One object of a source: a file in a store. */
export interface SourcePart {
  /** without user, password and signature: it is shown in messages */
  readonly url: string;
  readonly bytes: number;
  /** tells one version of the object from another (an ETag, a generation); nothing is read into it */
  readonly fingerprint: string;
  /** of partition columns, from its place in the store; null where the value is null */
  readonly values: { readonly [column: string]: string | null };
}

/** Reads ranges of one part, any number of them at the same time. */
export interface PartReader extends Partial<AsyncDisposable> {
  /**
   * Exactly these bytes of the version that the part names. `signal` ends it.
   * @throws ParquetFrameError `SOURCE_CHANGED` when the part is another version now; `FILE_NOT_FOUND` when it is gone
   */
  read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array>;
}

/** A place where files are kept that is not this machine's file system. It fetches bytes; what they mean is the affair of formats and engines. */
export interface StoragePlugin {
  /** scheme of its URLs, and the space that its parts are in: `s3` */
  readonly space: string;
  /** The parts that a URL names (an object, a folder, a pattern), in pages; asked for when a frame over them is first used. @throws ParquetFrameError `FILE_NOT_FOUND` */
  list(url: string, signal: AbortSignal): AsyncIterable<readonly SourcePart[]>;
  open(part: SourcePart): MaybePromise<PartReader>;
}

/** The value of a replica in the space of a storage plugin: what engines that read the store by themselves get. */
export interface StoredPart {
  readonly part: SourcePart;
  readonly storage: StoragePlugin;
}

export const isStoredPart = (value: unknown): value is StoredPart =>
  typeof value === 'object' && value !== null && 'part' in value && 'storage' in value;
