import type { Batch, Expression, Schema } from '@parquetframe/core/engine';
import { columnAt, fieldIndex, valueType } from '@parquetframe/core/engine';
import { constantVector } from './constant.js';
import { kernelOf, lazyKernelOf } from './functions.js';
import { gather } from './gather.js';
import { columnLoader } from './load.js';
import type { Loader } from './load.js';
import type { Rows, Vector } from './vector.js';

/** Rows of the batch; `selected` says which of them, counted from `start`. */
interface Scope {
  readonly start: number;
  readonly end: number;
  readonly selected: Uint32Array | undefined;
  /** the item of a list, of each of them */
  readonly items?: Vector | undefined;
}

/** Some of the rows that are selected already. */
const within = (selected: Uint32Array | undefined, rows: Uint32Array | undefined): Uint32Array | undefined =>
  selected && rows ? rows.map(row => selected[row] ?? 0) : (rows ?? selected);

/** Evaluates expressions over the rows of one batch, a part of it at a time. */
export class Evaluator {
  readonly #schema: Schema;
  readonly #batch: Batch;
  readonly #arguments: readonly unknown[];
  /** number of the batch's first row in the input, for messages */
  readonly #firstRow: number;
  readonly #loaders = new Map<string, Loader>();

  constructor(schema: Schema, batch: Batch, values: readonly unknown[], firstRow = 0) {
    this.#schema = schema;
    this.#batch = batch;
    this.#arguments = values;
    this.#firstRow = firstRow;
  }

  /** @throws ParquetFrameError `INTEGER_OVERFLOW`, `DECIMAL_OVERFLOW`, `CAST_FAILED`, `FUNCTION_FAILED` */
  evaluate(expression: Expression, start: number, end: number): Vector {
    return this.#evaluate(expression, { start, end, selected: undefined });
  }

  #evaluate(expression: Expression, scope: Scope): Vector {
    switch (expression.kind) {
      case 'column': {
        const values = this.#loader(expression.name)(scope.start, scope.end);
        return scope.selected ? gather(values, scope.selected) : values;
      }
      case 'parameter':
        return constantVector(expression.type, this.#arguments[expression.index]);
      case 'item':
        if (scope.items) return scope.items;
        throw new TypeError('an item stands outside of the functions of items');
      case 'call':
        return this.#call(expression, scope);
    }
  }

  #call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Vector {
    const { start, end, selected } = scope;
    const rows: Rows = { length: selected?.length ?? end - start, first: this.#firstRow + start, selected };
    const lazy = lazyKernelOf(expression.function);
    if (lazy)
      return lazy(expression.arguments, {
        type: valueType(expression.type),
        length: rows.length,
        evaluate: (operand, some, items = scope.items && some ? gather(scope.items, some) : scope.items) =>
          this.#evaluate(operand, { start, end, selected: within(selected, some), items }),
      });
    const kernel = kernelOf(expression.function);
    if (!kernel) throw new TypeError(`${expression.function} has no kernel; the engine should have declined it`);
    const operands = expression.arguments.map(argument => this.#evaluate(argument, scope));
    return kernel(operands, { type: expression.type, overflow: expression.overflow ?? 'error', rows });
  }

  #loader(name: string): Loader {
    const known = this.#loaders.get(name);
    if (known) return known;
    const index = fieldIndex(this.#schema, name);
    const field = this.#schema[index];
    if (!field) throw new TypeError(`the input has no column ${name}`);
    const loader = columnLoader(field.type, columnAt(this.#batch, index));
    this.#loaders.set(name, loader);
    return loader;
  }
}

/** Rows evaluated at a time: small enough for the caches and for the event loop, also before the compiler has seen the code. */
export const CHUNK_ROWS = 4_096;
