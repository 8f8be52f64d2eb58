import { open } from 'node:fs/promises';
import { ParquetFrameError, isParquetFrameError } from '@parquetframe/core/engine';
import type { FileReference, Replica, Steps } from '@parquetframe/core/engine';
import { systemReason } from './system-reason.js';

/** A file opened for reading byte ranges, checked to be the one that its reference was taken of. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  /** Bytes `start … end`. @throws ParquetFrameError `DATA_CORRUPT` when the file ends before */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Node.js reads no more than 2 GiB at a time. */
const MOST_AT_ONCE = 1 << 30;

/** @throws ParquetFrameError `FILE_NOT_FOUND`, `SOURCE_CHANGED` */
export async function openSource(replica: Replica | undefined): Promise<SourceFile> {
  const reference = fileReference(replica);
  const { path } = reference;
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new ParquetFrameError('FILE_NOT_FOUND', `${path} cannot be opened: ${systemReason(cause)}`, {
      cause,
      details: { file: path },
    });
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile())
      throw new ParquetFrameError(
        'FILE_NOT_FOUND',
        `${path} cannot be opened: it is ${stats.isDirectory() ? 'a folder' : 'not a regular file'}`,
        { details: { file: path } },
      );
    const { size, mtimeMs } = stats;
    // Modification times are carried in milliseconds; some hosts keep fractions of them.
    if (size !== reference.bytes || Math.abs(mtimeMs - reference.modified) >= 1) {
      throw new ParquetFrameError(
        'SOURCE_CHANGED',
        `${path} changed since this frame was made: ${changeOf(reference, size)}; make the frame again`,
        { details: { file: path, expectedBytes: reference.bytes, bytes: size } },
      );
    }
    return {
      path,
      bytes: size,
      read: async (start, end) => {
        const length = end - start;
        if (!Number.isSafeInteger(start) || start < 0 || length < 0 || end > size)
          throw new ParquetFrameError(
            'DATA_CORRUPT',
            `${path} is damaged: bytes ${start} to ${end} were to be read, but the file has ${size}`,
            { details: { file: path, offset: start } },
          );
        const buffer = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          const { bytesRead } = await handle.read(buffer, done, Math.min(length - done, MOST_AT_ONCE), start + done);
          if (bytesRead === 0)
            throw new ParquetFrameError('SOURCE_CHANGED', `${path} became shorter while it was read`, {
              details: { file: path },
            });
          done += bytesRead;
        }
        return buffer;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function changeOf({ bytes, modified }: FileReference, now: number): string {
  if (modified < 0) return `it did not exist and now has ${now} bytes`;
  return bytes === now ? 'it was written to' : `it had ${bytes} bytes and now has ${now}`;
}

export function fileReference(replica: Replica | undefined): FileReference {
  const value = replica?.value;
  if (typeof value === 'object' && value !== null && 'path' in value) return value as FileReference;
  throw new TypeError('the input is not a file');
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What was being read when something went wrong. */
export interface Place {
  readonly file: string;
  /** for people: `column "a.b", row group 3, page 0` */
  readonly what: string;
  /** byte offset in the file, where it is known */
  readonly offset?: number;
}

/** Any failure of a decoder is damage in the file; errors that already have a code keep it. */
export const corrupt = ({ file, what, offset }: Place, reason: string, cause?: unknown): ParquetFrameError =>
  new ParquetFrameError(
    'DATA_CORRUPT',
    `${file} is damaged: ${what}${offset === undefined ? '' : `, at byte ${offset}`}: ${reason}`,
    {
      ...(cause === undefined ? {} : { cause }),
      details: { file, what, ...(offset === undefined ? {} : { offset }) },
    },
  );

/** What a decoder throws in its steps is damage in the file. What is thrown between them, by who drives them, is not. */
export function* orDamage<T>(steps: Steps<T>, place: Place): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    if (isParquetFrameError(error)) throw error;
    throw corrupt(place, messageOf(error), error);
  }
}
