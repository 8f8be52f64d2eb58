import { ParquetFrameError, received } from '../../contract/errors/index.js';
import type { Executor } from '../../executor/index.js';
import { optionValues } from '../parameter.js';
import { isFrame } from './join.js';
import type { VerbStep } from './names.js';

/** The step of an operation that is asked for by its name. What its options mean is checked when the plan is resolved. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function operationStep(executor: Executor, operation: unknown, options: unknown, others: readonly unknown[]): VerbStep {
  if (typeof operation !== 'string' || operation === '')
    throw new ParquetFrameError('INVALID_ARGUMENT', `run takes the name of an operation, received ${received(operation)}`);
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `run takes the options of ${operation} as an object, received ${received(options)}`,
    );
  for (const other of others)
    if (!isFrame(other) || other.executor !== executor)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `run: the further inputs of ${operation} must be frames of the same runtime, received ${isFrame(other) ? 'one of another' : received(other)}`,
      );
  return { operation, options: optionValues({ ...options }) };
}
