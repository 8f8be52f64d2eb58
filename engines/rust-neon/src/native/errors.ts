import { ParquetFrameError } from '@parquetframe/core/engine';
import type { JsonObject } from '@parquetframe/core/engine';

/** Runs a call of the addon; its errors, which have a code, become `ParquetFrameError`s. Anything else is a defect of the binding and stays as it is. */
export async function native<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !('details' in error)) throw error;
    throw new ParquetFrameError(error.code, error.message, { details: detailsOf(error.details) });
  }
}

const detailsOf = (details: unknown): JsonObject =>
  typeof details === 'object' && details !== null
    ? Object.fromEntries(
        Object.entries(details).filter(
          (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
        ),
      )
    : {};
