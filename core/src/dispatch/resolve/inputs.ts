import type { Kind } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { OperationDefinition } from '../../contract/operations/index.js';

/** An operation over inputs that it takes: as many, and of these kinds. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkInputs(definition: OperationDefinition, given: readonly Kind[]): void {
  const { name, inputs, optionalInputs = 0, variadic } = definition;
  const least = inputs.length - optionalInputs;
  const most = variadic ? Infinity : inputs.length;
  given.forEach(({ kind }, index) => {
    const wanted = inputs[Math.min(index, inputs.length - 1)];
    // Where there are too many, that is what is wrong.
    if (index >= most || wanted === undefined || wanted === kind) return;
    const where = inputs.length > 1 || variadic ? ` as input ${String(index + 1)}` : '';
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${name} takes a ${wanted}${where}, received a ${kind}${instead(definition)}`,
      { details: { operation: name } },
    );
  });
  if (given.length < least || given.length > most)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${name} takes ${inputCount(least, most)}, received ${String(given.length)}`,
      {
        details: { operation: name },
      },
    );
}

/** What comes of an operation is a table, where a table is wanted. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireTable(definition: OperationDefinition, { kind }: Kind): void {
  if (kind === 'record' || kind === 'graph' || kind === 'file')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${definition.name} gives a ${kind}, and frames are tables${instead(definition)}`,
      { details: { operation: definition.name } },
    );
}

const instead = ({ call }: OperationDefinition): string => (call === undefined ? '' : `; use ${call} instead`);

function inputCount(least: number, most: number): string {
  if (most === Infinity) return `${String(least)} or more inputs`;
  if (most === least) return `${String(least)} ${least === 1 ? 'input' : 'inputs'}`;
  return `${String(least)} to ${String(most)} inputs`;
}
