import type { ColumnData, Json } from '@parquetframe/core/engine';
import { ProtocolError } from './protocol-error.js';

/** Every buffer of a body begins at a multiple of this: Arrow's recommendation, and enough for any element type. */
export const ALIGNMENT = 64;
export const padded = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const ARRAY_TYPES = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type ArrayTypeName = keyof typeof ARRAY_TYPES;
export type WireArray = InstanceType<(typeof ARRAY_TYPES)[ArrayTypeName]>;

/** Empty arrays look at real memory: an empty allocation may have an address that is aligned for nothing. */
const NOWHERE = new ArrayBuffer(ALIGNMENT);

const isArrayTypeName = (name: string): name is ArrayTypeName => Object.hasOwn(ARRAY_TYPES, name);
const typeName = (view: ArrayBufferView): ArrayTypeName => {
  const name = Object.prototype.toString.call(view).slice(8, -1);
  return isArrayTypeName(name) ? name : 'Uint8Array';
};

/** Collects the buffers of a payload, in the order in which the receiver takes them. */
export class BufferList {
  readonly views: ArrayBufferView[] = [];
  /** dictionaries that were described already: batches share them, and so does the receiver */
  readonly dictionaries = new Map<ColumnData, number>();

  /** @returns how the message header describes the buffer: its array type and length in bytes */
  add(view: ArrayBufferView): Json {
    this.views.push(view);
    return [typeName(view), view.byteLength];
  }
}

/** Hands out the buffers of a received payload, in order, as views on the bodies they arrived in. */
export class BufferSource {
  readonly #bodies: readonly Uint8Array<ArrayBuffer>[];
  /** in the order in which they were read */
  readonly dictionaries: ColumnData[] = [];
  #body = 0;
  #at = 0;

  constructor(bodies: readonly Uint8Array<ArrayBuffer>[]) {
    this.#bodies = bodies;
  }

  /** @throws ProtocolError when the description does not fit what arrived */
  take(described: Json | undefined): WireArray {
    const [name, bytes] = Array.isArray(described) ? (described as readonly Json[]) : [];
    if (
      typeof name !== 'string' ||
      !isArrayTypeName(name) ||
      typeof bytes !== 'number' ||
      !Number.isSafeInteger(bytes) ||
      bytes < 0
    )
      throw new ProtocolError('a payload describes a buffer wrongly');
    const Type = ARRAY_TYPES[name];
    if (bytes % Type.BYTES_PER_ELEMENT !== 0) throw new ProtocolError(`a ${name} cannot have ${bytes} bytes`);
    if (bytes === 0) return new Type(NOWHERE, 0, 0);
    while (this.#at === (this.#bodies[this.#body]?.byteLength ?? -1)) {
      this.#body++;
      this.#at = 0;
    }
    const body = this.#bodies[this.#body];
    if (body === undefined || this.#at + padded(bytes) > body.byteLength)
      throw new ProtocolError('a payload is shorter than its description');
    const view = new Type(body.buffer, body.byteOffset + this.#at, bytes / Type.BYTES_PER_ELEMENT);
    this.#at += padded(bytes);
    return view;
  }

  /** @throws ProtocolError when bytes are left over */
  end(): void {
    const rest = this.#bodies.slice(this.#body).reduce((sum, body) => sum + body.byteLength, 0) - this.#at;
    if (rest > 0) throw new ProtocolError(`a payload has ${rest} bytes more than its description`);
  }
}

/** Several frames for a large payload let the sender wait for the receiver, and notice a cancellation, in between. */
const FRAME_TARGET = 64 * 2 ** 20;

/** Groups of whole buffers, one group per frame. @throws RangeError when one buffer alone is over the limit of a frame */
export function splitIntoBodies(views: readonly ArrayBufferView[], limit: number): readonly (readonly ArrayBufferView[])[] {
  const bodies: ArrayBufferView[][] = [];
  let room = 0;
  for (const view of views) {
    if (view.byteLength === 0) continue;
    const bytes = padded(view.byteLength);
    if (bytes > limit) throw new RangeError(`a buffer of ${view.byteLength} bytes is more than one message can hold (${limit})`);
    if (bytes > room) {
      bodies.push([]);
      room = Math.min(limit, FRAME_TARGET);
    }
    bodies.at(-1)?.push(view);
    room -= bytes;
  }
  return bodies;
}

export const bodyBytes = (views: readonly ArrayBufferView[]): number =>
  views.reduce((sum, view) => sum + padded(view.byteLength), 0);
