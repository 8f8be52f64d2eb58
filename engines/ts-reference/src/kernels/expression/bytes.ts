import { familyOf, type DataType } from '@parquetframe/core/engine';
import { failed, nulls } from './cast.js';
import { hasher } from './hash-value.js';
import { binary, unary, type Kernels, type ScalarKernel } from './kernel.js';
import { bytesIn, writeRows, type TextWriter } from './text-writer.js';
import { endOf, integerAt, startOf, stringAt, textsOf } from './texts.js';
import { allValid, isValid } from './vector.js';
import type { BytesVector, Vector } from './vector.js';
import { hash, type Seed } from './xxh64.js';

/** Functions of the bytes of texts and binary, and hashes of all values. */
export const BYTE_KERNELS: Kernels = {
  toHex: written('hex', bytes => 2 * bytes),
  toBase64: written('base64', bytes => 4 * Math.ceil(bytes / 3)),
  fromHex: read(text => (text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text) ? Buffer.from(text, 'hex') : undefined)),
  fromBase64: read(text => {
    const bytes = Buffer.from(text, 'base64');
    // Buffer takes what it can get: blanks, other alphabets, missing padding.
    return bytes.toString('base64') === text ? bytes : undefined;
  }),
  encodeUtf8: unary((text, { type }) => ({ ...textsOf(text), type })),
  decodeUtf8: unary((given, { type, rows }) => {
    const vector = bytesOf(given);
    const count = vector.step === 0 ? Math.min(1, rows.length) : rows.length;
    for (let i = 0; i < count; i++)
      if (isValid(vector, i) && !isUtf8(vector.data.subarray(startOf(vector, i), endOf(vector, i))))
        throw failed(`a value of ${endOf(vector, i) - startOf(vector, i)} bytes`, vector.type, type, rows, i);
    return { ...vector, type };
  }),
  xxh64: unary((vector, { type, rows }) => {
    if (vector.form === 'opaque') return nulls(type, rows);
    const { length } = rows;
    const validity = allValid([vector], length);
    const values = new BigUint64Array(length);
    const halves = new Uint32Array(values.buffer);
    eachHash(vector, length, validity, row => {
      halves[2 * row] = hash.low;
      halves[2 * row + 1] = hash.high;
    });
    return { form: 'bigint', type, step: 1, validity, values };
  }),
  random: ([vector, seed], { type, rows }) => {
    if (!vector) throw new TypeError('random was called without a value');
    if (vector.form === 'opaque' || seed?.validity?.[0] === 0) return nulls(type, rows);
    const validity = allValid([vector], rows.length);
    const values = new Float64Array(rows.length);
    eachHash(
      vector,
      rows.length,
      validity,
      row => {
        values[row] = (hash.high * 2 ** 21 + (hash.low >>> 11)) / 2 ** 53;
      },
      seed && rows.length > 0 ? seedOf(seed) : undefined,
    );
    return { form: 'number', type, step: 1, validity, values };
  },
  bucket: binary((vector, count, { type, rows }) => {
    if (vector.form === 'opaque') return nulls(type, rows);
    const { length } = rows;
    const validity = allValid([vector, count], length);
    const buckets = length > 0 ? integerAt(count, 0) : 1;
    if (buckets > Number.MAX_SAFE_INTEGER || validity?.every(valid => valid === 0))
      return wideBuckets(vector, count, validity, type, length);
    const values = new Float64Array(length);
    const isSmall = buckets < 2 ** 26;
    eachHash(vector, length, validity, row => {
      values[row] = isSmall
        ? ((hash.high % buckets) * (2 ** 32 % buckets) + (hash.low % buckets)) % buckets
        : Number(wide(hash) % BigInt(buckets));
    });
    return { form: 'number', type, step: 1, validity, values };
  }),
};

const wide = ({ high, low }: { readonly high: number; readonly low: number }): bigint => (BigInt(high) << 32n) | BigInt(low);

/** The 64 bits of a constant. */
function seedOf(vector: Vector): Seed {
  const value = vector.form === 'bigint' || vector.form === 'number' ? BigInt(vector.values[0] ?? 0) : 0n;
  const bits = BigInt.asUintN(64, value);
  return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
}

function wideBuckets(vector: Vector, count: Vector, validity: Uint8Array | undefined, type: DataType, length: number): Vector {
  const values = new BigInt64Array(length);
  const buckets = count.form === 'bigint' ? (count.values[0] ?? 1n) : 1n;
  eachHash(vector, length, validity, row => {
    values[row] = wide(hash) % buckets;
  });
  return { form: 'bigint', type, step: 1, validity, values };
}

function eachHash(
  vector: Vector,
  length: number,
  validity: Uint8Array | undefined,
  take: (row: number) => void,
  seed?: Seed,
): void {
  const hashOf = hasher(vector.type, seed);
  for (let row = 0; row < length; row++) {
    if (validity?.[row] === 0) continue;
    hashOf(vector, row);
    take(row);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });
function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** An operand of text or binary; one that is null in every row is binary that is null. */
function bytesOf(vector: Vector): BytesVector {
  if (vector.form === 'bytes' && ['string', 'binary'].includes(familyOf(vector.type))) return vector;
  return { ...textsOf(vector), type: { id: 'binary' } };
}

/** As a text, in an encoding of ASCII of which the length is known. */
function written(encoding: 'hex' | 'base64', lengthOf: (bytes: number) => number): ScalarKernel {
  return unary((given, { type, rows }) => {
    const vector = bytesOf(given);
    return writeRows(type, [vector], rows, lengthOf(bytesIn(vector, rows)), (row, writer) => {
      const [from, to] = [startOf(vector, row), endOf(vector, row)];
      writer.reserve(lengthOf(to - from));
      writeAscii(Buffer.from(vector.data.buffer, vector.data.byteOffset + from, to - from).toString(encoding), writer);
    });
  });
}

function writeAscii(text: string, writer: TextWriter): void {
  const bytes = Buffer.from(text, 'latin1');
  writer.bytes(bytes, 0, bytes.length);
}

/** Bytes that a text stands for; undefined where it stands for none. */
function read(bytesOfText: (text: string) => Uint8Array | undefined): ScalarKernel {
  return unary((given, { type, rows }) => {
    const texts = textsOf(given);
    return writeRows(type, [texts], rows, bytesIn(texts, rows), (row, writer) => {
      const text = stringAt(texts, row);
      const bytes = bytesOfText(text);
      if (!bytes) throw failed(text, texts.type, type, rows, row);
      writer.bytes(bytes, 0, bytes.length);
    });
  });
}
