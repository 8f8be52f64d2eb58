import type { DataType, Expression } from '@parquetframe/core/engine';
import { assemble } from './gather.js';
import { isValid } from './vector.js';
import type { Vector } from './vector.js';

/** Rows of a batch that a choice is made for. */
export interface Choice {
  readonly type: DataType;
  readonly length: number;
  /**
   * An operand on some of the rows, or on all: on no others is it evaluated, so that it fails on none of them. With `items` it is an expression of the items of lists, of which there is one for each of the rows
   * given.
   */
  evaluate(operand: Expression, rows: Uint32Array | undefined, items?: Vector): Vector;
}

/** A function that does not need each operand on each row. */
export type LazyKernel = (operands: readonly Expression[], choice: Choice) => Vector;

/** Values, each for some of the rows, as one vector. */
class Chosen {
  readonly #sources: Vector[] = [];
  readonly #source: Int32Array;
  readonly #row: Uint32Array;

  constructor(length: number) {
    this.#source = new Int32Array(length).fill(-1);
    this.#row = new Uint32Array(length);
  }

  /** Value i is that of row `rows[i]`; without rows, of row i. Those that are there already stay. */
  add(values: Vector, rows: Uint32Array | undefined): void {
    const index = this.#sources.push(values) - 1;
    const count = rows?.length ?? this.#row.length;
    for (let i = 0; i < count; i++) {
      const row = rows?.[i] ?? i;
      this.#source[row] = index;
      this.#row[row] = i;
    }
  }

  vector(type: DataType): Vector {
    return assemble(type, this.#sources, { source: this.#source, row: this.#row });
  }
}

/** `rows` (all of them where undefined) in two parts: those whose condition is true, and the others. */
function split(condition: Vector, rows: Uint32Array | undefined, length: number): readonly [Uint32Array, Uint32Array] {
  const count = rows?.length ?? length;
  const [yes, no] = [new Uint32Array(count), new Uint32Array(count)];
  let [trues, others] = [0, 0];
  for (let i = 0; i < count; i++) {
    const isTrue = condition.form === 'bool' && condition.values[i * condition.step] === 1 && isValid(condition, i);
    if (isTrue) yes[trues++] = rows?.[i] ?? i;
    else no[others++] = rows?.[i] ?? i;
  }
  return [yes.subarray(0, trues), no.subarray(0, others)];
}

/** condition, value, condition, value, …, value of the rows that are left. */
const chooseCase: LazyKernel = (operands, { type, length, evaluate }) => {
  const chosen = new Chosen(length);
  let left: Uint32Array | undefined;
  const last = operands.length - 1;
  for (let at = 0; at <= last && left?.length !== 0; at += 2) {
    const [first, second] = [operands[at], operands[at + 1]];
    if (first && second) {
      const [yes, no] = split(evaluate(first, left), left, length);
      if (yes.length > 0) chosen.add(evaluate(second, yes.length === length ? undefined : yes), yes);
      left = no;
    } else if (first) chosen.add(evaluate(first, left), left);
  }
  return chosen.vector(type);
};

/** The first value that is not null. */
const coalesce: LazyKernel = (operands, { type, length, evaluate }) => {
  const chosen = new Chosen(length);
  let left: Uint32Array | undefined;
  for (const operand of operands) {
    if (left?.length === 0) break;
    const values = evaluate(operand, left);
    chosen.add(values, left);
    if (!values.validity) break;
    const rest = new Uint32Array(left?.length ?? length);
    let count = 0;
    for (let i = 0; i < rest.length; i++) if (!isValid(values, i)) rest[count++] = left?.[i] ?? i;
    left = rest.subarray(0, count);
  }
  return chosen.vector(type);
};

export const CHOICE_KERNELS: { readonly [name: string]: LazyKernel } = { case: chooseCase, coalesce };
