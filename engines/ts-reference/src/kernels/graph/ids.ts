import { ParquetFrameError, isString } from '@parquetframe/core/engine';
import type { ColumnData, DataType } from '@parquetframe/core/engine';
import { mapBigints } from './bigint-ids.js';
import { mapIntegers } from './integer-ids.js';
import { sliced, type Pace } from './slices.js';
import { mapStrings } from './string-ids.js';
import { columnBigints, columnNumbers, firstNull, type ChunkedColumn, type NumberArray } from './vertex-column.js';

export type IdOrder = 'sorted' | 'firstAppearance';

/** Edges between dense vertices, and the id of each. */
export interface MappedIds {
  readonly vertexCount: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  /** undefined: the id is the index */
  readonly ids?: ColumnData;
}

export interface IdColumns {
  readonly src: ChunkedColumn;
  readonly dst: ChunkedColumn;
  /** ids of a vertex table, which adds isolated vertices */
  readonly vertex: ChunkedColumn | undefined;
  /** id type of the graph */
  readonly type: DataType;
}

/** @throws ParquetFrameError `NULL_VERTEX_ID`, `VERTEX_ID_OUT_OF_RANGE`, `GRAPH_TOO_LARGE` */
export async function mapIds(columns: IdColumns, order: IdOrder, pace: Pace): Promise<MappedIds> {
  requireNoNulls(columns);
  const { src, dst, vertex, type } = columns;
  const mapped = isString(type) ? await mapStrings(src, dst, vertex, order, pace) : await mapNumeric(columns, order, pace);
  if (mapped.vertexCount >= 2 ** 32)
    throw new ParquetFrameError('GRAPH_TOO_LARGE', `${mapped.vertexCount} vertices; this version takes fewer than 2^32`);
  return mapped;
}

async function mapNumeric({ src, dst, vertex, type }: IdColumns, order: IdOrder, pace: Pace): Promise<MappedIds> {
  const a = await columnNumbers(src, pace);
  const b = a && (await columnNumbers(dst, pace));
  const c = b && (vertex ? await columnNumbers(vertex, pace) : new Int32Array(0));
  if (a && b && c) return mapIntegers(a, b, c, type, order, pace);
  return mapBigints(
    columnBigints(src),
    columnBigints(dst),
    vertex ? columnBigints(vertex) : new BigInt64Array(0),
    type,
    order,
    pace,
  );
}

/** Ids that are indexes already: checked against V, and as `Uint32Array`. @throws ParquetFrameError `NULL_VERTEX_ID`, `VERTEX_ID_OUT_OF_RANGE` */
export async function denseIdsOf(columns: IdColumns, vertexCount: number, pace: Pace): Promise<MappedIds> {
  requireNoNulls(columns);
  return {
    vertexCount,
    src: await checkDense(columns.src, vertexCount, pace),
    dst: await checkDense(columns.dst, vertexCount, pace),
  };
}

async function checkDense(column: ChunkedColumn, vertexCount: number, pace: Pace): Promise<Uint32Array> {
  const numbers = await columnNumbers(column, pace);
  if (!numbers) {
    const values = columnBigints(column);
    const row = values.findIndex(value => value < 0n || value >= BigInt(vertexCount));
    throw outOfRange(column, row, String(values[row]), vertexCount);
  }
  await sliced(pace, numbers.length, (from, to) => {
    const row = firstOutside(numbers, vertexCount, from, to);
    if (row >= 0) throw outOfRange(column, row, String(numbers[row]), vertexCount);
  });
  return numbers instanceof Uint32Array ? numbers : new Uint32Array(numbers);
}

function firstOutside(numbers: NumberArray, vertexCount: number, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const value = numbers[i] ?? 0;
    if (value < 0 || value >= vertexCount) return i;
  }
  return -1;
}

const outOfRange = (column: ChunkedColumn, row: number, id: string, vertexCount: number): ParquetFrameError =>
  new ParquetFrameError(
    'VERTEX_ID_OUT_OF_RANGE',
    `the id ${id} in row ${row} of ${JSON.stringify(column.name)} is not one of 0 … ${vertexCount - 1}; raise vertexCount, or leave \`ids: "dense"\` out`,
    { details: { column: column.name, row, id, vertexCount } },
  );

function requireNoNulls({ src, dst, vertex }: IdColumns): void {
  for (const column of vertex ? [src, dst, vertex] : [src, dst]) {
    const row = firstNull(column);
    if (row >= 0)
      throw new ParquetFrameError(
        'NULL_VERTEX_ID',
        `row ${row} of ${JSON.stringify(column.name)} has no vertex id; filter nulls first`,
        {
          details: { column: column.name, row },
        },
      );
  }
}
