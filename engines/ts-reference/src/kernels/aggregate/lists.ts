import { concatSteps, valueType } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps } from '@parquetframe/core/engine';
import { columnSink } from '../expression/sink.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Accumulator } from './accumulator.js';
import type { KeptOrder } from './kept-order.js';
import { KeptValues } from './kept-values.js';
import { Slots } from './slots.js';

interface Partial {
  readonly values: unknown;
  readonly order: unknown;
}

/** Values written between two looks at the clock. */
const VALUES_AT_ONCE = 1 << 12;

/** All values of each group in the order of their rows, or of another column, as a list. */
export class Lists implements Accumulator {
  protected readonly kept = new KeptValues();
  protected readonly type: DataType;

  constructor(
    type: DataType,
    private readonly order?: KeptOrder,
  ) {
    this.type = valueType(type);
  }

  get bytes(): number {
    return (this.kept.bytes + (this.order?.bytes ?? 0)) * 2;
  }

  // eslint-disable-next-line require-yield -- nothing per group is kept before the end
  *reserve(): Steps<void> {
    return;
  }

  add(vector: Vector | undefined, groups: Int32Array, _groupCount: number, by?: Vector): void {
    if (!vector) return;
    this.kept.add(vector, groups);
    if (by) this.order?.add(by, groups);
  }

  partial(): Partial {
    return { values: this.kept.partial(), order: this.order?.partial() };
  }

  merge(partial: unknown, groups: Int32Array): void {
    const { values, order } = partial as Partial;
    this.kept.merge(values, groups);
    this.order?.merge(order, groups);
  }

  /** The values group by group, those of each in order. */
  protected *inOrder(starts: Float64Array): Steps<Slots> {
    const values = new Slots(this.type);
    yield* values.reserveSteps(this.kept.length);
    const targets = yield* this.#targets(starts);
    yield* this.kept.places(starts, (vector, row, place) => {
      values.set(targets?.[place] ?? place, vector, row);
    });
    return values;
  }

  *#targets(starts: Float64Array): Steps<Uint32Array | undefined> {
    return this.order && (yield* this.order.targets(starts));
  }

  finish(from: number, to: number): Vector {
    throw new TypeError(`groups ${from} to ${to} are part of one column`);
  }

  *column(groupCount: number): Steps<ColumnData> {
    const starts = yield* this.kept.starts(groupCount);
    const count = this.kept.length;
    if (count > 2 ** 31 - 1) throw new RangeError('more than 2^31 - 1 values in the lists of one batch');
    const values = yield* this.inOrder(starts);
    const sink = columnSink(this.type, count);
    for (let from = 0; from < count; from += VALUES_AT_ONCE) {
      const to = Math.min(count, from + VALUES_AT_ONCE);
      sink.write(values.values(from, to), from, to - from);
      yield undefined;
    }
    const child = yield* concatSteps(this.type, [yield* sink.finish()]);
    return { length: groupCount, nullCount: 0, buffers: [undefined, Int32Array.from(starts)], children: [child] };
  }
}

const encoder = new TextEncoder();

/** All texts of each group in the order of their rows, or of another column, as one; nulls are left out. */
export class Joined extends Lists {
  readonly #separator: Uint8Array;

  constructor(type: DataType, separator: string, order?: KeptOrder) {
    super(type, order);
    this.#separator = encoder.encode(separator);
  }

  override add(vector: Vector | undefined, groups: Int32Array, groupCount: number, by?: Vector): void {
    if (vector?.form === 'bytes') super.add(vector, groups, groupCount, by);
  }

  override *column(groupCount: number): Steps<ColumnData> {
    const starts = yield* this.kept.starts(groupCount);
    const texts = yield* this.inOrder(starts);
    const sink = columnSink({ id: 'utf8' }, groupCount);
    for (let group = 0; group < groupCount;) {
      const first = group;
      // As many groups as have so many texts together, or one that has more.
      const enough = (starts[first] ?? 0) + VALUES_AT_ONCE;
      do group++;
      while (group < groupCount && group - first < VALUES_AT_ONCE && (starts[group + 1] ?? 0) <= enough);
      const from = starts[first] ?? 0;
      const own = starts.subarray(first, group + 1).map(start => start - from);
      sink.write(this.#joined(texts.values(from, starts[group] ?? from), own), first, group - first);
      yield undefined;
    }
    return yield* sink.finish();
  }

  #joined(texts: Vector, starts: Float64Array): Vector {
    const length = starts.length - 1;
    const parts: Uint8Array[] = [];
    const validity = new Uint8Array(length);
    const offsets = new Float64Array(starts.length);
    let used = 0;
    const push = (bytes: Uint8Array): void => {
      parts.push(bytes);
      used += bytes.length;
    };
    for (let i = 0; i < length; i++) {
      for (let row = starts[i] ?? 0; row < (starts[i + 1] ?? 0); row++) {
        if (texts.form !== 'bytes' || !isValid(texts, row)) continue;
        if (validity[i] === 1) push(this.#separator);
        validity[i] = 1;
        push(texts.data.subarray(texts.offsets[row], texts.offsets[row + 1]));
      }
      offsets[i + 1] = used;
    }
    const data = new Uint8Array(used);
    let at = 0;
    for (const part of parts) {
      data.set(part, at);
      at += part.length;
    }
    return { form: 'bytes', type: { id: 'utf8' }, step: 1, validity, offsets, data };
  }
}
