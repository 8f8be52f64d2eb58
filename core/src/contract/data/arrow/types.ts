import { ParquetFrameError } from '../../errors/index.js';
import { MOST_DIGITS } from '../decimal.js';
import type { DataType, Field, IntegerId, TimeUnit } from '../types.js';
import { DECIMAL_WIDTHS } from './decimals.js';
import { TYPE_ID, type ArrowField, type ArrowType } from './shape.js';

const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns'];

/** An arrow-js type as ours. @throws ParquetFrameError `UNSUPPORTED_TYPE` */
export function arrowType(type: ArrowType, column: string): DataType {
  const unit = UNITS[type.unit ?? 0] ?? 's';
  switch (type.typeId) {
    case TYPE_ID.null:
      return { id: 'null' };
    case TYPE_ID.int:
      return { id: integerId(type) };
    case TYPE_ID.float:
      return { id: type.precision === 0 ? 'float16' : type.precision === 1 ? 'float32' : 'float64' };
    case TYPE_ID.binary:
      return { id: 'binary' };
    case TYPE_ID.utf8:
      return { id: 'utf8' };
    case TYPE_ID.bool:
      return { id: 'bool' };
    case TYPE_ID.decimal:
      if (!DECIMAL_WIDTHS.includes(type.bitWidth ?? 128)) break;
      return decimalType(type, column);
    case TYPE_ID.date:
      return { id: 'date', unit: type.unit === 0 ? 'day' : 'millisecond' };
    case TYPE_ID.time:
      return { id: 'time', unit };
    case TYPE_ID.timestamp:
      return { id: 'timestamp', unit, timezone: type.timezone ?? null };
    case TYPE_ID.duration:
      return { id: 'duration', unit };
    case TYPE_ID.fixedSizeBinary:
      return { id: 'fixedSizeBinary', byteWidth: type.byteWidth ?? 0 };
    case TYPE_ID.largeBinary:
      return { id: 'largeBinary' };
    case TYPE_ID.largeUtf8:
      return { id: 'largeUtf8' };
    case TYPE_ID.binaryView:
      return { id: 'binaryView' };
    case TYPE_ID.utf8View:
      return { id: 'utf8View' };
    case TYPE_ID.dictionary:
      if (!type.indices || !type.dictionary) break;
      return {
        id: 'dictionary',
        index: arrowType(type.indices, column),
        values: arrowType(type.dictionary, column),
        ordered: type.isOrdered ?? false,
      };
    default:
      return nestedType(type, column);
  }
  return unsupported(type, column);
}

/** Whatever the width: what counts is how many digits there may be. */
function decimalType({ precision = MOST_DIGITS, scale = 0 }: ArrowType, column: string): DataType {
  if (precision <= MOST_DIGITS) return { id: 'decimal', precision, scale };
  throw new ParquetFrameError(
    'UNSUPPORTED_TYPE',
    `column ${JSON.stringify(column)} has decimals of ${String(precision)} digits, and ParquetFrame's have ${String(MOST_DIGITS)} at most; cast it to a decimal of ${String(MOST_DIGITS)} digits, to float64 or to text before, or leave it out`,
    { details: { column } },
  );
}

function nestedType(type: ArrowType, column: string): DataType {
  const fields = (type.children ?? []).map((f: ArrowField): Field => ({
    name: f.name,
    type: arrowType(f.type, `${column}.${f.name}`),
    nullable: f.nullable,
  }));
  const [first] = fields;
  if (type.typeId === TYPE_ID.struct) return { id: 'struct', fields };
  if (first === undefined) return unsupported(type, column);
  switch (type.typeId) {
    case TYPE_ID.list:
      return { id: 'list', item: first };
    case TYPE_ID.largeList:
      return { id: 'largeList', item: first };
    case TYPE_ID.fixedSizeList:
      return { id: 'fixedSizeList', item: first, size: type.listSize ?? 0 };
    case TYPE_ID.map:
      return { id: 'map', entries: first, keysSorted: type.keysSorted ?? false };
    default:
      return unsupported(type, column);
  }
}

const INTEGERS: { readonly [name: string]: IntegerId } = {
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
};
const integerId = (type: ArrowType): IntegerId =>
  INTEGERS[`${type.isSigned === false ? 'u' : ''}int${String(type.bitWidth ?? 32)}`] ?? 'int64';

function unsupported(type: ArrowType, column: string): never {
  throw new ParquetFrameError(
    'UNSUPPORTED_TYPE',
    `column ${JSON.stringify(column)} has the Arrow type ${describe(type)}, which ParquetFrame cannot represent; leave the column out or cast it`,
    { details: { column } },
  );
}

/** arrow-js types print themselves; plain look-alikes give their number. */
const describe = (type: ArrowType): string =>
  type.toString === Object.prototype.toString ? `number ${String(type.typeId)}` : type.toString();
