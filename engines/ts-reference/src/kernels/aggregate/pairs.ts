import type { DataType, Steps } from '@parquetframe/core/engine';
import { ExactSums } from '../exact/exact-sums.js';
import type { ExactParts } from '../exact/exact-sums.js';
import { nearestRoot } from '../exact/ratio.js';
import { times } from '../exact/scaled.js';
import type { Scaled } from '../exact/scaled.js';
import { centred, nearestQuotient } from '../exact/squares.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { Counter } from './counter.js';
import { doublesOf } from './numbers-of.js';

interface Partial {
  readonly counts: Float64Array;
  readonly specials: Float64Array;
  readonly sums: readonly ExactParts[];
}

const scaleOf = (type: DataType): number => (type.id === 'decimal' ? type.scale : 0);

/** Covariance (with `ddof`) or correlation (without): the double nearest to the exact value, from exact sums of values and products. */
export class Pairs implements Accumulator {
  readonly #counter = new Counter();
  /** how many pairs have NaN or an infinity */
  readonly #specials = new Counter();
  readonly #a = new ExactSums(2);
  readonly #b = new ExactSums(2);
  readonly #ab = new ExactSums(4);
  readonly #aa = new ExactSums(4);
  readonly #bb = new ExactSums(4);
  readonly #scale: number;
  readonly #ddof: number | undefined;

  constructor(a: DataType, b: DataType, ddof: number | undefined) {
    this.#scale = scaleOf(a) + scaleOf(b);
    this.#ddof = ddof;
  }

  get #sums(): readonly ExactSums[] {
    return this.#ddof === undefined ? [this.#a, this.#b, this.#ab, this.#aa, this.#bb] : [this.#a, this.#b, this.#ab];
  }

  *reserve(groupCount: number): Steps<void> {
    yield* this.#counter.reserveSteps(groupCount);
    yield* this.#specials.reserveSteps(groupCount);
    for (const sums of this.#sums) yield* sums.reserveSteps(groupCount);
  }

  #makeRoom(groupCount: number): void {
    this.#counter.reserve(groupCount);
    this.#specials.reserve(groupCount);
    for (const sums of this.#sums) sums.reserve(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number, second?: Vector): void {
    this.#makeRoom(groupCount);
    if (!vector || !second) return;
    for (let row = 0; row < groups.length; row++) {
      if (!isValid(vector, row) || !isValid(second, row)) continue;
      const group = groups[row] ?? 0;
      this.#counter.addOne(group);
      if (vector.form === 'number' && second.form === 'number') {
        this.#one(group, vector.values[row * vector.step] ?? 0, second.values[row * second.step] ?? 0);
        continue;
      }
      const [as, bs] = [doublesOf(vector, row), doublesOf(second, row)];
      if ([...as, ...bs].every(Number.isFinite)) this.#several(group, as, bs);
      else this.#specials.addOne(group);
    }
  }

  #one(group: number, a: number, b: number): void {
    if (a - a !== 0 || b - b !== 0) {
      this.#specials.addOne(group);
      return;
    }
    this.#a.add(group, a);
    this.#b.add(group, b);
    this.#ab.addProduct(group, a, b);
    if (this.#ddof !== undefined) return;
    this.#aa.addProduct(group, a, a);
    this.#bb.addProduct(group, b, b);
  }

  #several(group: number, as: readonly number[], bs: readonly number[]): void {
    for (const a of as) this.#a.add(group, a);
    for (const b of bs) this.#b.add(group, b);
    multiply(this.#ab, group, as, bs);
    if (this.#ddof !== undefined) return;
    multiply(this.#aa, group, as, as);
    multiply(this.#bb, group, bs, bs);
  }

  partial(groupCount: number): Partial {
    this.#makeRoom(groupCount);
    return {
      counts: this.#counter.counts(0, groupCount).slice(),
      specials: this.#specials.counts(0, groupCount).slice(),
      sums: this.#sums.map(sums => sums.parts(groupCount)),
    };
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { counts, specials, sums } = partial as Partial;
    this.#counter.addCounts(counts, groups, groupCount);
    this.#specials.addCounts(specials, groups, groupCount);
    for (const [i, own] of this.#sums.entries()) {
      const parts = sums[i];
      if (parts) own.addParts(parts, groups, groupCount);
    }
  }

  finish(from: number, to: number): Vector {
    this.#makeRoom(to);
    const values = new Float64Array(to - from);
    const validity = new Uint8Array(to - from);
    for (let group = from; group < to; group++) {
      const count = this.#counter.of(group);
      if (count <= (this.#ddof ?? 1)) continue;
      const value = this.#specials.of(group) > 0 ? Number.NaN : this.#value(group, count);
      if (value === undefined) continue;
      validity[group - from] = 1;
      values[group - from] = value;
    }
    const head = { form: 'number', type: { id: 'float64' }, step: 1, values } as const;
    return { ...head, validity: validity.includes(0) ? validity : undefined };
  }

  #value(group: number, count: number): number | undefined {
    const [a, b] = [this.#a.total(group), this.#b.total(group)];
    const product = centred(count, this.#ab.total(group), a, b);
    if (this.#ddof === undefined) {
      const [aa, bb] = [centred(count, this.#aa.total(group), a, a), centred(count, this.#bb.total(group), b, b)];
      return correlation(product, aa, bb);
    }
    const power = 10n ** BigInt(Math.abs(this.#scale));
    const divisor = BigInt(count) * BigInt(count - this.#ddof);
    if (this.#scale < 0) return nearestQuotient({ ...product, value: product.value * power }, divisor);
    return nearestQuotient(product, divisor * power);
  }
}

/** Undefined where one side is constant. */
function correlation(product: Scaled, aa: Scaled, bb: Scaled): number | undefined {
  if (aa.value === 0n || bb.value === 0n) return undefined;
  const [square, divisor] = [times(product, product), times(aa, bb)];
  const power = BigInt(Math.abs(square.power - divisor.power));
  const root =
    square.power > divisor.power
      ? nearestRoot(square.value << power, divisor.value)
      : nearestRoot(square.value, divisor.value << power);
  return product.value < 0n ? -root : root;
}

function multiply(into: ExactSums, group: number, as: readonly number[], bs: readonly number[]): void {
  for (const a of as) for (const b of bs) into.addProduct(group, a, b);
}
