import { ParquetFrameError, formatType } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';

/** A result that does not fit its type. */
interface Excess {
  /** the function with its operands, or the aggregate */
  readonly operation: string;
  readonly result: string;
  readonly type: DataType;
  /** undefined: of a sum, which is of no row */
  readonly row?: number;
}

/** Beyond 64 bits. What to do: a count of a unit is smaller in a coarser one. */
export function integerOverflow(excess: Excess): ParquetFrameError {
  const isNumber = excess.type.id === 'int64';
  if (excess.row === undefined)
    return overflow('INTEGER_OVERFLOW', excess, `cast the column to ${isNumber ? 'float64' : 'a coarser unit'}`);
  return overflow(
    'INTEGER_OVERFLOW',
    excess,
    `cast to ${isNumber ? 'float64' : 'a coarser unit'}, or give overflow: "wrap" or "null"`,
  );
}

/** A date, a timestamp or a number of units that the type does not have. */
export function beyondType(operation: string, type: DataType, row: number): ParquetFrameError {
  return overflow('INTEGER_OVERFLOW', { operation, result: 'beyond the type', type, row }, 'take a coarser unit');
}

/** More digits than the type has. */
export function decimalOverflow(excess: Excess): ParquetFrameError {
  if (excess.row === undefined)
    return overflow('DECIMAL_OVERFLOW', excess, 'cast the column to float64 or to fewer digits after the point');
  return overflow('DECIMAL_OVERFLOW', excess, 'cast to float64 or to fewer digits after the point, or give overflow: "null"');
}

function overflow(
  code: 'INTEGER_OVERFLOW' | 'DECIMAL_OVERFLOW',
  { operation, result, type, row }: Excess,
  cure: string,
): ParquetFrameError {
  const where = row === undefined ? '' : ` in row ${row}`;
  return new ParquetFrameError(code, `${operation}${where} is ${result}, which does not fit ${formatType(type)}; ${cure}`, {
    details: { operation, result, type: formatType(type), row: row ?? null },
  });
}
