import type { DataType, Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { grown } from '../keys/grow.js';
import type { Accumulator } from './accumulator.js';
import { Slots } from './slots.js';
import type { SlotValues } from './slots.js';

/** The value of the first row of each group. */
export class First implements Accumulator {
  readonly #slots: Slots;
  readonly #ignoreNulls: boolean;

  constructor(type: DataType, ignoreNulls: boolean) {
    this.#slots = new Slots(type);
    this.#ignoreNulls = ignoreNulls;
  }

  reserve(groupCount: number): Steps<void> {
    return this.#slots.reserveSteps(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#slots.reserve(groupCount);
    if (!vector) return;
    for (let row = 0; row < groups.length; row++) {
      const group = groups[row] ?? 0;
      if (this.#slots.isEmpty(group) && (!this.#ignoreNulls || isValid(vector, row))) this.#slots.set(group, vector, row);
    }
  }

  partial(groupCount: number): SlotValues {
    return this.#slots.parts(groupCount);
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { states, values } = partial as SlotValues;
    this.#slots.reserve(groupCount);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] ?? 0;
      if (states[i] !== 0 && this.#slots.isEmpty(group)) this.#slots.set(group, values, i);
    }
  }

  finish(from: number, to: number): Vector {
    return this.#slots.values(from, to);
  }
}

/** The value of the last row of each group. */
export class Last implements Accumulator {
  readonly #slots: Slots;
  readonly #ignoreNulls: boolean;
  /** per group, the last call of `add` that met it */
  #met = new Float64Array(64);
  #calls = 0;

  constructor(type: DataType, ignoreNulls: boolean) {
    this.#slots = new Slots(type);
    this.#ignoreNulls = ignoreNulls;
  }

  reserve(groupCount: number): Steps<void> {
    return this.#slots.reserveSteps(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#slots.reserve(groupCount);
    if (!vector) return;
    if (groupCount > this.#met.length) this.#met = grown(this.#met, new Float64Array(groupCount * 2));
    const call = ++this.#calls;
    // From the end, so that each group is written once.
    for (let row = groups.length - 1; row >= 0; row--) {
      const group = groups[row] ?? 0;
      if (this.#met[group] === call || (this.#ignoreNulls && !isValid(vector, row))) continue;
      this.#met[group] = call;
      this.#slots.set(group, vector, row);
    }
  }

  partial(groupCount: number): SlotValues {
    return this.#slots.parts(groupCount);
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { states, values } = partial as SlotValues;
    this.#slots.reserve(groupCount);
    for (let i = 0; i < groups.length; i++) if (states[i] !== 0) this.#slots.set(groups[i] ?? 0, values, i);
  }

  finish(from: number, to: number): Vector {
    return this.#slots.values(from, to);
  }
}
