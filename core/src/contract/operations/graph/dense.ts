import { ParquetFrameError } from '../../errors/index.js';
import type { DataType } from '../../data/types.js';

/** The largest value of each integer type that may be less than 2^32 − 1, the largest vertex count. */
const LARGEST: { readonly [type: string]: number } = {
  int8: 2 ** 7 - 1,
  uint8: 2 ** 8 - 1,
  int16: 2 ** 15 - 1,
  uint16: 2 ** 16 - 1,
  int32: 2 ** 31 - 1,
};

/** Results give vertices back in the type of the ids, so V − 1 must fit. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireDenseFit(id: DataType, vertexCount: number): void {
  const largest = LARGEST[id.id];
  if (largest === undefined || vertexCount - 1 <= largest) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `dense ids 0 … ${String(vertexCount - 1)} do not fit the id type ${id.id}, which ends at ${String(largest)}; cast both edge columns to a wider integer, or correct vertexCount`,
    { details: { type: id.id, vertexCount } },
  );
}
