import { isFloat, valueType } from '@parquetframe/core/engine';
import { scaledOf } from '../exact/scaled.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Moving } from './moving.js';

/** From here on a double no longer holds every whole number. */
const SAFE = 2 ** 53;

/**
 * The exact sum of the values in a frame, and of their squares, as whole numbers of a unit that divides all values of the column. Where all of them add up to little enough, a double holds every sum:
 * then nothing is rounded in doubles either.
 */
export class MovingSum implements Moving {
  /** values that count */
  count = 0;
  /** the sum, where doubles do */
  small = 0;
  /** Values, and `total`, are whole numbers of 2^power. */
  readonly power: number;
  readonly quick: boolean;
  #total = 0n;
  #squares = 0n;
  #nans = 0;
  #above = 0;
  #below = 0;
  /** values that are not −0 */
  #plain = 0;

  readonly #vector: Vector;
  readonly #isFloat: boolean;
  readonly #counts: (row: number) => boolean;
  readonly #squared: boolean;

  constructor(vector: Vector, counts: (row: number) => boolean, squared: boolean) {
    this.#vector = vector;
    this.#counts = counts;
    this.#squared = squared;
    this.#isFloat = isFloat(valueType(vector.type));
    const { power, sum } = extent(vector, this.#isFloat);
    this.power = power;
    // Where magnitudes add up to infinity it says nothing of the unit, which may be infinite likewise.
    this.quick = !squared && vector.form === 'number' && Number.isFinite(sum) && sum <= SAFE * 2 ** power;
  }

  clear(): void {
    this.count = this.small = this.#nans = this.#above = this.#below = this.#plain = 0;
    this.#total = this.#squares = 0n;
  }

  add(row: number): void {
    this.#change(row, 1);
  }

  remove(row: number): void {
    this.#change(row, -1);
  }

  #change(row: number, sign: 1 | -1): void {
    const vector = this.#vector;
    if (!isValid(vector, row) || !this.#counts(row)) return;
    if (vector.form !== 'number' && vector.form !== 'bigint') return;
    this.count += sign;
    const value = vector.values[row] ?? 0;
    if (typeof value === 'number' && this.#isFloat) {
      if (!Object.is(value, -0)) this.#plain += sign;
      if (value - value !== 0) {
        if (value === Infinity) this.#above += sign;
        else if (value === -Infinity) this.#below += sign;
        else this.#nans += sign;
        return;
      }
      if (this.quick) this.small += sign * value;
      else this.#move(this.#units(value), sign);
    } else if (this.quick) this.small += sign * Number(value);
    else this.#move(BigInt(value), sign);
  }

  #move(units: bigint, sign: 1 | -1): void {
    this.#total += sign === 1 ? units : -units;
    if (this.#squared) this.#squares += sign === 1 ? units * units : -units * units;
  }

  #units(value: number): bigint {
    if (value === 0) return 0n;
    const scaled = scaledOf(value);
    const shift = scaled.power - this.power;
    return shift < 0 ? scaled.value >> BigInt(-shift) : scaled.value << BigInt(shift);
  }

  /** The sum, in units of 2^power. */
  total(): bigint {
    return this.quick ? BigInt(this.small / 2 ** this.power) : this.#total;
  }

  /** The sum of the squares, in units of 2^(2 × power). */
  squares(): bigint {
    return this.#squares;
  }

  isFinite(): boolean {
    return this.#nans + this.#above + this.#below === 0;
  }

  /** The sum where values decide it alone: NaN, infinities, and −0 of nothing else. */
  special(): number | undefined {
    if (this.#nans > 0 || (this.#above > 0 && this.#below > 0)) return Number.NaN;
    if (this.#above > 0) return Infinity;
    if (this.#below > 0) return -Infinity;
    return this.#plain === 0 ? -0 : undefined;
  }
}

/** The unit of finite values as a power of two, and the sum of their magnitudes, not below the exact one by more than rounding. */
function extent(vector: Vector, isFraction: boolean): { readonly power: number; readonly sum: number } {
  if (vector.form !== 'number') return { power: 0, sum: Infinity };
  let [power, sum] = [Infinity, 0];
  const { values } = vector;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (!isValid(vector, row) || value === 0 || value - value !== 0) continue;
    sum += Math.abs(value);
    if (isFraction) power = Math.min(power, lastBit(value));
  }
  // What rounding took from the sum.
  return { power: isFraction && Number.isFinite(power) ? power : 0, sum: sum * (1 + 2 ** -20) };
}

/** The power of two that is the last bit of a double. */
function lastBit(value: number): number {
  const { value: magnitude, power } = scaledOf(value);
  const low = Number(BigInt.asUintN(53, magnitude < 0n ? -magnitude : magnitude) & 0x3fffffn);
  return low === 0 ? power + 22 : power + (31 - Math.clz32(low & -low));
}
