import { checkOptionNames, ParquetFrameError, received } from '../../contract/errors/index.js';
import { checkedDeterminism } from '../../contract/plan/index.js';
import { RUN_OPTIONS, type RunOptions } from '../../executor/index.js';

/** Refuses options of a call that the compiler would have refused. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkRunOptions(run: RunOptions): void {
  checkOptionNames('the call', run, RUN_OPTIONS);
  const { determinism, deadline, signal, onProgress }: { readonly [option in keyof RunOptions]: unknown } = run;
  checkedDeterminism(determinism);
  if (deadline !== undefined && !(typeof deadline === 'number' && deadline >= 0))
    refuse('deadline', 'milliseconds from now, 0 or more', deadline);
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'addEventListener' in signal))
    refuse('signal', 'an AbortSignal', signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('onProgress', 'a function', onProgress);
}

function refuse(name: string, accepts: string, value: unknown): never {
  throw new ParquetFrameError('INVALID_ARGUMENT', `the option ${name} must be ${accepts}, received ${received(value)}`, {
    details: { option: name },
  });
}
