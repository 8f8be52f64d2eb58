import { CHUNK } from '@parquetframe/engine-ts-reference/kernels/parallel';

/** Rows `from … to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How work is divided: into at most `parts`, none of less work than `minimum` but the only one. */
export interface Division {
  readonly parts: number;
  readonly minimum: number;
}

/** Below this much work per part (rows, or vertices and arcs) a thread costs more than it saves. */
export const MIN_WORK = 1 << 16;

/** Equal ranges of rows, at least one. */
export function rowRanges(rows: number, { parts, minimum }: Division): Range[] {
  const count = Math.max(1, Math.min(parts, Math.floor(rows / minimum)));
  return Array.from({ length: count }, (_, i) => ({
    from: Math.floor((rows * i) / count),
    to: Math.floor((rows * (i + 1)) / count),
  }));
}

/**
 * Ranges of vertices of about equal work (a vertex and its arcs), whose bounds are multiples of the reduction chunk: then each chunk total is
 * made by one thread, and the same whatever the number of threads.
 */
export function vertexRanges(offsets: Uint32Array, { parts, minimum }: Division): Range[] {
  const vertices = offsets.length - 1;
  const work = vertices + (offsets[vertices] ?? 0);
  const count = Math.max(1, Math.min(parts, Math.floor(work / minimum)));
  const ranges: Range[] = [];
  let from = 0;
  for (let i = 1; i <= count && from < vertices; i++) {
    const to = i === count ? vertices : Math.min(vertices, chunkAt(offsets, (work * i) / count));
    if (to > from) ranges.push({ from, to });
    from = Math.max(from, to);
  }
  return ranges;
}

/** The multiple of the chunk whose work before it is nearest from above. */
function chunkAt(offsets: Uint32Array, work: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (middle + (offsets[middle] ?? 0) < work) low = middle + 1;
    else high = middle;
  }
  return Math.ceil(low / CHUNK) * CHUNK;
}
