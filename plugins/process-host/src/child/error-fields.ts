import { ParquetFrameError, toErrorRecord, type JsonObject } from '@parquetframe/core/engine';
import { encodeValue } from '../wire/value.js';

/** An error as the answer to a request. */
export function errorFields(error: unknown): JsonObject {
  const { code, message, details, cause } = toErrorRecord(error);
  return { code, message, details: encodeValue(details), cause };
}

/** The last frame of an answer that was given up. */
export const stoppedFields = (): JsonObject => ({ error: errorFields(givenUpError()) });
export const givenUpError = (): ParquetFrameError => new ParquetFrameError('ABORTED', 'the transfer was aborted');
