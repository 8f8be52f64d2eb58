/**
 * A table of a FlatBuffer; what lies outside of the bytes is not there.
 * @see https://flatbuffers.dev/internals/
 */
export class FlatTable {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #vtable: number;
  readonly #vtableLength: number;

  private constructor(bytes: Buffer, at: number, vtable: number, vtableLength: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#vtable = vtable;
    this.#vtableLength = vtableLength;
  }

  /** The table that a buffer is there for. */
  static root(bytes: Buffer): FlatTable | undefined {
    return FlatTable.#pointedAtBy(bytes, 0);
  }

  static #pointedAtBy(bytes: Buffer, pointer: number): FlatTable | undefined {
    const at = target(bytes, pointer);
    if (at === undefined || !has(bytes, at, 4)) return undefined;
    const vtable = at - bytes.readInt32LE(at);
    return has(bytes, vtable, 4) ? new FlatTable(bytes, at, vtable, bytes.readUInt16LE(vtable)) : undefined;
  }

  byte(slot: number): number | undefined {
    const at = this.#slot(slot, 1);
    return at === undefined ? undefined : this.#bytes[at];
  }

  short(slot: number): number | undefined {
    const at = this.#slot(slot, 2);
    return at === undefined ? undefined : this.#bytes.readInt16LE(at);
  }

  table(slot: number): FlatTable | undefined {
    const at = this.#slot(slot, 4);
    return at === undefined ? undefined : FlatTable.#pointedAtBy(this.#bytes, at);
  }

  /** A vector of exactly so many tables. */
  tables(slot: number, count: number): readonly FlatTable[] | undefined {
    const start = this.#vector(slot, 4);
    if (start?.length !== count) return undefined;
    const tables = Array.from({ length: count }, (_, i) => FlatTable.#pointedAtBy(this.#bytes, start.at + 4 * i) ?? []).flat();
    return tables.length === count ? tables : undefined;
  }

  bytes(slot: number): Buffer | undefined {
    const vector = this.#vector(slot, 1);
    return vector && this.#bytes.subarray(vector.at, vector.at + vector.length);
  }

  #vector(slot: number, width: number): { readonly at: number; readonly length: number } | undefined {
    const pointer = this.#slot(slot, 4);
    const at = pointer === undefined ? undefined : target(this.#bytes, pointer);
    if (at === undefined || !has(this.#bytes, at, 4)) return undefined;
    const length = this.#bytes.readUInt32LE(at);
    return has(this.#bytes, at + 4, length * width) ? { at: at + 4, length } : undefined;
  }

  /** Where the value of a field lies; 0 in the list of places stands for none. */
  #slot(slot: number, width: number): number | undefined {
    const entry = 4 + 2 * slot;
    if (entry + 2 > this.#vtableLength || !has(this.#bytes, this.#vtable + entry, 2)) return undefined;
    const offset = this.#bytes.readUInt16LE(this.#vtable + entry);
    return offset !== 0 && has(this.#bytes, this.#at + offset, width) ? this.#at + offset : undefined;
  }
}

const has = (bytes: Buffer, at: number, length: number): boolean => at >= 0 && at + length <= bytes.length;

const target = (bytes: Buffer, pointer: number): number | undefined =>
  has(bytes, pointer, 4) ? pointer + bytes.readUInt32LE(pointer) : undefined;
