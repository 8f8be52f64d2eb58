import { atOnce, valueType } from '@parquetframe/core/engine';
import type { DataType, Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { grownSteps } from '../keys/grow.js';
import { ByteSlots } from './byte-slots.js';

const NOTHING = 0;
const VALUE = 1;
const NULL = 2;

/** One value per group as plain data that can be sent to another thread. */
export interface SlotValues {
  /** 0: none yet, 1: a value, 2: null */
  readonly states: Uint8Array;
  readonly values: Vector;
}

/** One value or null per group, of any type that is not nested: in typed arrays, whatever the number of groups. */
export class Slots {
  readonly #type: DataType;
  #states = new Uint8Array(64);
  /** while all values are safe numbers; bools are 0 and 1 */
  #numbers: Float64Array | undefined = new Float64Array(64);
  /** two's complement of 128 bits */
  #words = new Uint32Array(0);
  readonly #bytes = new ByteSlots();

  constructor(type: DataType) {
    this.#type = valueType(type);
  }

  isEmpty(group: number): boolean {
    return this.#states[group] === NOTHING;
  }

  /** The value of a row, which may be null, is that of the group from now on. There must be room for the group. */
  set(group: number, vector: Vector, row: number): void {
    if (!isValid(vector, row)) {
      this.#states[group] = NULL;
      return;
    }
    this.#states[group] = VALUE;
    const at = row * vector.step;
    if (vector.form === 'bytes') this.#bytes.set(group, vector.data, vector.offsets[at] ?? 0, vector.offsets[at + 1] ?? 0);
    else if (vector.form !== 'opaque') this.#setNumber(group, vector.values[at] ?? 0);
  }

  #setNumber(group: number, value: number | bigint): void {
    if (this.#numbers && typeof value === 'number') {
      // NaN has one bit pattern, whatever came in.
      this.#numbers[group] = value === value ? value : Number.NaN;
      return;
    }
    if (this.#numbers) this.#leaveNumbers(this.#numbers);
    this.#setWide(group, BigInt(value));
  }

  #leaveNumbers(numbers: Float64Array): void {
    this.#numbers = undefined;
    this.#words = new Uint32Array(numbers.length * 4);
    for (let group = 0; group < this.#states.length; group++)
      if (this.#states[group] === VALUE && Number.isInteger(numbers[group])) this.#setWide(group, BigInt(numbers[group] ?? 0));
  }

  #setWide(group: number, value: bigint): void {
    const wide = new BigUint64Array(this.#words.buffer, group * 16, 2);
    wide[0] = BigInt.asUintN(64, value);
    wide[1] = BigInt.asUintN(64, value >> 64n);
  }

  #wide(group: number): bigint {
    const [low = 0n, high = 0n] = new BigUint64Array(this.#words.buffer, group * 16, 2);
    return (BigInt.asIntN(64, high) << 64n) | low;
  }

  reserve(groupCount: number): void {
    if (groupCount > this.#states.length) atOnce(this.reserveSteps(groupCount));
  }

  *reserveSteps(groupCount: number): Steps<void> {
    if (groupCount <= this.#states.length) return;
    const size = groupCount * 2;
    if (this.#numbers) this.#numbers = yield* grownSteps(this.#numbers, new Float64Array(size));
    else this.#words = yield* grownSteps(this.#words, new Uint32Array(size * 4));
    this.#states = yield* grownSteps(this.#states, new Uint8Array(size));
  }

  parts(groupCount: number): SlotValues {
    this.reserve(groupCount);
    return { states: this.#states.slice(0, groupCount), values: this.values(0, groupCount) };
  }

  /** Values of the groups `from … to`, null where there is none. */
  values(from: number, to: number): Vector {
    this.reserve(to);
    const length = to - from;
    let validity: Uint8Array | undefined;
    for (let i = 0; i < length; i++) {
      if (this.#states[from + i] === VALUE) continue;
      validity ??= new Uint8Array(length).fill(1);
      validity[i] = 0;
    }
    const head = { type: this.#type, step: 1, validity } as const;
    if (this.#type.id === 'bool')
      return { ...head, form: 'bool', values: Uint8Array.from(this.#numbers?.subarray(from, to) ?? []) };
    if (isBytes(this.#type)) return { ...head, form: 'bytes', ...this.#bytes.values(from, to, validity) };
    if (this.#numbers) return { ...head, form: 'number', values: this.#numbers.slice(from, to) };
    return { ...head, form: 'bigint', values: Array.from({ length }, (_, i) => this.#wide(from + i)) };
  }
}

const BYTES: ReadonlySet<string> = new Set([
  'utf8',
  'largeUtf8',
  'utf8View',
  'binary',
  'largeBinary',
  'binaryView',
  'fixedSizeBinary',
]);

export const isBytes = (type: DataType): boolean => BYTES.has(type.id);
