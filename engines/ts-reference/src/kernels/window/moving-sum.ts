import { isFloat, valueType } from '@parquetframe/core/engine';
import { lastBit, scaledOf } from '../exact/scaled.js';
import { lost } from '../exact/two-sum.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Moving } from './moving.js';

/** Sums of values up to here do not overflow. */
const LARGEST = 2 ** 960;

/**
 * The exact sum of the values in a frame, and of their squares. Two doubles take the sum and its rounding errors (Knuth's TwoSum, which loses nothing). What they cannot take, and whatever is squared, is counted
 * as whole numbers of a unit that divides all values of the column.
 */
export class MovingSum implements Moving {
  /** values that count */
  count = 0;
  /** The sum is `high + low` where `isPair()`. */
  high = 0;
  low = 0;
  /** `total` is a whole number of 2^power. */
  readonly power: number;
  /** what the pair does not have, in units of 2^power */
  #rest = 0n;
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
    this.power = this.#isFloat ? unitOf(vector) : 0;
  }

  clear(): void {
    this.count = this.high = this.low = this.#nans = this.#above = this.#below = this.#plain = 0;
    this.#rest = this.#squares = 0n;
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
    if (typeof value === 'bigint') {
      this.#move(value, sign);
      return;
    }
    if (this.#isFloat) {
      if (!Object.is(value, -0)) this.#plain += sign;
      if (value - value !== 0) {
        if (value === Infinity) this.#above += sign;
        else if (value === -Infinity) this.#below += sign;
        else this.#nans += sign;
        return;
      }
    }
    if (this.#squared || Math.abs(value) > LARGEST) this.#move(this.#units(value), sign);
    else this.#push(sign * value);
  }

  #push(value: number): void {
    const { high, low } = this;
    const sum = high + value;
    const rounding = lost(high, value, sum);
    const error = low + rounding;
    const beyond = lost(low, rounding, error);
    if (beyond !== 0) this.#rest += this.#units(beyond);
    // The greater part of the sum goes to the first again, so that the second has room for what comes.
    this.high = sum + error;
    this.low = lost(sum, error, this.high);
  }

  #move(units: bigint, sign: 1 | -1): void {
    this.#rest += sign === 1 ? units : -units;
    if (this.#squared) this.#squares += sign === 1 ? units * units : -units * units;
  }

  #units(value: number): bigint {
    if (!this.#isFloat || value === 0) return BigInt(value);
    const scaled = scaledOf(value);
    const shift = scaled.power - this.power;
    return shift < 0 ? scaled.value >> BigInt(-shift) : scaled.value << BigInt(shift);
  }

  /** Whether the pair is the sum. */
  isPair(): boolean {
    return this.#rest === 0n;
  }

  /** The sum, in units of 2^power. */
  total(): bigint {
    return this.#units(this.high) + this.#units(this.low) + this.#rest;
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

/** The least power of two that is the last bit of a finite value. */
function unitOf(vector: Vector): number {
  if (vector.form !== 'number') return 0;
  let power = Infinity;
  const { values } = vector;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (value !== 0 && value - value === 0 && isValid(vector, row)) power = Math.min(power, lastBit(value));
  }
  return Number.isFinite(power) ? power : 0;
}
