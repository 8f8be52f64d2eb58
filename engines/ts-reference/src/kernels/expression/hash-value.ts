import { isFloat, valueType, type DataType } from '@parquetframe/core/engine';
import type { Vector } from './vector.js';
import { xxh64, type Seed } from './xxh64.js';

/** The hash of a value into `hash`: of texts and binary that of their bytes, of decimals of 16 bytes in two's complement, of floats of the double, of all others of the integer of 64 bits; the least byte comes first. */
export function hasher(given: DataType, seed?: Seed): (vector: Vector, row: number) => void {
  const type = valueType(given);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const float = isFloat(type);
  return (vector, row) => {
    const at = row * vector.step;
    if (vector.form === 'bytes') {
      xxh64(vector.data, vector.offsets[at] ?? 0, vector.offsets[at + 1] ?? 0, seed);
      return;
    }
    if (vector.form === 'opaque') return;
    const value = vector.values[at] ?? 0;
    if (typeof value === 'bigint') {
      view.setBigUint64(0, BigInt.asUintN(64, value), true);
      if (type.id === 'decimal') view.setBigUint64(8, BigInt.asUintN(64, value >> 64n), true);
    } else if (float) view.setFloat64(0, value === value ? value + 0 : Number.NaN, true);
    else {
      const high = Math.floor(value / 2 ** 32);
      view.setUint32(0, value - high * 2 ** 32, true);
      view.setInt32(4, high, true);
    }
    xxh64(bytes, 0, type.id === 'decimal' ? 16 : 8, seed);
  };
}
