import { integers } from './arithmetic.js';
import { integerVector } from './counts.js';
import { binary, type Kernels, type ScalarKernel } from './kernel.js';
import { bothValid } from './vector.js';

/** A function of two integers of 64 bits: on 32 bits where both have no more, else as bigint. */
const onBits = (
  narrow: (a: number, b: number) => number | undefined,
  wide: (a: bigint, b: bigint) => bigint | undefined,
): ScalarKernel =>
  binary((left, right, { type, rows: { length } }) => {
    const [a, b] = [integers(left), integers(right)];
    return integerVector(type, length, bothValid(left, right, length), row => {
      const [x, y] = [a.values[row * a.step] ?? 0, b.values[row * b.step] ?? 0];
      if (typeof x === 'number' && typeof y === 'number' && (x | 0) === x && (y | 0) === y) {
        const result = narrow(x, y);
        if (result !== undefined) return result;
      }
      const result = wide(BigInt.asIntN(64, BigInt(x)), BigInt.asIntN(64, BigInt(y)));
      return result === undefined ? undefined : BigInt.asIntN(64, result);
    });
  });

/** An unsigned number of places beyond what there is to move; negative places are null. */
const places = (count: bigint): bigint | undefined => (count < 0n ? undefined : count > 64n ? 64n : count);

/** Functions of the bits of two integers. */
export const BIT_KERNELS: Kernels = {
  bitAnd: onBits(
    (a, b) => a & b,
    (a, b) => a & b,
  ),
  bitOr: onBits(
    (a, b) => a | b,
    (a, b) => a | b,
  ),
  bitXor: onBits(
    (a, b) => a ^ b,
    (a, b) => a ^ b,
  ),
  shiftLeft: onBits(
    () => undefined,
    (a, count) => {
      const by = places(count);
      return by === undefined ? undefined : a << by;
    },
  ),
  shiftRight: onBits(
    (a, count) => (count >= 0 && count < 32 ? a >> count : undefined),
    (a, count) => {
      const by = places(count);
      return by === undefined ? undefined : a >> by;
    },
  ),
};
