import type { ColumnData, DataType } from '@parquetframe/core/engine';

type Fixed32 = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** A column of an integer type from exact numbers. `validity` is an Arrow bitmap; without it there are no nulls. */
export function integerColumn(
  type: DataType,
  numbers: ArrayLike<number>,
  nulls?: { readonly validity: Uint8Array; readonly count: number },
): ColumnData {
  const values = type.id === 'int64' || type.id === 'uint64' ? halvesOf(numbers) : narrow(type, numbers);
  return { length: numbers.length, nullCount: nulls?.count ?? 0, buffers: [nulls?.validity, values] };
}

function narrow(type: DataType, numbers: ArrayLike<number>): Fixed32 {
  switch (type.id) {
    case 'int8':
      return new Int8Array(numbers);
    case 'uint8':
      return new Uint8Array(numbers);
    case 'int16':
      return new Int16Array(numbers);
    case 'uint16':
      return new Uint16Array(numbers);
    case 'int32':
      return new Int32Array(numbers);
    case 'uint32':
      return new Uint32Array(numbers);
    default:
      throw new TypeError(`${type.id} is not an integer type`);
  }
}

/** 64-bit integers written as 32-bit halves: two's complement of a negative number has a floored high half. */
function halvesOf(numbers: ArrayLike<number>): BigInt64Array {
  const values = new BigInt64Array(numbers.length);
  const halves = new Uint32Array(values.buffer);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] ?? 0;
    halves[2 * i] = value;
    halves[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return values;
}

/** The ids of a dense graph: 0 … V−1 in the id type. */
export function denseIds(type: DataType, vertexCount: number): ColumnData {
  const indexes = new Uint32Array(vertexCount);
  for (let v = 0; v < vertexCount; v++) indexes[v] = v;
  return integerColumn(type, indexes);
}
