import { valueType } from '@parquetframe/core/engine';
import type { DataType, Steps } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import { mergeSort, rowOrder } from '../table/merge-order.js';
import { KeptValues } from './kept-values.js';
import { Slots } from './slots.js';

/** Values of another column, by which those of each group are put in order: ties as they came, nulls last. */
export class KeptOrder {
  readonly #kept = new KeptValues();
  readonly #type: DataType;
  readonly #descending: boolean;

  constructor(type: DataType, descending: boolean) {
    this.#type = valueType(type);
    this.#descending = descending;
  }

  get bytes(): number {
    return this.#kept.bytes;
  }

  add(vector: Vector, groups: Int32Array): void {
    this.#kept.add(vector, groups);
  }

  partial(): unknown {
    return this.#kept.partial();
  }

  merge(partial: unknown, groups: Int32Array): void {
    this.#kept.merge(partial, groups);
  }

  /** To which place each value goes, of places group by group. */
  *targets(starts: Float64Array): Steps<Uint32Array> {
    const { length } = this.#kept;
    const slots = new Slots(this.#type);
    yield* slots.reserveSteps(length);
    yield* this.#kept.places(starts, (vector, row, place) => {
      slots.set(place, vector, row);
    });
    const order = rowOrder({ vector: slots.values(0, length), descending: this.#descending, nullsFirst: false });
    const places = Uint32Array.from({ length }, (_, place) => place);
    for (let group = 0; group + 1 < starts.length; group++)
      yield* mergeSort(places.subarray(starts[group], starts[group + 1]), order);
    const targets = new Uint32Array(length);
    places.forEach((from, to) => {
      targets[from] = to;
    });
    return targets;
  }
}
