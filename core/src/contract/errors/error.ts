import type { Json, JsonObject } from './json.js';
import { categoryOf, type ErrorCategory, type ErrorCode } from './codes.js';

const BRAND = Symbol.for('parquetframe.error@1');

export interface ErrorOptions {
  readonly cause?: unknown;
  /** Facts for programs: column, received, expected, file, offset, row … */
  readonly details?: JsonObject;
}

/** The one error class. `code` is stable and is what programs and parity tests compare; the message is for people. */
export class ParquetFrameError extends Error {
  override readonly name = 'ParquetFrameError';
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: ErrorCode | (string & {}), message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }

  get category(): ErrorCategory {
    return categoryOf(this.code);
  }
}

/** Also true for errors of another copy of core: the brand is a registered symbol, not a class. */
export function isParquetFrameError(value: unknown): value is ParquetFrameError {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** Plain data for threads and processes, which lose custom error fields. */
export interface ErrorRecord {
  readonly [key: string]: Json;
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
  readonly cause: string | null;
}

export function toErrorRecord(error: unknown): ErrorRecord {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : null;
  if (isParquetFrameError(error)) return { code: error.code, message: error.message, details: error.details, cause };
  return {
    code: 'ENGINE_DEFECT',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    details: {},
    cause,
  };
}

export function fromErrorRecord(record: ErrorRecord): ParquetFrameError {
  return new ParquetFrameError(record.code, record.message, {
    details: record.details,
    ...(record.cause === null ? {} : { cause: new Error(record.cause) }),
  });
}
