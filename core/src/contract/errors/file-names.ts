import { ParquetFrameError, isParquetFrameError } from './error.js';

/**
 * The same error with files named as the user named them: messages reach people, and servers send them on. `details.file` keeps the resolved path.
 * @param names resolved path → as the user gave it
 * @param file what `details.file` is to be, where it is not what the engine says
 */
export function withFileNames(error: unknown, names: ReadonlyMap<string, string>, file?: string): unknown {
  if (!isParquetFrameError(error)) return error;
  let { message } = error;
  const { file: stated } = error.details;
  let path = stated;
  // The longest first: one path may be the beginning of another.
  for (const [resolved, given] of [...names].sort(([a], [b]) => b.length - a.length)) {
    if (stated === resolved && file !== undefined) path = file;
    if (resolved !== given) message = message.replaceAll(resolved, given);
  }
  if (message === error.message && path === stated) return error;
  const details = path === undefined ? error.details : { ...error.details, file: path };
  return new ParquetFrameError(error.code, message, { cause: error.cause, details });
}
