import type { DataType, Steps } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import { Extremes } from './extremes.js';
import { Slots } from './slots.js';
import type { SlotValues } from './slots.js';

interface Partial {
  readonly by: readonly unknown[];
  readonly values: SlotValues;
}

/** The value in the first row where another column is least, or greatest, as min and max say. */
export class ArgExtreme implements Accumulator {
  readonly #by: Extremes;
  readonly #slots: Slots;
  /** the values of the rows at hand */
  #values: Vector | undefined;

  constructor(type: DataType, by: DataType, least: boolean) {
    this.#slots = new Slots(type);
    this.#by = new Extremes(least, by, (group, row) => {
      if (this.#values) this.#slots.set(group, this.#values, row);
    });
  }

  *reserve(groupCount: number): Steps<void> {
    yield* this.#by.reserve(groupCount);
    yield* this.#slots.reserveSteps(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number, by?: Vector): void {
    this.#slots.reserve(groupCount);
    if (!vector || !by) return;
    this.#values = vector;
    this.#by.add(by, groups, groupCount);
    this.#values = undefined;
  }

  partial(groupCount: number): Partial {
    return { by: this.#by.partial(groupCount), values: this.#slots.parts(groupCount) };
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    const { by, values } = partial as Partial;
    this.#slots.reserve(groupCount);
    this.#values = values.values;
    this.#by.merge(by, groups, groupCount);
    this.#values = undefined;
  }

  finish(from: number, to: number): Vector {
    return this.#slots.values(from, to);
  }
}
