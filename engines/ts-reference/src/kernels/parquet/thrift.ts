import { isUtf8 } from 'node:buffer';
import { byteAt } from './hybrid.js';
import type { Cursor } from './hybrid.js';

/**
 * What a Thrift value must be. A value of another type is damage, as is a required field that is missing; fields without a rule are left out.
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export type Rule =
  | { readonly kind: 'bool' | 'i8' | 'i16' | 'i32' | 'i64' | 'binary' | 'text' }
  /** an i32 that is one of these */
  | { readonly kind: 'enum'; readonly name: string; readonly values: ReadonlySet<number> }
  | { readonly kind: 'list'; readonly item: Rule }
  | StructRule;

export interface StructRule {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: { readonly [id: number]: Rule };
  readonly required: readonly number[];
  /** exactly one field; `open`: one without a rule leaves the whole value out */
  readonly union?: 'closed' | 'open';
}

const WIRE = {
  true: 1,
  false: 2,
  i8: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
} as const;
const UUID = 13;
const UNKNOWN_VARIANT = Uint8Array.of(0xf0 | WIRE.struct, 0, 0);
const DEEPEST = 32;

/** The struct at the cursor in canonical bytes: only what has a rule, every field once. @throws RangeError for damage */
export function canonicalStruct(cursor: Cursor, rule: StructRule): Uint8Array<ArrayBuffer> {
  const out = new Sink();
  copyStruct(cursor, rule, out);
  return out.bytes.slice(0, out.length);
}

/** Bytes that grow. */
class Sink {
  bytes = new Uint8Array(256);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = byte;
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.#grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #grow(more: number): void {
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** Whether anything was written: a value of an open union may be one that is not known here. */
function copyStruct(cursor: Cursor, rule: StructRule, out: Sink): boolean {
  const seen = new Set<number>();
  let last = 0;
  for (let field = nextField(cursor, 0); field; field = nextField(cursor, field.id)) {
    const { id, wire } = field;
    if (seen.has(id)) throw new RangeError(`${rule.name} has field ${id} twice`);
    seen.add(id);
    const known = rule.fields[id];
    if (!known) {
      if (rule.union === 'closed') throw new RangeError(`${rule.name} has an unknown variant ${id}`);
      skip(cursor, wire, 0);
      continue;
    }
    const before = out.length;
    fieldHeader(out, id, last, known.kind === 'bool' ? wire : wireOf(known));
    if (copyValue(cursor, known, wire, out, id, rule)) last = id;
    else out.length = before;
  }
  if (rule.union && seen.size !== 1) throw new RangeError(`${rule.name} has ${seen.size} variants, not one`);
  for (const id of rule.required) if (!seen.has(id)) throw new RangeError(`${rule.name} has no field ${id}`);
  out.push(0);
  return !rule.union || last > 0;
}

interface FieldHeader {
  readonly id: number;
  readonly wire: number;
}

function nextField(cursor: Cursor, last: number): FieldHeader | undefined {
  const header = byteAt(cursor);
  const wire = header & 0x0f;
  if (wire === 0) return undefined;
  const delta = header >>> 4;
  const id = delta === 0 ? Number(zigzag(cursor, 16)) : last + delta;
  if (id > 32_767) throw new RangeError(`a field with the number ${id}`);
  return { id, wire };
}

function fieldHeader(out: Sink, id: number, last: number, wire: number): void {
  const delta = id - last;
  if (delta > 0 && delta < 16) out.push((delta << 4) | wire);
  else {
    out.push(wire);
    writeVarint(out, BigInt.asUintN(16, BigInt(id) << 1n));
  }
}

/** False when the value is left out: what was written of it is the caller's to take back. `id` and `of` are for messages. */
function copyValue(cursor: Cursor, rule: Rule, wire: number, out: Sink, id: number, of: StructRule): boolean {
  switch (rule.kind) {
    case 'bool':
      if (wire === WIRE.true || wire === WIRE.false) return true;
      break;
    case 'i8': {
      // Some writers take 32 bits for it.
      if (wire !== WIRE.i8 && wire !== WIRE.i32) break;
      const value = wire === WIRE.i8 ? byteAt(cursor) : Number(zigzag(cursor, 8)) & 0xff;
      out.push(value);
      return true;
    }
    case 'i16':
    case 'i32':
    case 'i64':
    case 'enum': {
      const bits = rule.kind === 'i16' ? 16 : rule.kind === 'i64' ? 64 : 32;
      const expected = rule.kind === 'enum' ? WIRE.i32 : WIRE[rule.kind];
      if (wire !== expected) break;
      const value = zigzag(cursor, bits);
      if (rule.kind === 'enum' && !rule.values.has(Number(value)))
        throw new RangeError(`${placeOf(id, of)}: there is no ${rule.name} ${value}`);
      writeVarint(out, BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
      return true;
    }
    case 'binary':
    case 'text': {
      if (wire !== WIRE.binary) break;
      const bytes = binary(cursor);
      if (rule.kind === 'text' && !isUtf8(bytes)) throw new RangeError(`${placeOf(id, of)}: the text is not UTF-8`);
      writeVarint(out, BigInt(bytes.length));
      out.append(bytes);
      return true;
    }
    case 'list':
      if (wire !== WIRE.list) break;
      copyList(cursor, rule.item, out, id, of);
      return true;
    case 'struct':
      if (wire !== WIRE.struct) break;
      return copyStruct(cursor, rule, out);
  }
  throw new RangeError(`${placeOf(id, of)} is of the wrong type`);
}

const placeOf = (id: number, { name }: StructRule): string => `field ${id} of ${name}`;

const wireOf = (rule: Rule): number =>
  rule.kind === 'enum' ? WIRE.i32 : rule.kind === 'text' ? WIRE.binary : rule.kind === 'bool' ? WIRE.true : WIRE[rule.kind];

function copyList(cursor: Cursor, item: Rule, out: Sink, id: number, of: StructRule): void {
  const { size, wire } = listHeader(cursor);
  const expected = wireOf(item);
  // Some writers leave the type of an empty list open.
  if (size > 0 && wire !== expected) throw new RangeError(`${placeOf(id, of)} has items of the wrong type`);
  if (size < 15) out.push((size << 4) | expected);
  else {
    out.push(0xf0 | expected);
    writeVarint(out, BigInt(size));
  }
  for (let i = 0; i < size; i++) {
    const { length } = out;
    if (copyValue(cursor, item, expected, out, id, of)) continue;
    // Positions in a list count: an unknown variant becomes one with a number that nobody uses.
    out.length = length;
    out.append(UNKNOWN_VARIANT);
  }
}

function listHeader(cursor: Cursor): { readonly size: number; readonly wire: number } {
  const header = byteAt(cursor);
  const size = header >>> 4 === 15 ? Number(varint(cursor, 32)) : header >>> 4;
  // Every item takes a byte at least.
  if (size > cursor.end - cursor.offset) throw new RangeError(`a list of ${size} items in ${cursor.end - cursor.offset} bytes`);
  return { size, wire: header & 0x0f };
}

/** Moves over a value that nobody asks for. */
function skip(cursor: Cursor, wire: number, depth: number): void {
  if (depth > DEEPEST) throw new RangeError('values are nested too deeply');
  switch (wire) {
    case WIRE.true:
    case WIRE.false:
      return;
    case WIRE.i8:
      advance(cursor, 1);
      return;
    case WIRE.i16:
    case WIRE.i32:
    case WIRE.i64:
      varint(cursor, 64);
      return;
    case WIRE.double:
      advance(cursor, 8);
      return;
    case WIRE.binary:
      binary(cursor);
      return;
    case WIRE.list:
    case WIRE.set: {
      const { size, wire: item } = listHeader(cursor);
      for (let i = 0; i < size; i++) skipItem(cursor, item, depth);
      return;
    }
    case WIRE.map: {
      const size = Number(varint(cursor, 32));
      if (size > cursor.end - cursor.offset) throw new RangeError(`a map of ${size} entries`);
      const types = size > 0 ? byteAt(cursor) : 0;
      for (let i = 0; i < size; i++) {
        skipItem(cursor, types >>> 4, depth);
        skipItem(cursor, types & 0x0f, depth);
      }
      return;
    }
    case WIRE.struct:
      for (let field = nextField(cursor, 0); field; field = nextField(cursor, field.id)) skip(cursor, field.wire, depth + 1);
      return;
    case UUID:
      advance(cursor, 16);
      return;
    default:
      throw new RangeError(`a value of the unknown type ${wire}`);
  }
}

/** In lists and maps a bool takes a byte. */
const skipItem = (cursor: Cursor, wire: number, depth: number): void => {
  if (wire === WIRE.true || wire === WIRE.false) advance(cursor, 1);
  else skip(cursor, wire, depth + 1);
};

function advance(cursor: Cursor, length: number): void {
  if (length > cursor.end - cursor.offset) throw new RangeError('the data ends in the middle of a value');
  cursor.offset += length;
}

function binary(cursor: Cursor): Uint8Array {
  const length = Number(varint(cursor, 32));
  advance(cursor, length);
  return cursor.bytes.subarray(cursor.offset - length, cursor.offset);
}

/** Unsigned LEB128 of at most `bits` bits. */
function varint(cursor: Cursor, bits: number): bigint {
  const first = cursor.bytes[cursor.offset] ?? 0x80;
  if (first < 0x80 && cursor.offset < cursor.end) {
    cursor.offset++;
    return BigInt(first);
  }
  let value = 0n;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = byteAt(cursor);
    value |= BigInt(byte & 0x7f) << BigInt(shift);
    if (byte < 0x80) {
      if (BigInt.asUintN(bits, value) !== value) break;
      return value;
    }
  }
  throw new RangeError(`an integer of more than ${bits} bits`);
}

function zigzag(cursor: Cursor, bits: number): bigint {
  const value = varint(cursor, bits);
  return (value >> 1n) ^ -(value & 1n);
}

function writeVarint(out: Sink, value: bigint): void {
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
}
