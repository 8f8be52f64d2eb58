import type { Adjacency } from '@parquetframe/core/engine';
import { CHUNK, contribute, outWeights, pullRows } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { PageRankState } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';

/** Arcs and vertices between two looks at the cancel flag. */
const SLICE = 1 << 17;

/** Visits whole chunks, about a slice of work at a time. */
function inSlices(
  { offsets }: Adjacency,
  { from, to }: Range,
  control: TaskControl,
  visit: (from: number, to: number) => void,
): void {
  for (let start = from; start < to;) {
    let end = start;
    let work = 0;
    while (end < to && work < SLICE) {
      const next = Math.min(to, end + CHUNK);
      work += next - end + (offsets[next] ?? 0) - (offsets[end] ?? 0);
      end = next;
    }
    visit(start, end);
    control.check();
    start = end;
  }
}

export interface StartInput extends Range {
  readonly csr: Adjacency;
  readonly weighted: boolean;
  readonly vertices: number;
  readonly state: PageRankState;
}

/** The state before the first iteration, for a range of vertices: ranks, out-weights, contributions and dangling totals. */
export function startPart({ csr, weighted, vertices, state, from, to }: StartInput, control: TaskControl): void {
  inSlices(csr, { from, to }, control, (start, end) => {
    state.rank.fill(1 / vertices, start, end);
    outWeights(csr, weighted, state.outWeight, start, end);
    contribute(state, start, end);
  });
}

export interface IterateInput extends Range {
  readonly csc: Adjacency;
  readonly weighted: boolean;
  readonly damping: number;
  readonly base: number;
  readonly state: PageRankState;
  /** where the contributions of the next iteration go: other threads still read those of this one */
  readonly nextContribution: Float64Array;
}

/** One iteration for a range of vertices, and what the next one needs of them. */
export function iteratePart(input: IterateInput, control: TaskControl): void {
  const { csc, weighted, damping, base, state, nextContribution, from, to } = input;
  const following: PageRankState = { ...state, rank: state.next, contribution: nextContribution };
  inSlices(csc, { from, to }, control, (start, end) => {
    pullRows(csc, weighted, damping, base, state, start, end);
    contribute(following, start, end);
  });
}
