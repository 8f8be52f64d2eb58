import { ParquetFrameError } from '../../contract/errors/index.js';
import { checkedDeterminism } from '../../contract/plan/index.js';
import type { RunOptions } from '../../executor/executor.js';

/** Refuses options of a call that the compiler would have refused. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkRunOptions(run: RunOptions): void {
  const { determinism, deadline, signal, onProgress }: { readonly [option in keyof RunOptions]: unknown } = run;
  checkedDeterminism(determinism);
  if (deadline !== undefined && !(typeof deadline === 'number' && deadline >= 0))
    refuse('deadline', 'milliseconds from now, 0 or more', deadline);
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'addEventListener' in signal))
    refuse('signal', 'an AbortSignal', signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('onProgress', 'a function', onProgress);
}

function refuse(name: string, accepts: string, value: unknown): never {
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const received = isText ? `${typeof value} ${String(value)}` : value === null ? 'null' : typeof value;
  throw new ParquetFrameError('INVALID_ARGUMENT', `the option ${name} must be ${accepts}, received ${received}`, {
    details: { option: name },
  });
}
