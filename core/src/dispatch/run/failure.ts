import { isParquetFrameError, ParquetFrameError } from '../../contract/errors/index.js';
import type { Decline } from '../../contract/index.js';

/** A kernel that was begun and did not finish. */
export class KernelFailure extends Error {
  /** @param began `crashesSoFar()` when it was started */
  constructor(
    readonly began: number,
    cause: unknown,
  ) {
    super('a kernel failed', { cause });
  }
}

/** A kernel that looked at its inputs and said that it does not take them: nothing has happened. */
export class RunDeclined extends Error {
  constructor(readonly answer: Decline) {
    super(answer.reason);
  }
}

/** What a kernel threw, typed. Anything without a code is a defect of the engine, and falls back like a crash. */
export function typedFailure(error: unknown, engine: string): ParquetFrameError {
  if (isParquetFrameError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ParquetFrameError('ENGINE_DEFECT', `engine ${engine} threw an untyped error: ${message}`, {
    cause: error,
    details: { engine },
  });
}
