import { familyOf, formatType, isFloat, isInteger, type DataType } from '../../contract/data/index.js';
import { ParquetFrameError, quoted } from '../../contract/errors/index.js';
import { decimalTypeOf, literalArgument, type LiteralValue, type UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';

/** A value of the very type of the column: another would make the column a wider one. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function literalOf(verb: string, name: string, value: LiteralValue, type: DataType): UserExpression {
  const wrong = (cause?: unknown): ParquetFrameError =>
    new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: ${described(value)} is not a value of the column ${quoted(name)}, which is ${formatType(type)}; ${verb === 'fillNull' ? `give each column a value of its own, as in fillNull({ ${name}: … }), or ` : ''}cast the column first`,
      { cause, details: { column: name, type: formatType(type) } },
    );
  let argument: unknown;
  try {
    argument = literalArgument(value, type);
  } catch (cause) {
    throw wrong(cause);
  }
  if (losesDigits(value, argument, type)) throw wrong();
  return { kind: 'literal', value, type };
}

/** Literals of decimals and of narrow floats are rounded elsewhere. */
function losesDigits(value: LiteralValue, argument: unknown, type: DataType): boolean {
  if (type.id === 'decimal') return (decimalTypeOf(value)?.scale ?? Infinity) > type.scale;
  return isFloat(type) && Number.isFinite(value) && !Number.isFinite(argument);
}

/** Whether a value can stand in a column as it is: a fraction fills no integers. */
export function isOfKind(value: LiteralValue, type: DataType): boolean {
  if (typeof value === 'number') return familyOf(type) === 'numeric' && (Number.isInteger(value) || !isInteger(type));
  if (typeof value === 'bigint') return familyOf(type) === 'numeric';
  if (typeof value === 'string') return familyOf(type) === 'string';
  if (typeof value === 'boolean') return type.id === 'bool';
  return value instanceof Date ? familyOf(type) === 'instant' : familyOf(type) === 'binary';
}
