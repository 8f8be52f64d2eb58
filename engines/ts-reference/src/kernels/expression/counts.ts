import type { DataType } from '@parquetframe/core/engine';
import type { Vector } from './vector.js';

/**
 * A vector of integers, one per row, which are numbers as long as doubles hold them. Rows that `validity` says are null are not computed; undefined is null.
 * What comes back as a number must be a safe integer.
 */
export function integerVector(
  type: DataType,
  length: number,
  validity: Uint8Array | undefined,
  compute: (row: number) => number | bigint | undefined,
): Vector {
  const values = new Float64Array(length);
  let wide: bigint[] | undefined;
  let valid = validity;
  for (let i = 0; i < length; i++) {
    if (valid?.[i] === 0) continue;
    const result = compute(i);
    if (result === undefined) {
      valid = valid && valid !== validity ? valid : (valid?.slice() ?? new Uint8Array(length).fill(1));
      valid[i] = 0;
    } else if (wide) wide[i] = BigInt(result);
    else if (typeof result === 'number') values[i] = result;
    else {
      wide = Array.from(values, BigInt);
      wide[i] = result;
    }
  }
  return wide
    ? { form: 'bigint', type, step: 1, validity: valid, values: wide }
    : { form: 'number', type, step: 1, validity: valid, values };
}
