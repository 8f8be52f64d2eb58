/** Ranks of places, of which those at or above a bound are found without looking at the others. Memory 4 to 8 bytes per place. */
export class RankTree {
  /** the leaves of a binary tree in their order, and before them its inner nodes: each the greatest rank below it */
  readonly #greatest: Int32Array;
  readonly #leaves: number;

  constructor(ranks: Int32Array) {
    let leaves = 1;
    while (leaves < ranks.length) leaves *= 2;
    this.#leaves = leaves;
    this.#greatest = new Int32Array(2 * leaves).fill(-(2 ** 31));
    this.#greatest.set(ranks, leaves);
    for (let node = leaves - 1; node > 0; node--)
      this.#greatest[node] = Math.max(this.#greatest[2 * node] ?? 0, this.#greatest[2 * node + 1] ?? 0);
  }

  /** Places from `start` up to, without, `end` whose rank is `least` or more, in order. Time O((1 + found) log places). */
  *places(start: number, end: number, least: number): Generator<number> {
    for (let place = this.#next(start, least); place < end; place = this.#next(place + 1, least)) yield place;
  }

  /** The first such place at or after another; beyond all where there is none. */
  #next(place: number, least: number): number {
    if (place >= this.#leaves) return Infinity;
    let node = this.#leaves + place;
    while ((this.#greatest[node] ?? 0) < least) {
      // What is right of a right child lies below an ancestor.
      while (node % 2 === 1) node >>= 1;
      if (node === 0) return Infinity;
      node++;
    }
    while (node < this.#leaves) node = 2 * node + ((this.#greatest[2 * node] ?? 0) < least ? 1 : 0);
    return node - this.#leaves;
  }
}
