import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_BYTES, heldReplica, type FileReference, type Replica, type Residency } from '../../contract/data/index.js';
import { isParquetFrameError, ParquetFrameError } from '../../contract/errors/index.js';
import type { KernelResult, Scratch, Transfer } from '../../contract/index.js';
import {
  fetchRanges,
  isStoredPart,
  mergedRanges,
  type ByteRange,
  type FetchedRange,
  type PartReader,
  type SourceFooter,
  type SourceFormat,
  type SourceNeed,
  type StoragePlugin,
  type StoredPart,
} from '../../contract/sources/index.js';

export interface FetchOptions {
  readonly formats: readonly SourceFormat[];
  scratch(bytes: number): Promise<Scratch>;
}

/** One way to a store and back, and what it carries: stated until a store has been measured. */
const LATENCY = 0.05;
const BYTES_PER_SECOND = 5e7;

/** Files that lack what a predicate rules out: an engine that looks there finds nothing. */
const pruned = new WeakSet<Replica>();
export const isPruned = (replica: Replica): boolean => pruned.has(replica);

/** Read once, by the step that it was fetched for: another step needs other bytes. */
const FETCHED: Residency = { ...FILE_BYTES, once: true };

/**
 * From the space of a store to files: the bytes that a step needs are fetched, several ranges at a time, and laid where they belong in a sparse file of the same length, which
 * every engine can read, also one in another process. No native thread ever waits for JavaScript.
 */
export function fetching({ space }: StoragePlugin, options: FetchOptions): Transfer {
  const footers = new WeakMap<StoredPart, Promise<SourceFooter | undefined>>();
  return {
    kind: 'file',
    from: { space, layout: 'bytes' },
    to: FILE_BYTES,
    alias: false,
    estimate: bytes => ({ seconds: LATENCY + bytes / BYTES_PER_SECOND, peakBytes: 0 }),
    async run(call, kind, need = {}) {
      const stored = call.inputs[0]?.value;
      if (!isStoredPart(stored) || kind.kind !== 'file') throw new TypeError('a fetch takes a part of a store');
      const format = options.formats.find(({ name }) => name === kind.scheme);
      try {
        return await fetched(stored, format, need, footers, call.signal, options);
      } catch (error) {
        call.signal.throwIfAborted();
        if (isParquetFrameError(error)) throw error;
        throw new ParquetFrameError('SOURCE_UNAVAILABLE', `${stored.part.url} could not be read: ${messageOf(error)}`, {
          cause: error,
          details: { url: stored.part.url },
        });
      }
    },
  };
}

async function fetched(
  stored: StoredPart,
  format: SourceFormat | undefined,
  need: SourceNeed,
  footers: WeakMap<StoredPart, Promise<SourceFooter | undefined>>,
  signal: AbortSignal,
  options: FetchOptions,
): Promise<KernelResult> {
  const { part, storage } = stored;
  const reader = await storage.open(part);
  try {
    const footer = format && (await footerOf(stored, format, reader, footers, signal));
    const needed = footer?.ranges(need) ?? { ranges: [{ start: 0, end: part.bytes }], isPruned: false };
    const known = footer?.fetched ?? [];
    const missing = mergedRanges(needed.ranges.flatMap(range => outside(range, known)));
    const fresh = await fetchRanges(reader, missing, signal);
    const replica = await sparseFile(part.bytes, [...known, ...fresh], options);
    if (needed.isPruned) pruned.add(replica);
    return { replica };
  } finally {
    await reader[Symbol.asyncDispose]?.();
  }
}

/** Read once per part, whoever asks; undefined when nobody can make sense of it. */
async function footerOf(
  stored: StoredPart,
  format: SourceFormat,
  reader: PartReader,
  footers: WeakMap<StoredPart, Promise<SourceFooter | undefined>>,
  signal: AbortSignal,
): Promise<SourceFooter | undefined> {
  const known = await footers.get(stored)?.catch(() => undefined);
  if (known) return known;
  let isRead = false;
  const reading = format
    .footer(async range => {
      isRead = false;
      const [bytes] = await fetchRanges(reader, [range], signal);
      if (!bytes) throw new RangeError('nothing was read');
      isRead = true;
      return bytes;
    }, stored.part.bytes)
    .catch((error: unknown) => {
      // What came makes no sense: the engine will say what is wrong with it.
      if (isRead) return undefined;
      throw error;
    });
  footers.set(stored, reading);
  reading.catch(() => footers.delete(stored));
  return reading;
}

/** What of a range is in none of those that were read. */
function outside(range: ByteRange, known: readonly FetchedRange[]): readonly ByteRange[] {
  let left: readonly ByteRange[] = [range];
  for (const { start, bytes } of known) {
    const end = start + bytes.length;
    left = left.flatMap(each => [
      { start: each.start, end: Math.min(each.end, start) },
      { start: Math.max(each.start, end), end: each.end },
    ]);
    left = left.filter(each => each.end > each.start);
  }
  return left;
}

async function sparseFile(
  length: number,
  ranges: readonly FetchedRange[],
  { scratch }: FetchOptions,
): Promise<Replica<FileReference>> {
  const bytes = ranges.reduce((sum, range) => sum + range.bytes.length, 0);
  const folder = await scratch(bytes);
  try {
    const path = join(folder.path, 'part');
    const file = await open(path, 'wx');
    try {
      await file.truncate(length);
      for (const { start, bytes: piece } of ranges)
        for (let done = 0; done < piece.length;)
          done += (await file.write(piece, done, piece.length - done, start + done)).bytesWritten;
      const { mtimeMs: modified } = await file.stat();
      return heldReplica(FETCHED, { path, bytes: length, modified }, bytes, async () => {
        await folder[Symbol.asyncDispose]();
      });
    } finally {
      await file.close();
    }
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
