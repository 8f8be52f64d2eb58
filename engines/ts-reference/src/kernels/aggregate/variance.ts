import type { DataType, Steps } from '@parquetframe/core/engine';
import { ExactSums } from '../exact/exact-sums.js';
import type { ExactParts } from '../exact/exact-sums.js';
import { centred, nearestQuotient, pairVariance } from '../exact/squares.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { Counter } from './counter.js';
import { doublesOf } from './numbers-of.js';

interface Partial {
  readonly counts: Float64Array;
  readonly specials: Float64Array;
  readonly sums: ExactParts;
  readonly squares: ExactParts;
}

/** Variance, or its root: the double nearest to the exact value, from the exact sums of the values and of their squares. */
export class Variance implements Accumulator {
  readonly #counter = new Counter();
  /** how many are NaN or infinite */
  readonly #specials = new Counter();
  readonly #sums = new ExactSums(2);
  readonly #squares = new ExactSums(4);
  readonly #unit: number;
  readonly #ddof: number;
  readonly #root: boolean;

  constructor(type: DataType | undefined, ddof: number, root: boolean) {
    this.#unit = type?.id === 'decimal' ? type.scale : 0;
    this.#ddof = ddof;
    this.#root = root;
  }

  *reserve(groupCount: number): Steps<void> {
    yield* this.#counter.reserveSteps(groupCount);
    yield* this.#specials.reserveSteps(groupCount);
    yield* this.#sums.reserveSteps(groupCount);
    yield* this.#squares.reserveSteps(groupCount);
  }

  #makeRoom(groupCount: number): void {
    this.#specials.reserve(groupCount);
    this.#sums.reserve(groupCount);
    this.#squares.reserve(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    if (!vector) return;
    this.#makeRoom(groupCount);
    this.#counter.add(vector, groups, groupCount);
    for (let row = 0; row < groups.length; row++) {
      if (!isValid(vector, row)) continue;
      const group = groups[row] ?? 0;
      if (vector.form === 'number') this.#one(group, vector.values[row * vector.step] ?? 0);
      else this.#several(group, doublesOf(vector, row));
    }
  }

  #one(group: number, value: number): void {
    if (value - value !== 0) this.#specials.addOne(group);
    else {
      this.#sums.add(group, value);
      this.#squares.addProduct(group, value, value);
    }
  }

  #several(group: number, parts: readonly number[]): void {
    for (const a of parts) {
      this.#sums.add(group, a);
      for (const b of parts) this.#squares.addProduct(group, a, b);
    }
  }

  partial(groupCount: number): Partial {
    this.#makeRoom(groupCount);
    return {
      counts: this.#counter.counts(0, groupCount).slice(),
      specials: this.#specials.counts(0, groupCount).slice(),
      sums: this.#sums.parts(groupCount),
      squares: this.#squares.parts(groupCount),
    };
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { counts, specials, sums, squares } = partial as Partial;
    this.#counter.addCounts(counts, groups, groupCount);
    this.#specials.addCounts(specials, groups, groupCount);
    this.#sums.addParts(sums, groups, groupCount);
    this.#squares.addParts(squares, groups, groupCount);
  }

  finish(from: number, to: number): Vector {
    this.#makeRoom(to);
    const values = new Float64Array(to - from);
    const validity = new Uint8Array(to - from);
    for (let group = from; group < to; group++) {
      const count = this.#counter.of(group);
      if (count <= this.#ddof) continue;
      validity[group - from] = 1;
      values[group - from] = this.#specials.of(group) > 0 ? Number.NaN : this.#variance(group, count);
    }
    const head = { form: 'number', type: { id: 'float64' }, step: 1, values } as const;
    return { ...head, validity: validity.includes(0) ? validity : undefined };
  }

  #variance(group: number, count: number): number {
    const divisor = count * (count - this.#ddof);
    const [sums, squares] = [this.#sums.doubles(group), this.#squares.doubles(group)];
    if (sums && squares && this.#unit === 0 && divisor <= Number.MAX_SAFE_INTEGER) {
      const quick = pairVariance(sums, squares, count, divisor, this.#root);
      if (quick !== undefined) return quick;
    }
    const sum = this.#sums.total(group);
    const exact = centred(count, this.#squares.total(group), sum, sum);
    const scale = 10n ** BigInt(2 * Math.abs(this.#unit));
    const whole = BigInt(count) * BigInt(count - this.#ddof);
    if (this.#unit < 0) return nearestQuotient({ ...exact, value: exact.value * scale }, whole, this.#root);
    return nearestQuotient(exact, whole * scale, this.#root);
  }
}
