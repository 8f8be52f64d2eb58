import type { DataType } from '../contract/data/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../contract/errors/index.js';
import { findFunction, mostOperands, takesText } from '../contract/functions/index.js';
import { requireChoice } from './settings.js';

/** Only what can overflow has an option. `name`: of the method, where it has another than its function. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkArithmetic(scalar: string, options: unknown, name = scalar): void {
  if (options === undefined) return;
  if (canOverflow(scalar)) {
    checkOptionNames(name, options, ['overflow']);
    const { overflow }: { readonly overflow?: unknown } = hasMembers(options) ? options : {};
    requireChoice(name, 'overflow', overflow, ['error', 'wrap', 'null']);
    return;
  }
  const definition = findFunction(scalar);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    !definition || mostOperands(definition) === 1
      ? `${name} takes no arguments; received ${received(options)}`
      : `${name} takes ${takesText(definition, 1)} and nothing else; received ${received(options)} as well`,
    { details: { function: scalar } },
  );
}

const INT64: DataType = { id: 'int64' };
const canOverflow = (scalar: string): boolean => {
  const fails = findFunction(scalar)?.fails;
  return fails !== undefined && fails(INT64, 'error') && !fails(INT64, 'null');
};
