import type { Adjacency } from '@parquetframe/core/engine';
import {
  endOfRange,
  findRoot,
  makeSingletons,
  numberComponents,
  uniteRows,
} from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';

/** Rows or arcs between two looks at the cancel flag. */
const SLICE = 1 << 16;

export interface UniteInput extends Range {
  readonly csr: Adjacency;
  /** a forest of this task alone: sharing one would take a compare-and-swap per link, which costs more than all the rest */
  readonly parent: Uint32Array;
}

/** The components that the arcs of a range of rows make, from singletons on. */
export function unitePart({ csr, parent, from, to }: UniteInput, control: TaskControl): void {
  makeSingletons(parent, 0, parent.length);
  for (let start = from; start < to;) {
    const end = Math.min(to, endOfRange(csr.offsets, start, SLICE));
    uniteRows(csr, parent, start, end);
    control.check();
    start = end;
  }
}

export interface MergeForestsInput {
  readonly parent: Uint32Array;
  /** is only read */
  readonly other: Uint32Array;
}

/** Joins in one forest what another one joins. Doing it again, or from the middle, changes nothing. Invariant: `parent[v] <= v`. */
export function mergeForests({ parent, other }: MergeForestsInput, control: TaskControl): void {
  for (let v = 0; v < parent.length; v++) {
    if (v % SLICE === 0) control.check();
    const above = other[v] ?? 0;
    if (above === v) continue;
    const [a, b] = [findRoot(parent, v), findRoot(parent, above)];
    if (a < b) parent[b] = a;
    else parent[a] = b;
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
