import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { grown, grownSteps } from '../keys/grow.js';
import type { Accumulator } from './accumulator.js';

const FALSE = 1;
const TRUE = 2;
const NULL = 4;

/** `or` (any) or `and` (all) of the values of each group, of three-valued logic: which of false, true and null there were decides. */
export class AnyAll implements Accumulator {
  #seen = new Uint8Array(64);
  readonly #any: boolean;

  constructor(any: boolean) {
    this.#any = any;
  }

  *reserve(groupCount: number): Steps<void> {
    if (groupCount > this.#seen.length) this.#seen = yield* grownSteps(this.#seen, new Uint8Array(groupCount * 2));
  }

  #makeRoom(groupCount: number): Uint8Array {
    if (groupCount > this.#seen.length) this.#seen = grown(this.#seen, new Uint8Array(groupCount * 2));
    return this.#seen;
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    const seen = this.#makeRoom(groupCount);
    if (vector?.form !== 'bool') return;
    for (let row = 0; row < groups.length; row++) {
      const group = groups[row] ?? 0;
      const value = !isValid(vector, row) ? NULL : vector.values[row * vector.step] === 1 ? TRUE : FALSE;
      seen[group] = (seen[group] ?? 0) | value;
    }
  }

  partial(groupCount: number): Uint8Array {
    return this.#makeRoom(groupCount).slice(0, groupCount);
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const seen = this.#makeRoom(groupCount);
    if (!(partial instanceof Uint8Array)) return;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] ?? 0;
      seen[group] = (seen[group] ?? 0) | (partial[i] ?? 0);
    }
  }

  finish(from: number, to: number): Vector {
    const seen = this.#makeRoom(to).subarray(from, to);
    const deciding = this.#any ? TRUE : FALSE;
    const values = seen.map(bits => Number((bits & deciding) !== 0 ? this.#any : !this.#any));
    const validity = seen.map(bits => Number((bits & deciding) !== 0 || (bits & NULL) === 0));
    return { form: 'bool', type: { id: 'bool' }, step: 1, validity: validity.includes(0) ? validity : undefined, values };
  }
}
