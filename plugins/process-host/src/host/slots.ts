/**
 * Numbers for cancellable calls: the index of a word that the child's control thread sets. A slot is used again only when its call was answered and, if it was
 * cancelled, the cancellation was acknowledged too: otherwise a late cancellation would hit the next call.
 */
export class Slots {
  readonly #free: number[] = [];
  readonly #held = new Map<number, number>();
  #next = 0;

  constructor(readonly count: number) {}

  /** undefined when all are taken */
  take(): number | undefined {
    const slot = this.#free.pop() ?? (this.#next < this.count ? this.#next++ : undefined);
    if (slot !== undefined) this.#held.set(slot, 1);
    return slot;
  }

  /** One more event must come before the slot is free: the acknowledgement of a cancellation. */
  hold(slot: number): void {
    this.#held.set(slot, (this.#held.get(slot) ?? 0) + 1);
  }

  release(slot: number): void {
    const left = (this.#held.get(slot) ?? 0) - 1;
    if (left > 0) this.#held.set(slot, left);
    else if (this.#held.delete(slot)) this.#free.push(slot);
  }
}
