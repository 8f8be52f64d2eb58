const N = 624;
const M = 397;

/** The generator of C++'s `std::mt19937`: Matsumoto, Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998. */
export class Mt19937 {
  readonly #state = new Uint32Array(N);
  #next = N;

  /** Seeds as the C++ constructor does. */
  constructor(seed: number) {
    this.#state[0] = seed;
    for (let i = 1; i < N; i++) {
      const before = this.#state[i - 1] ?? 0;
      this.#state[i] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + i;
    }
  }

  /** The next 32 random bits, as an unsigned number. */
  next(): number {
    if (this.#next === N) this.#twist();
    let word = this.#state[this.#next++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < N; i++) {
      const word = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % N] ?? 0) & 0x7fffffff);
      state[i] = (state[(i + M) % N] ?? 0) ^ (word >>> 1) ^ ((word & 1) === 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}
