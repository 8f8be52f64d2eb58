import { residencyKey, type Kind, type Residency } from '../../contract/data/index.js';
import type { Transfer, TransferSubject } from '../../contract/index.js';

/** The cheapest chain of transfers from one residency to another. */
export interface TransferPath {
  readonly transfers: readonly Transfer[];
  seconds(bytes: number, about?: TransferSubject): number;
  peakBytes(bytes: number): number;
}

/** It is there already. */
export const NO_MOVE: TransferPath = { transfers: [], seconds: () => 0, peakBytes: () => 0 };
/** Paths are compared at this size; their cost is then evaluated at the real one. */
const TYPICAL_BYTES = 1_000_000;
/** More residencies than one process will ever have. */
const RESIDENCIES = 2 ** 20;

/** All known transfers as a graph over residencies. Rebuilt when an engine opens; paths are remembered. */
export class TransferGraph {
  readonly #edges = new Map<string, Transfer[]>();
  /** by kind, then by the numbers of both residencies */
  readonly #paths = new Map<Kind['kind'], Map<number, TransferPath | undefined>>();
  readonly #numbers = new Map<string, number>();
  readonly #numberOf = new WeakMap<Residency, number>();

  constructor(transfers: readonly Transfer[]) {
    for (const transfer of transfers) {
      const key = `${transfer.kind}:${residencyKey(transfer.from)}`;
      const edges = this.#edges.get(key);
      if (edges) edges.push(transfer);
      else this.#edges.set(key, [transfer]);
    }
  }

  path(kind: Kind['kind'], from: Residency, to: Residency): TransferPath | undefined {
    if (from.space === to.space && from.layout === to.layout) return NO_MOVE;
    let paths = this.#paths.get(kind);
    if (!paths) this.#paths.set(kind, (paths = new Map<number, TransferPath | undefined>()));
    const key = this.#number(from) * RESIDENCIES + this.#number(to);
    if (!paths.has(key)) paths.set(key, this.#search(kind, from, to));
    return paths.get(key);
  }

  #number(residency: Residency): number {
    let number = this.#numberOf.get(residency);
    if (number !== undefined) return number;
    const key = residencyKey(residency);
    number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    this.#numberOf.set(residency, number);
    return number;
  }

  /** Dijkstra; the graphs have a handful of nodes. */
  #search(kind: Kind['kind'], from: Residency, to: Residency): TransferPath | undefined {
    const target = residencyKey(to);
    const done = new Set<string>();
    const queue: { readonly key: string; readonly cost: number; readonly transfers: readonly Transfer[] }[] = [
      { key: residencyKey(from), cost: 0, transfers: [] },
    ];
    for (;;) {
      queue.sort((a, b) => a.cost - b.cost);
      const next = queue.shift();
      if (!next) return undefined;
      if (next.key === target) return makePath(next.transfers);
      if (done.has(next.key)) continue;
      done.add(next.key);
      for (const transfer of this.#edges.get(`${kind}:${next.key}`) ?? []) {
        queue.push({
          key: residencyKey(transfer.to),
          cost: next.cost + transfer.estimate(TYPICAL_BYTES).seconds,
          transfers: [...next.transfers, transfer],
        });
      }
    }
  }
}

const makePath = (transfers: readonly Transfer[]): TransferPath => ({
  transfers,
  seconds: (bytes, about) => {
    let seconds = 0;
    for (const transfer of transfers) seconds += transfer.estimate(bytes, about).seconds;
    return seconds;
  },
  peakBytes: bytes => transfers.reduce((sum, transfer) => sum + transfer.estimate(bytes).peakBytes, 0),
});
