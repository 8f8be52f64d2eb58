/** Numbers by a seed: SplitMix64. The same seed makes the same plan, on every machine. */
export class Random {
  #state: bigint;

  constructor(seed: number) {
    this.#state = BigInt.asUintN(64, BigInt(seed) * 0x9e3779b97f4a7c15n + 0x1234567n);
  }

  /** 53 bits. */
  #next(): number {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let z = this.#state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return Number((z ^ (z >> 31n)) >> 11n);
  }

  /** From 0, below `end`. */
  below(end: number): number {
    return this.#next() % end;
  }

  /** From `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<const T>(choices: readonly [T, ...T[]]): T;
  pick<const T>(choices: readonly T[]): T | undefined;
  pick<T>(choices: readonly T[]): T | undefined {
    return choices[this.below(Math.max(1, choices.length))];
  }

  /** Some of them, each at most once, at least `least`, in any order. */
  some<T>(choices: readonly T[], least: number, most: number): readonly T[] {
    const left = [...choices];
    const count = Math.min(left.length, this.between(least, Math.max(least, most)));
    return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)).flat();
  }
}
