import type { Batch, Expression, Schema } from '@parquetframe/core/engine';
import { columnAt, fieldIndex } from '@parquetframe/core/engine';
import { constantVector } from './constant.js';
import { kernelOf } from './functions.js';
import { columnLoader } from './load.js';
import type { Loader } from './load.js';
import type { Rows, Vector } from './vector.js';

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
    switch (expression.kind) {
      case 'column':
        return this.#loader(expression.name)(start, end);
      case 'parameter':
        return constantVector(expression.type, this.#arguments[expression.index]);
      case 'call':
        return this.#call(expression, start, end);
    }
  }

  #call(expression: Extract<Expression, { kind: 'call' }>, start: number, end: number): Vector {
    const rows: Rows = { length: end - start, first: this.#firstRow + start };
    const kernel = kernelOf(expression.function);
    if (!kernel) throw new TypeError(`${expression.function} has no kernel; the engine should have declined it`);
    const operands = expression.arguments.map(argument => this.evaluate(argument, start, end));
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
