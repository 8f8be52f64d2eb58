import type { DataType } from '@parquetframe/core/engine';
import { isValid } from './vector.js';
import type { BytesVector, Vector } from './vector.js';

/** The values of some rows, one after the other. A constant stays one. */
export function gather(vector: Vector, rows: Uint32Array): Vector {
  if (vector.step === 0) return vector;
  const validity = vector.validity && Uint8Array.from(rows, row => vector.validity?.[row] ?? 1);
  switch (vector.form) {
    case 'number':
      return { ...vector, validity, values: Float64Array.from(rows, row => vector.values[row] ?? 0) };
    case 'bigint':
      return { ...vector, validity, values: Array.from(rows, row => vector.values[row] ?? 0n) };
    case 'bool':
      return { ...vector, validity, values: Uint8Array.from(rows, row => vector.values[row] ?? 0) };
    case 'bytes':
      return packed(vector.type, rows.length, row => ({ from: vector, row: rows[row] ?? 0 }));
    case 'opaque':
      return { ...vector, validity };
  }
}

/** Where the value of a row comes from; undefined for null. */
type Origin = (row: number) => { readonly from: Vector; readonly row: number } | undefined;

/** A vector whose values come from others of its type. */
export function assemble(type: DataType, length: number, sources: readonly Vector[], origin: Origin): Vector {
  const forms = new Set(sources.map(source => source.form));
  if (forms.has('bytes')) return packed(type, length, origin);
  if (forms.has('bigint')) return wide(type, length, origin);
  if (forms.has('opaque') && forms.size === 1) return { form: 'opaque', type, step: 1, validity: new Uint8Array(length) };
  const values = forms.has('bool') ? new Uint8Array(length) : new Float64Array(length);
  const validity = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const found = origin(i);
    if (!found || !isValid(found.from, found.row) || !('values' in found.from)) continue;
    validity[i] = 1;
    values[i] = Number(found.from.values[found.row * found.from.step] ?? 0);
  }
  return values instanceof Float64Array
    ? { form: 'number', type, step: 1, values, validity }
    : { form: 'bool', type, step: 1, values, validity };
}

function wide(type: DataType, length: number, origin: Origin): Vector {
  const values = new Array<bigint>(length).fill(0n);
  const validity = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const found = origin(i);
    if (!found || !isValid(found.from, found.row) || !('values' in found.from)) continue;
    validity[i] = 1;
    values[i] = BigInt(found.from.values[found.row * found.from.step] ?? 0);
  }
  return { form: 'bigint', type, step: 1, values, validity };
}

function packed(type: DataType, length: number, origin: Origin): BytesVector {
  const offsets = new Float64Array(length + 1);
  const validity = new Uint8Array(length);
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < length; i++) {
    const found = origin(i);
    offsets[i + 1] = offsets[i] ?? 0;
    if (found?.from.form !== 'bytes' || !isValid(found.from, found.row)) continue;
    const { from, row } = found;
    const piece = from.data.subarray(from.offsets[row * from.step], from.offsets[row * from.step + 1]);
    validity[i] = 1;
    pieces.push(piece);
    offsets[i + 1] = (offsets[i] ?? 0) + piece.length;
  }
  const data = new Uint8Array(offsets[length] ?? 0);
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return { form: 'bytes', type, step: 1, offsets, data, validity };
}
