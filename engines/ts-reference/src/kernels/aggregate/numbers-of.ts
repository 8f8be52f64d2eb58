import type { DataType } from '@parquetframe/core/engine';
import { nearestDouble } from '../exact/ratio.js';
import type { Vector } from '../expression/vector.js';

/** Doubles whose exact sum is the number in a row: one, or up to three for what one cannot hold. */
export function doublesOf(vector: Vector, row: number): readonly number[] {
  const at = row * vector.step;
  if (vector.form === 'number') return [vector.values[at] ?? 0];
  if (vector.form !== 'bigint') return [];
  let rest: bigint = vector.values[at] ?? 0n;
  const parts = [];
  while (rest !== 0n) {
    const part = Number(rest);
    parts.push(part);
    rest -= BigInt(part);
  }
  return parts;
}

const FLOAT64: DataType = { id: 'float64' };

/** Makes the double nearest to each number of a type: that keeps the order of values. */
export function nearestDoubles(type: DataType): (vector: Vector) => Vector {
  const scale = type.id === 'decimal' ? type.scale : 0;
  const unit = 10n ** BigInt(Math.max(scale, 0));
  const multiple = 10n ** BigInt(Math.max(-scale, 0));
  return vector => {
    if (vector.form !== 'bigint') return { ...vector, type: FLOAT64 };
    const values = Float64Array.from(vector.values, value =>
      vector.type.id === 'decimal' ? nearestDouble(value * multiple, unit) : Number(value),
    );
    return { form: 'number', type: FLOAT64, step: vector.step, validity: vector.validity, values };
  };
}
