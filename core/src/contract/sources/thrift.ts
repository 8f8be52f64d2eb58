/** A value of Thrift's compact protocol: integers are bigint; structs are maps by field number. */
export type ThriftValue = bigint | number | boolean | Uint8Array | readonly ThriftValue[] | ThriftStruct;
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

/** Structs within structs: what stands in files has a handful of levels. */
const DEEPEST = 32;

/** Reads a struct from its beginning. @throws RangeError for what is damaged */
export const readThrift = (bytes: Uint8Array): ThriftStruct => new Reader(bytes).struct(0);

class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  struct(depth: number): ThriftStruct {
    if (depth > DEEPEST) throw new RangeError('structs nest too deep');
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (let header = this.#byte(); header !== 0; header = this.#byte()) {
      id = header >> 4 === 0 ? Number(this.#integer()) : id + (header >> 4);
      const type = header & 15;
      // A field of type bool has its value in the type.
      fields.set(id, type <= 2 ? type === 1 : this.#value(type, depth));
    }
    return fields;
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return this.#byte() === 1;
      case 3:
        return BigInt.asIntN(8, BigInt(this.#byte()));
      case 4:
      case 5:
      case 6:
        return this.#integer();
      case 7:
        return this.#view.getFloat64(this.#skip(8), true);
      case 8:
        return this.#binary();
      case 9:
      case 10:
        return this.#list(depth);
      case 11:
        return this.#map(depth);
      case 12:
        return this.struct(depth + 1);
      default:
        throw new RangeError(`there is no type ${String(type)}`);
    }
  }

  #binary(): Uint8Array {
    const length = this.#count();
    const start = this.#skip(length);
    return this.bytes.subarray(start, start + length);
  }

  #list(depth: number): readonly ThriftValue[] {
    if (depth > DEEPEST) throw new RangeError('lists nest too deep');
    const header = this.#byte();
    const length = header >> 4 === 15 ? this.#count() : header >> 4;
    return Array.from({ length }, () => this.#value(header & 15, depth + 1));
  }

  /** As pairs one after the other. */
  #map(depth: number): readonly ThriftValue[] {
    const length = this.#count();
    if (length === 0) return [];
    const types = this.#byte();
    return Array.from({ length: length * 2 }, (_, index) => this.#value(index % 2 === 0 ? types >> 4 : types & 15, depth + 1));
  }

  #byte(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  /** How many follow: each has a byte at least. */
  #count(): number {
    const count = this.#varint();
    if (count > BigInt(this.bytes.length - this.#at)) throw new RangeError('it ends too soon');
    return Number(count);
  }

  #integer(): bigint {
    const value = this.#varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError('an integer is too long');
  }

  #skip(length: number): number {
    const start = this.#at;
    if (length > this.bytes.length - start) throw new RangeError('it ends too soon');
    this.#at += length;
    return start;
  }
}
