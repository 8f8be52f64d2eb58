import { ParquetFrameError, columnFromValues, formatType, isString, valueType } from '@parquetframe/core/engine';
import type { DataType, RowFunction, ScalarFunctionDefinition } from '@parquetframe/core/engine';
import type { ScalarKernel } from './kernel.js';
import { columnLoader } from './load.js';
import { isValid, rowNumber } from './vector.js';
import type { Vector } from './vector.js';

/**
 * The kernel of a plugin's function, which is called row by row; rows with a null are null without a call, unless the definition says that it makes its own.
 * @throws ParquetFrameError `FUNCTION_FAILED`
 */
export function rowKernel(name: string, definition: ScalarFunctionDefinition, evaluate: RowFunction): ScalarKernel {
  const strict = definition.nulls === 'operands';
  return (operands, { type, rows }) => {
    const values: unknown[] = [];
    for (let row = 0; row < rows.length; row++) {
      if (strict && !operands.every(operand => isValid(operand, row))) values.push(null);
      else
        values.push(
          guarded(name, rowNumber(rows, row), () => {
            const value = evaluate(...operands.map(operand => valueAt(operand, row)));
            // Made into a column at once, so that a value of another type names its row.
            columnFromValues(type, [value]);
            return value;
          }),
        );
    }
    return columnLoader(type, columnFromValues(type, values))(0, rows.length);
  };
}

function guarded<T>(name: string, row: number, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw functionFailed(name, row, cause);
  }
}

/** A value of another type is one of a column of one row, which has a number of its own. */
export function functionFailed(name: string, row: number, cause: unknown): ParquetFrameError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const what = cause instanceof ParquetFrameError ? message.replace(/^row \d+: /, '') : message;
  return new ParquetFrameError('FUNCTION_FAILED', `the function ${name} failed in row ${String(row)}: ${what}`, {
    cause,
    details: { function: name, row },
  });
}

/** As a column reader gives it. */
function valueAt(vector: Vector, row: number): unknown {
  if (!isValid(vector, row)) return null;
  const at = row * vector.step;
  switch (vector.form) {
    case 'bool':
      return vector.values[at] === 1;
    case 'bytes': {
      const bytes = vector.data.subarray(vector.offsets[at], vector.offsets[at + 1]);
      return isString(vector.type)
        ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
        : bytes.slice();
    }
    case 'number':
    case 'bigint': {
      const value = vector.values[at] ?? 0;
      return isWide(valueType(vector.type)) ? BigInt(value) : Number(value);
    }
    case 'opaque':
      throw new TypeError(`values of type ${formatType(vector.type)} cannot be handed to a function`);
  }
}

const isWide = (type: DataType): boolean =>
  ['int64', 'uint64', 'decimal', 'timestamp', 'time', 'duration'].includes(type.id) ||
  (type.id === 'date' && type.unit === 'millisecond');
