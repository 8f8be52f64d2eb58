import { ParquetFrameError } from '../errors/index.js';
import type { Json, JsonObject, MaybePromise } from '../data/index.js';

interface StatedError {
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

/**
 * Runs a call of a native addon. An error that states a code becomes a `ParquetFrameError`; any other one is a defect of the binding and stays as it is. An addon states a code as
 * properties of the error (`code`, `details`), or, where its binding makes errors of a text only, as JSON in the message: `{"code": …, "message": …, "details": {…}}`.
 */
export async function nativeCall<T>(call: () => MaybePromise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const stated = statedBy(error);
    if (!stated) throw error;
    throw new ParquetFrameError(stated.code, stated.message, { details: stated.details });
  }
}

function statedBy(error: unknown): StatedError | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.message.startsWith('{') ? fromText(error.message) : fromProperties(error);
}

/** Node's own errors have a code too, but no details. */
const fromProperties = (error: Error): StatedError | undefined =>
  'code' in error && typeof error.code === 'string' && 'details' in error
    ? { code: error.code, message: error.message, details: detailsOf(error.details) }
    : undefined;

function fromText(text: string): StatedError | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value)) return undefined;
  const { code, message } = value;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return { code, message, details: detailsOf('details' in value ? value.details : undefined) };
}

const detailsOf = (details: unknown): JsonObject =>
  typeof details === 'object' && details !== null
    ? Object.fromEntries(Object.entries(details).filter((entry): entry is [string, Json] => isJson(entry[1])))
    : {};

function isJson(value: unknown): value is Json {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  return typeof value === 'object' && Object.values(value).every(isJson);
}
