import { setMaxListeners } from 'node:events';
import type { PartReader } from './storage.js';

/** Bytes `start` to `end` of a file, without the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface FetchedRange {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** One request for two ranges costs less than two, as long as what lies between them is not more than this. */
const GAP = 64 * 1024;
/** Requests under way at a time, per file. */
const AT_ONCE = 16;

/** The same bytes in as few ranges as make sense: those that overlap or lie close are one. */
export function mergedRanges(ranges: readonly ByteRange[], gap = GAP): readonly ByteRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].filter(range => range.end > range.start).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start - last.end <= gap) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** All of the ranges, several at a time; the first that fails ends the others. */
export async function fetchRanges(
  reader: PartReader,
  ranges: readonly ByteRange[],
  signal: AbortSignal,
): Promise<readonly FetchedRange[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  // Every request listens.
  setMaxListeners(0, either);
  const waiting = [...ranges.entries()];
  const fetched: FetchedRange[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { start, end }] = next;
      signal.throwIfAborted();
      const bytes = await reader.read(start, end - start, either);
      if (bytes.byteLength !== end - start)
        throw new RangeError(
          `${String(end - start)} bytes from ${String(start)} on were asked for, and ${String(bytes.byteLength)} came`,
        );
      fetched[index] = { start, bytes };
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ranges.length) }, work));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
  return fetched;
}
