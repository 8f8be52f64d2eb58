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
