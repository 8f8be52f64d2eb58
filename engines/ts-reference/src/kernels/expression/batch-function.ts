import { atOnce, columnFromValues, isFloat, isInteger, userReader } from '@parquetframe/core/engine';
import type { BatchFunction, ColumnData, DataType, ScalarFunctionDefinition } from '@parquetframe/core/engine';
import type { ScalarKernel } from './kernel.js';
import { columnLoader } from './load.js';
import { functionFailed } from './row-function.js';
import { columnSink } from './sink.js';
import { isValid, rowNumber } from './vector.js';
import type { Vector } from './vector.js';

/**
 * The kernel of a user's function that is called for many rows at once: for those without nulls, unless the definition says that it makes its own.
 * @throws ParquetFrameError `FUNCTION_FAILED`, with the first row that fails by itself
 */
export function batchKernel(name: string, definition: ScalarFunctionDefinition, evaluate: BatchFunction): ScalarKernel {
  const strict = definition.nulls === 'operands';
  return (operands, { type, rows }) => {
    const chosen = strict ? rowsWithoutNulls(operands, rows.length) : undefined;
    const length = chosen?.length ?? rows.length;
    const columns = operands.map(operand => valuesOf(operand, rows.length, chosen, strict));
    const call = (given: readonly ArrayLike<unknown>[], count: number): Made => made(type, evaluate(given, count), count);
    const { column, values } =
      length === 0 ? made(type, [], 0) : blamed(name, call, columns, length, at => rowNumber(rows, chosen?.[at] ?? at));
    if (!chosen) return columnLoader(type, column)(0, rows.length);
    const all: unknown[] = new Array<unknown>(rows.length).fill(null);
    for (const [at, row] of chosen.entries()) all[row] = values[at];
    return columnLoader(type, columnFromValues(type, all))(0, rows.length);
  };
}

interface Made {
  readonly column: ColumnData;
  readonly values: ArrayLike<unknown>;
}
type Call = (columns: readonly ArrayLike<unknown>[], length: number) => Made;

/** Results are made into a column at once, so that a value of another type is found with its row. */
function made(type: DataType, values: unknown, length: number): Made {
  const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && 'length' in values);
  if (!isList || (values as ArrayLike<unknown>).length !== length)
    throw new TypeError(`evaluateBatch must give an array of ${String(length)} values, as many as there are rows`);
  const list = values as ArrayLike<unknown>;
  return { column: columnFromValues(type, list), values: list };
}

/** Calls for all rows; where that fails, for one row after the other, so that the message names the same row however rows were divided. */
function blamed(
  name: string,
  call: Call,
  columns: readonly ArrayLike<unknown>[],
  length: number,
  rowOf: (at: number) => number,
): Made {
  try {
    return call(columns, length);
  } catch (cause) {
    for (let at = 0; at < length; at++) {
      try {
        call(
          columns.map(column => (column instanceof Float64Array ? column.slice(at, at + 1) : [column[at]])),
          1,
        );
      } catch (single) {
        throw functionFailed(name, rowOf(at), single);
      }
    }
    throw functionFailed(name, rowOf(0), cause);
  }
}

/** Undefined where there are no nulls. */
function rowsWithoutNulls(operands: readonly Vector[], length: number): Uint32Array | undefined {
  if (operands.every(({ validity }) => !validity)) return undefined;
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (operands.every(operand => isValid(operand, row))) rows[count++] = row;
  return count === length ? undefined : rows.subarray(0, count);
}

/** Numbers in an array of their own, which the function may write to; other values as rows have them. */
function valuesOf(vector: Vector, length: number, chosen: Uint32Array | undefined, strict: boolean): ArrayLike<unknown> {
  const count = chosen?.length ?? length;
  if (strict && vector.form === 'number' && isNarrow(vector.type)) {
    const { values, step } = vector;
    if (!chosen && step === 1) return values.slice(0, length);
    return Float64Array.from({ length: count }, (_, at) => values[(chosen?.[at] ?? at) * step] ?? 0);
  }
  const sink = columnSink(vector.type, length);
  sink.write(vector, 0, length);
  const get = userReader(vector.type, atOnce(sink.finish()));
  return Array.from({ length: count }, (_, at) => get(chosen?.[at] ?? at));
}

const isNarrow = (type: DataType): boolean => isFloat(type) || (isInteger(type) && type.id !== 'int64' && type.id !== 'uint64');
