import type { SchemaElement } from 'hyparquet';
import { ParquetFrameError } from '@parquetframe/core/engine';
import type { DataType, TimeUnit } from '@parquetframe/core/engine';

const UNITS = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' } as const satisfies Record<string, TimeUnit>;
const MAX_DECIMAL_PRECISION = 38;

/**
 * The column type of a leaf, from the Parquet schema alone: of an embedded Arrow schema only durations are taken, so that every reader agrees.
 * @throws ParquetFrameError `UNSUPPORTED_TYPE`
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function leafType(element: SchemaElement): DataType {
  if (element.logical_type?.type === 'NULL') return { id: 'null' };
  const decimal = decimalType(element);
  if (decimal) return decimal;
  switch (element.type) {
    case 'BOOLEAN':
      return { id: 'bool' };
    case 'INT32':
      return int32Type(element);
    case 'INT64':
      return int64Type(element);
    case 'INT96':
      return { id: 'timestamp', unit: 'ns', timezone: null };
    case 'FLOAT':
      return { id: 'float32' };
    case 'DOUBLE':
      return { id: 'float64' };
    case 'BYTE_ARRAY':
      return { id: isText(element) ? 'utf8' : 'binary' };
    case 'FIXED_LEN_BYTE_ARRAY':
      return fixedType(element);
    default:
      throw unsupported(element, `physical type ${String(element.type)}`);
  }
}

function decimalType(element: SchemaElement): DataType | undefined {
  const logical = element.logical_type;
  if (logical?.type !== 'DECIMAL' && element.converted_type !== 'DECIMAL') return undefined;
  const [precision, scale] =
    logical?.type === 'DECIMAL' ? [logical.precision, logical.scale] : [element.precision ?? 0, element.scale ?? 0];
  if (precision < 1 || precision > MAX_DECIMAL_PRECISION)
    throw unsupported(element, `decimals of ${precision} digits; at most ${MAX_DECIMAL_PRECISION} can be represented`);
  return { id: 'decimal', precision, scale: scale };
}

function int32Type({ converted_type: converted, logical_type: logical }: SchemaElement): DataType {
  if (logical?.type === 'INTEGER') return integerType(logical.bitWidth, logical.isSigned) ?? { id: 'int32' };
  if (logical?.type === 'DATE' || converted === 'DATE') return { id: 'date', unit: 'day' };
  if (logical?.type === 'TIME' || converted === 'TIME_MILLIS') return { id: 'time', unit: 'ms' };
  switch (converted) {
    case 'INT_8':
      return { id: 'int8' };
    case 'INT_16':
      return { id: 'int16' };
    case 'UINT_8':
      return { id: 'uint8' };
    case 'UINT_16':
      return { id: 'uint16' };
    case 'UINT_32':
      return { id: 'uint32' };
    default:
      return { id: 'int32' };
  }
}

function int64Type({ converted_type: converted, logical_type: logical }: SchemaElement): DataType {
  if (logical?.type === 'TIMESTAMP')
    return { id: 'timestamp', unit: UNITS[logical.unit], timezone: logical.isAdjustedToUTC ? 'UTC' : null };
  if (logical?.type === 'TIME') return { id: 'time', unit: UNITS[logical.unit] };
  if (logical?.type === 'INTEGER') return { id: logical.isSigned ? 'int64' : 'uint64' };
  switch (converted) {
    case 'TIMESTAMP_MILLIS':
      return { id: 'timestamp', unit: 'ms', timezone: 'UTC' };
    case 'TIMESTAMP_MICROS':
      return { id: 'timestamp', unit: 'us', timezone: 'UTC' };
    case 'TIME_MICROS':
      return { id: 'time', unit: 'us' };
    case 'UINT_64':
      return { id: 'uint64' };
    default:
      return { id: 'int64' };
  }
}

function integerType(bits: number, signed: boolean): DataType | undefined {
  switch (bits) {
    case 8:
      return { id: signed ? 'int8' : 'uint8' };
    case 16:
      return { id: signed ? 'int16' : 'uint16' };
    case 32:
      return { id: signed ? 'int32' : 'uint32' };
    default:
      return undefined;
  }
}

const TEXT: ReadonlySet<string | undefined> = new Set(['STRING', 'UTF8', 'ENUM', 'JSON']);
const isText = (element: SchemaElement): boolean =>
  TEXT.has(element.logical_type?.type) || (element.logical_type?.type === undefined && TEXT.has(element.converted_type));

function fixedType(element: SchemaElement): DataType {
  const width = element.type_length ?? 0;
  if (width < 1) throw unsupported(element, `a fixed length of ${width} bytes`);
  if (element.logical_type?.type === 'FLOAT16' && width === 2) return { id: 'float16' };
  return { id: 'fixedSizeBinary', byteWidth: width };
}

const unsupported = (element: SchemaElement, what: string): ParquetFrameError =>
  new ParquetFrameError('UNSUPPORTED_TYPE', `column ${JSON.stringify(element.name)} has ${what}`, {
    details: { column: element.name },
  });
