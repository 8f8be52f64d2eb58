import type { DataType } from '@parquetframe/core/engine';

/**
 * Values of some rows, as expressions are evaluated on them: column at a time, in few forms.
 * `step` is 1, or 0 for a constant: the value of row i is at `i * step`. `validity` has one byte per value, 0 for null; undefined: no nulls.
 * What stands at a null is unspecified.
 */
export type Vector = NumberVector | BigVector | BoolVector | BytesVector | OpaqueVector;

interface VectorBase {
  readonly type: DataType;
  readonly step: 0 | 1;
  readonly validity: Uint8Array | undefined;
}
/** Floats, and integers, dates and times that are all within ±2⁵³: each double is the exact value. Integers are never −0. */
export interface NumberVector extends VectorBase {
  readonly form: 'number';
  readonly values: Float64Array;
}
/** 64-bit integers beyond that, instants likewise, and unscaled decimals. */
export interface BigVector extends VectorBase {
  readonly form: 'bigint';
  readonly values: BigInt64Array | BigUint64Array | readonly bigint[];
}
/** One byte each, 0 or 1. */
export interface BoolVector extends VectorBase {
  readonly form: 'bool';
  readonly values: Uint8Array;
}
/** Strings as UTF-8, and binary: value i is `data[offsets[i] … offsets[i + 1])`. */
export interface BytesVector extends VectorBase {
  readonly form: 'bytes';
  readonly offsets: Int32Array | Float64Array;
  readonly data: Uint8Array;
}
/** Nulls, and nested values, which few functions look into. */
export interface OpaqueVector extends VectorBase {
  readonly form: 'opaque';
  /** Of nested values: value `i` as a column reader gives it. */
  readonly at?: (i: number) => unknown;
}

/** Validity where both sides are needed: null if either is. */
export const bothValid = (a: Vector, b: Vector, length: number): Uint8Array | undefined => allValid([a, b], length);

/** Validity where all operands are needed: null if one of them is. */
export function allValid(vectors: readonly Vector[], length: number): Uint8Array | undefined {
  if (vectors.every(({ validity }) => !validity)) return undefined;
  const valid = new Uint8Array(length).fill(1);
  for (const { validity, step } of vectors) {
    if (validity) for (let i = 0; i < length; i++) if (validity[i * step] === 0) valid[i] = 0;
  }
  return valid;
}

/** Validity of a result that has one value per row. */
export function ownValidity({ validity, step }: Vector, length: number): Uint8Array | undefined {
  if (!validity || step === 1) return validity;
  return new Uint8Array(length).fill(validity[0] ?? 0);
}

export const isValid = ({ validity, step }: Vector, row: number): boolean => validity?.[row * step] !== 0;

/** Rows that an expression is evaluated on. */
export interface Rows {
  readonly length: number;
  /** number of the first of them in the input, for messages */
  readonly first: number;
  /** where not all rows from there on are evaluated: which, counted from the first */
  readonly selected?: Uint32Array | undefined;
}

/** The number of a row in the input. */
export const rowNumber = ({ first, selected }: Rows, row: number): number => first + (selected?.[row] ?? row);
