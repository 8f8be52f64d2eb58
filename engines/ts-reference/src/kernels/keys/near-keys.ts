import { familyOf, isFloat } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { NumberVector, Vector } from '../expression/vector.js';
import { grown, grownSteps } from './grow.js';

/** So many values may lie between the least and the greatest key, or so many for each key. */
const NEAR = { values: 2 ** 20, perKey: 8 } as const;

/** Whether keys are whole numbers, or count as such: dates and times. */
export const areWhole = ({ form, type }: Vector): boolean => form === 'number' && !isFloat(type) && familyOf(type) !== 'bool';

/** Numbers whole numbers 0, 1, 2 … by first appearance, as long as they lie close together: each is found by its distance from the least. */
export class NearKeys {
  count = 0;
  #base = 0;
  /** number + 1 of each key from the base on; 0 where there is none */
  #numbers = new Int32Array(0);
  #least = Infinity;
  #most = -Infinity;
  /** by number; anything for null */
  #keys = new Float64Array(256);
  #null = -1;

  /** Makes room for what `lookup` may insert; false where keys lie too far apart. */
  *reserve(vector: Vector, length: number): Steps<boolean> {
    if (vector.form !== 'number') return false;
    const [least, most] = ends(vector, length);
    const [low, high] = [Math.min(least, this.#least), Math.max(most, this.#most)];
    if (high - low >= Math.max(NEAR.values, NEAR.perKey * this.count)) return false;
    [this.#least, this.#most] = [low, high];
    const end = this.#base + this.#numbers.length;
    if (least > most || (least >= this.#base && most < end)) return true;
    // Half as much again on the side on which they grow.
    const slack = (high - low + 1) >> 1;
    const isFirst = this.#numbers.length === 0;
    const from = isFirst ? low : least < this.#base ? low - slack : this.#base;
    const to = isFirst || most >= end ? high + slack + 1 : end;
    const numbers = new Int32Array(to - from);
    yield* grownSteps(this.#numbers, numbers.subarray(isFirst ? 0 : this.#base - from));
    [this.#base, this.#numbers] = [from, numbers];
    return true;
  }

  /** The number of each key; unknown ones are added, for which there must be room, or −1 when `insert` is false. */
  lookup(vector: NumberVector, length: number, insert: boolean): Int32Array {
    const found = new Int32Array(length);
    const { values, step, validity } = vector;
    const [base, numbers] = [this.#base, this.#numbers];
    for (let i = 0; i < length; i++) {
      if (validity && !isValid(vector, i)) {
        if (insert && this.#null < 0) this.#null = this.#add(0);
        found[i] = this.#null;
        continue;
      }
      const value = values[i * step] ?? 0;
      const at = value - base;
      const number = at >= 0 && at < numbers.length ? (numbers[at] ?? 0) : 0;
      if (number === 0 && insert) {
        found[i] = this.#add(value);
        numbers[at] = (found[i] ?? 0) + 1;
      } else found[i] = number - 1;
    }
    return found;
  }

  #add(value: number): number {
    if (this.count === this.#keys.length) this.#keys = grown(this.#keys, new Float64Array(2 * this.count));
    this.#keys[this.count] = value;
    return this.count++;
  }

  /** All keys, by their numbers. */
  all({ type }: Vector): NumberVector {
    const validity = this.#null < 0 ? undefined : new Uint8Array(this.count).fill(1);
    if (validity) validity[this.#null] = 0;
    return { form: 'number', type, step: 1, validity, values: this.#keys.slice(0, this.count) };
  }
}

function ends(vector: NumberVector, length: number): readonly [least: number, most: number] {
  const { values, step, validity } = vector;
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    if (validity && !isValid(vector, i)) continue;
    const value = values[i * step] ?? 0;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
