import type { Vector } from '../vector.js';

/** The unit that a function is called with: a constant, which resolution has checked. */
export function unitText(vector: Vector): string {
  if (vector.form !== 'bytes') throw new TypeError(`a ${vector.type.id} is not a unit`);
  return Buffer.from(vector.data.subarray(vector.offsets[0], vector.offsets[1])).toString('utf8');
}
