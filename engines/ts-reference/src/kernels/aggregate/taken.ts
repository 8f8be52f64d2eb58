import type { BytesVector, Vector } from '../expression/vector.js';
import { isValid } from '../expression/vector.js';

/** Copies of the values of some rows, in the order of `rows`. */
export function taken(vector: Vector, rows: Int32Array): Vector {
  const { step, type } = vector;
  const head = { type, step: 1, validity: takenValidity(vector, rows) } as const;
  switch (vector.form) {
    case 'number': {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = vector.values[(rows[i] ?? 0) * step] ?? 0;
      return { ...head, form: 'number', values };
    }
    case 'bool': {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = vector.values[(rows[i] ?? 0) * step] ?? 0;
      return { ...head, form: 'bool', values };
    }
    case 'bigint':
      return { ...head, form: 'bigint', values: Array.from(rows, row => vector.values[row * step] ?? 0n) };
    case 'bytes':
      return { ...head, ...takenBytes(vector, rows) };
    case 'opaque':
      return { ...head, form: 'opaque' };
  }
}

function takenValidity(vector: Vector, rows: Int32Array): Uint8Array | undefined {
  if (!vector.validity) return undefined;
  const validity = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) validity[i] = isValid(vector, rows[i] ?? 0) ? 1 : 0;
  return validity;
}

function takenBytes(vector: BytesVector, rows: Int32Array): Pick<BytesVector, 'form' | 'offsets' | 'data'> {
  const { offsets, data, step } = vector;
  const ends = new Float64Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const length = isValid(vector, row) ? (offsets[row * step + 1] ?? 0) - (offsets[row * step] ?? 0) : 0;
    ends[i + 1] = (ends[i] ?? 0) + length;
  }
  const bytes = new Uint8Array(ends[rows.length] ?? 0);
  for (let i = 0; i < rows.length; i++) {
    const at = (rows[i] ?? 0) * step;
    const [start = 0, end = 0] = [ends[i], ends[i + 1]];
    if (end > start) bytes.set(data.subarray(offsets[at], offsets[at + 1]), start);
  }
  return { form: 'bytes', offsets: ends, data: bytes };
}
