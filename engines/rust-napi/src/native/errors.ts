import { ParquetFrameError } from '@parquetframe/core/engine';
import type { JsonObject } from '@parquetframe/core/engine';

interface Record {
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

/** What the addon rejects with: an Error whose message is JSON. Anything else is a defect of the binding and stays as it is. */
function record(error: unknown): Record | undefined {
  if (!(error instanceof Error) || !error.message.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(error.message);
    if (typeof parsed !== 'object' || parsed === null || !('code' in parsed) || !('message' in parsed)) return undefined;
    const { code, message } = parsed;
    if (typeof code !== 'string' || typeof message !== 'string') return undefined;
    const details = 'details' in parsed && typeof parsed.details === 'object' ? (parsed.details as JsonObject | null) : null;
    return { code, message, details: details ?? {} };
  } catch {
    return undefined;
  }
}

/** Runs a call of the addon; its errors become `ParquetFrameError`s. */
export async function native<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const known = record(error);
    if (!known) throw error;
    throw new ParquetFrameError(known.code, known.message, { details: known.details });
  }
}

/** The JSON that the addon answered with; its shape is fixed by the binary that belongs to this package. */
export const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;
