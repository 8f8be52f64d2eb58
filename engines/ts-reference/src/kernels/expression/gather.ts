import type { DataType } from '@parquetframe/core/engine';
import type { BytesVector, Vector } from './vector.js';

/** The values of some rows, one after the other. A constant stays one. */
export function gather(vector: Vector, rows: Uint32Array): Vector {
  if (vector.step === 0) return vector;
  const validity = vector.validity && picked(vector.validity, rows, new Uint8Array(rows.length));
  switch (vector.form) {
    case 'number':
      return { ...vector, validity, values: picked(vector.values, rows, new Float64Array(rows.length)) };
    case 'bool':
      return { ...vector, validity, values: picked(vector.values, rows, new Uint8Array(rows.length)) };
    case 'bigint': {
      const values = new Array<bigint>(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = vector.values[rows[i] ?? 0] ?? 0n;
      return { ...vector, validity, values };
    }
    case 'bytes':
      return packed(vector.type, [vector], { source: new Int32Array(rows.length), row: rows });
    case 'opaque': {
      const { at } = vector;
      return at ? { ...vector, validity, at: i => at(rows[i] ?? 0) } : { ...vector, validity };
    }
  }
}

function picked<T extends Float64Array | Uint8Array>(from: T, rows: Uint32Array, into: T): T {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i] ?? 0] ?? 0;
  return into;
}

/** Of each row, which vector its value comes from, and from which row of it; -1: it is null. */
export interface Origins {
  readonly source: Int32Array;
  readonly row: Uint32Array;
}

/** A vector whose values come from others of its type. */
export function assemble(type: DataType, sources: readonly Vector[], origins: Origins): Vector {
  const { length } = origins.source;
  const forms = new Set(sources.map(source => source.form));
  if (forms.has('bytes')) return packed(type, sources, origins);
  if (forms.has('bigint')) return wide(type, sources, origins);
  if (forms.has('opaque') && forms.size === 1) return { form: 'opaque', type, step: 1, validity: new Uint8Array(length) };
  const validity = new Uint8Array(length);
  const values = forms.has('bool') ? new Uint8Array(length) : new Float64Array(length);
  for (const [index, vector] of sources.entries())
    if (vector.form === 'number' || vector.form === 'bool') copy(vector, index, origins, values, validity);
  return values instanceof Float64Array
    ? { form: 'number', type, step: 1, values, validity }
    : { form: 'bool', type, step: 1, values, validity };
}

/** The values of one source to the rows that take them. */
function copy(
  { values: from, step, validity: valid }: Extract<Vector, { form: 'number' | 'bool' }>,
  index: number,
  { source, row }: Origins,
  values: Float64Array | Uint8Array,
  validity: Uint8Array,
): void {
  for (let i = 0; i < source.length; i++) {
    if (source[i] !== index) continue;
    const at = (row[i] ?? 0) * step;
    if (valid?.[at] === 0) continue;
    validity[i] = 1;
    values[i] = from[at] ?? 0;
  }
}

function wide(type: DataType, sources: readonly Vector[], { source, row }: Origins): Vector {
  const values = new Array<bigint>(source.length).fill(0n);
  const validity = new Uint8Array(source.length);
  for (const [index, vector] of sources.entries()) {
    if (vector.form !== 'bigint' && vector.form !== 'number') continue;
    const { values: from, step, validity: valid } = vector;
    for (let i = 0; i < source.length; i++) {
      const at = (row[i] ?? 0) * step;
      if (source[i] !== index || valid?.[at] === 0) continue;
      validity[i] = 1;
      values[i] = BigInt(from[at] ?? 0);
    }
  }
  return { form: 'bigint', type, step: 1, values, validity };
}

function packed(type: DataType, sources: readonly Vector[], { source, row }: Origins): BytesVector {
  const { length } = source;
  const offsets = new Float64Array(length + 1);
  const validity = new Uint8Array(length);
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < length; i++) {
    offsets[i + 1] = offsets[i] ?? 0;
    const from = sources[source[i] ?? -1];
    if (from?.form !== 'bytes') continue;
    const at = (row[i] ?? 0) * from.step;
    if (from.validity?.[at] === 0) continue;
    const piece = from.data.subarray(from.offsets[at], from.offsets[at + 1]);
    validity[i] = 1;
    pieces.push(piece);
    offsets[i + 1] = (offsets[i] ?? 0) + piece.length;
  }
  const data = new Uint8Array(offsets[length] ?? 0);
  let end = 0;
  for (const piece of pieces) {
    data.set(piece, end);
    end += piece.length;
  }
  return { form: 'bytes', type, step: 1, offsets, data, validity };
}
