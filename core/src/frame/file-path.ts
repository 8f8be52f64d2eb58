import { fileURLToPath } from 'node:url';
import { ParquetFrameError } from '../contract/errors/index.js';

/** The path that a reader or writer was given: a string as it is, a `file:` URL as the path it stands for. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function filePath(given: unknown, taker: string): string {
  if (isUrl(given)) return pathOfUrl(given, taker);
  if (typeof given === 'string' && given !== '' && !given.includes('\0')) return given;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} takes a path as a non-empty string, or a file: URL; received ${describe(given)}`,
  );
}

function pathOfUrl({ href }: { readonly href: string }, taker: string): string {
  try {
    return fileURLToPath(href);
  } catch (cause) {
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${taker} takes a path or a URL of a file on this machine; received ${href}`,
      {
        cause,
      },
    );
  }
}

/** Not by class: a URL may come from another realm. */
const isUrl = (value: unknown): value is { readonly href: string } =>
  typeof value === 'object' && value !== null && 'protocol' in value && 'href' in value && typeof value.href === 'string';

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
}
