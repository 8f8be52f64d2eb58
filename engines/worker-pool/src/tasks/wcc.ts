import type { Adjacency } from '@parquetframe/core/engine';
import { endOfRange, makeSingletons, numberComponents } from '@parquetframe/engine-ts-reference/kernels';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';

/** Rows or arcs between two looks at the cancel flag. */
const SLICE = 1 << 16;

export interface SingletonsInput extends Range {
  readonly parent: Uint32Array;
}

export function singletonsPart({ parent, from, to }: SingletonsInput, control: TaskControl): void {
  control.check();
  makeSingletons(parent, from, to);
}

export interface UniteInput extends Range {
  readonly csr: Adjacency;
  readonly parent: Uint32Array;
}

/**
 * Joins the ends of all arcs in a range of rows, while other threads do the same on theirs. Running a range again changes nothing.
 *
 * Lock-free union–find as in Jayanti and Tarjan, PODC 2016: only roots are linked, by compare-and-swap, always under a smaller vertex; other vertices are
 * only moved to one of their ancestors, which stays one, so that plain writes are enough for that. Invariant: `parent[v] <= v`.
 */
export function unitePart({ csr, parent, from, to }: UniteInput, control: TaskControl): void {
  for (let start = from; start < to;) {
    const end = Math.min(to, endOfRange(csr.offsets, start, SLICE));
    uniteShared(csr, parent, start, end);
    control.check();
    start = end;
  }
}

function uniteShared({ offsets, targets }: Adjacency, parent: Uint32Array, from: number, to: number): void {
  for (let u = from; u < to; u++) {
    let root = u;
    const end = offsets[u + 1] ?? 0;
    for (let j = offsets[u] ?? 0; j < end; j++) root = link(parent, root, targets[j] ?? 0);
  }
}

/** Joins the components of two vertices; returns their common root as it was then. */
function link(parent: Uint32Array, u: number, v: number): number {
  let a = findShared(parent, u);
  let b = findShared(parent, v);
  while (a !== b) {
    const [high, low] = a > b ? [a, b] : [b, a];
    if (Atomics.compareExchange(parent, high, high, low) === high) return low;
    // Another thread has linked it meanwhile.
    a = findShared(parent, high);
    b = findShared(parent, low);
  }
  return a;
}

/** As `findRoot`, in memory that other threads change: every value read is an ancestor. */
function findShared(parent: Uint32Array, vertex: number): number {
  let v = vertex;
  for (;;) {
    const above = parent[v] ?? 0;
    if (above === v) return v;
    const grandparent = parent[above] ?? 0;
    if (grandparent !== above) parent[v] = grandparent;
    v = grandparent;
  }
}

export interface NumberInput {
  readonly parent: Uint32Array;
  readonly component: Uint32Array;
}

/** Component numbers in the order of their smallest vertex. One thread: each number depends on those before. */
export function numberAll({ parent, component }: NumberInput, control: TaskControl): number {
  component.set(parent);
  let components = 0;
  for (let from = 0; from < component.length; from += SLICE) {
    components = numberComponents(component, components, from, Math.min(component.length, from + SLICE));
    control.check();
  }
  return components;
}
