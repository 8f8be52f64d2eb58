import { isUtf8 } from 'node:buffer';
import { ParquetFrameError, atOnce } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
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
  /** `most`: a longer one, of what `plural` says, is not supported */
  | { readonly kind: 'list'; readonly item: Rule; readonly most?: number; readonly plural?: string }
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

/** Where a list lies in a copy, and what in it. */
export interface ListPlace {
  readonly start: number;
  end: number;
  readonly items: { readonly start: number; readonly end: number; readonly list: ListPlace | undefined }[];
}

export interface Canonical {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly list: ListPlace | undefined;
}

/** The struct at the cursor in canonical bytes: only what has a rule, every field once. @throws RangeError for damage */
export const canonicalStruct = (cursor: Cursor, rule: StructRule): Uint8Array<ArrayBuffer> =>
  atOnce(canonicalSteps(cursor, rule, [])).bytes;

/** The same in steps, and where the list lies that is the first field of `path`, and in each of its items the one that is the next field. */
export function* canonicalSteps(cursor: Cursor, rule: StructRule, path: readonly number[]): Steps<Canonical> {
  // With a list that is looked for it is all that there is, and what is copied has no more bytes but by oddities; else others follow.
  const out = new Sink(path.length > 0 ? cursor.end - cursor.offset : 256);
  out.pause = cursor.offset + STEP;
  yield* copyStruct(cursor, rule, out, path);
  return { bytes: out.bytes.subarray(0, out.length), list: out.place };
}

/** Bytes that are read between two pauses. */
const STEP = 1 << 15;

/** Bytes that grow. */
class Sink {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;
  /** where the next pause is due, in what is read */
  pause = Infinity;
  /** of the list that was looked for and came last */
  place: ListPlace | undefined;

  constructor(first: number) {
    this.bytes = new Uint8Array(first);
  }

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
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2, 256));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** Whether anything was written: a value of an open union may be one that is not known here. */
function* copyStruct(cursor: Cursor, rule: StructRule, out: Sink, path: readonly number[]): Steps<boolean> {
  if (cursor.offset >= out.pause) {
    out.pause = cursor.offset + STEP;
    yield undefined;
  }
  const [looked, ...further] = path;
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
    requireWire(known, wire, id, rule);
    if (looked === id && known.kind === 'list') {
      yield* placedList(cursor, known, out, id, rule, further);
      last = id;
    } else if (yield* copyValue(cursor, known, wire, out, id, rule)) last = id;
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

function requireWire(rule: Rule, wire: number, id: number, of: StructRule): void {
  const isRight =
    rule.kind === 'bool'
      ? wire === WIRE.true || wire === WIRE.false
      : // Some writers take 32 bits for a byte.
        wire === wireOf(rule) || (rule.kind === 'i8' && wire === WIRE.i32);
  if (!isRight) throw new RangeError(`${placeOf(id, of)} is of the wrong type`);
}

/** False when the value is left out: what was written of it is the caller's to take back. `id` and `of` are for messages. */
function* copyValue(cursor: Cursor, rule: Rule, wire: number, out: Sink, id: number, of: StructRule): Steps<boolean> {
  if (rule.kind === 'struct') return yield* copyStruct(cursor, rule, out, []);
  if (rule.kind === 'list') yield* copyList(cursor, rule, out, id, of);
  else copyScalar(cursor, rule, wire, out, id, of);
  return true;
}

type Scalar = Exclude<Rule, { readonly kind: 'list' | 'struct' }>;

function copyScalar(cursor: Cursor, rule: Scalar, wire: number, out: Sink, id: number, of: StructRule): void {
  switch (rule.kind) {
    case 'bool':
      return;
    case 'i8':
      out.push(wire === WIRE.i8 ? byteAt(cursor) : Number(zigzag(cursor, 8)) & 0xff);
      return;
    case 'binary':
    case 'text': {
      const bytes = binary(cursor);
      if (rule.kind === 'text' && !isUtf8(bytes)) throw new RangeError(`${placeOf(id, of)}: the text is not UTF-8`);
      writeVarint(out, BigInt(bytes.length));
      out.append(bytes);
      return;
    }
    default: {
      const value = zigzag(cursor, rule.kind === 'i16' ? 16 : rule.kind === 'i64' ? 64 : 32);
      if (rule.kind === 'enum' && !rule.values.has(Number(value)))
        throw new RangeError(`${placeOf(id, of)}: there is no ${rule.name} ${value}`);
      writeVarint(out, BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
    }
  }
}

const placeOf = (id: number, { name }: StructRule): string => `field ${id} of ${name}`;

const wireOf = (rule: Rule): number =>
  rule.kind === 'enum' ? WIRE.i32 : rule.kind === 'text' ? WIRE.binary : rule.kind === 'bool' ? WIRE.true : WIRE[rule.kind];

/** Lists of what has a rule. */
export type ListRule = Extract<Rule, { readonly kind: 'list' }>;

/** How many items follow; the header of the copy is written. */
function copyHeader(
  cursor: Cursor,
  { item, most = Infinity, plural = 'items' }: ListRule,
  out: Sink,
  id: number,
  of: StructRule,
) {
  const { size, wire } = listHeader(cursor);
  if (size > most) throw new ParquetFrameError('UNSUPPORTED_TYPE', `${size} ${plural} are not supported, at most ${most} are`);
  const expected = wireOf(item);
  // Some writers leave the type of an empty list open.
  if (size > 0 && wire !== expected) throw new RangeError(`${placeOf(id, of)} has items of the wrong type`);
  if (size < 15) out.push((size << 4) | expected);
  else {
    out.push(0xf0 | expected);
    writeVarint(out, BigInt(size));
  }
  return size;
}

function* copyList(cursor: Cursor, rule: ListRule, out: Sink, id: number, of: StructRule): Steps<void> {
  const size = copyHeader(cursor, rule, out, id, of);
  const wire = wireOf(rule.item);
  for (let i = 0; i < size; i++) {
    const { length } = out;
    if (yield* copyValue(cursor, rule.item, wire, out, id, of)) continue;
    // Positions in a list count: an unknown variant becomes one with a number that nobody uses.
    out.length = length;
    out.append(UNKNOWN_VARIANT);
  }
}

/** A list of structs, of which it is noted where they come to lie. */
function* placedList(
  cursor: Cursor,
  rule: ListRule,
  out: Sink,
  id: number,
  of: StructRule,
  path: readonly number[],
): Steps<void> {
  if (rule.item.kind !== 'struct') throw new TypeError(`${placeOf(id, of)} is no list of structs`);
  const place: ListPlace = { start: out.length, end: 0, items: [] };
  const size = copyHeader(cursor, rule, out, id, of);
  for (let i = 0; i < size; i++) {
    const start = out.length;
    out.place = undefined;
    yield* copyStruct(cursor, rule.item, out, path);
    place.items.push({ start, end: out.length, list: out.place });
  }
  place.end = out.length;
  out.place = place;
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
