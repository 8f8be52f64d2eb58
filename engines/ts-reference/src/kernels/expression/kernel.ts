import type { DataType, Overflow } from '@parquetframe/core/engine';
import type { Rows, Vector } from './vector.js';

/** What a function is called with, besides its operands. */
export interface FunctionCall {
  /** of the result */
  readonly type: DataType;
  readonly overflow: Overflow;
  readonly rows: Rows;
}

/** Evaluates a function over some rows. The definition has checked number and types of the operands. */
export type ScalarKernel = (operands: readonly Vector[], call: FunctionCall) => Vector;

export const unary =
  (kernel: (operand: Vector, call: FunctionCall) => Vector): ScalarKernel =>
  ([operand], call) => {
    if (operand) return kernel(operand, call);
    throw new TypeError('a function of one operand was called without');
  };

export const binary =
  (kernel: (left: Vector, right: Vector, call: FunctionCall) => Vector): ScalarKernel =>
  ([left, right], call) => {
    if (left && right) return kernel(left, right, call);
    throw new TypeError('a function of two operands was called with fewer');
  };

/** Kernels by the name of their function. */
export interface Kernels {
  readonly [name: string]: ScalarKernel;
}
