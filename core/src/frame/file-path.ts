import type { Stats } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ParquetFrameError, received } from '../contract/errors/index.js';

/** A scheme as in `https://`, `s3://`; a drive letter is not one. */
const SCHEME = /^([a-z][a-z0-9+.-]+):\/\//i;

/**
 * The path that a reader or writer was given: a string as it is, a `file:` URL as the path it stands for.
 * @throws ParquetFrameError `INVALID_ARGUMENT`; `UNSUPPORTED_SOURCE` for places that are not on this machine
 */
export function filePath(given: unknown, taker: string): string {
  if (isUrl(given)) return pathOfUrl(given.href, taker);
  if (typeof given === 'string' && given !== '' && !given.includes('\0'))
    return SCHEME.test(given) ? pathOfUrl(given, taker) : given;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} takes a path as a non-empty string, or a file: URL; received ${received(given)}`,
  );
}

function pathOfUrl(href: string, taker: string): string {
  const scheme = href.slice(0, href.indexOf(':')).toLowerCase();
  if (scheme !== 'file')
    throw new ParquetFrameError(
      'UNSUPPORTED_SOURCE',
      `${taker} takes a path or a file: URL. No installed plugin reads or writes ${scheme}: download the file and give its path; ` +
        `received ${shown(href)}`,
      { details: { scheme, received: shown(href) } },
    );
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

/** Without user, password, query and fragment, which may be secret: errors are logged. */
const shown = (href: string): string => href.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)[^/]*@/, '$1');

/** Not by class: a URL may come from another realm. */
const isUrl = (value: unknown): value is { readonly href: string } =>
  typeof value === 'object' && value !== null && 'protocol' in value && 'href' in value && typeof value.href === 'string';

/** What a path leads to that is neither a file nor a folder, in words. */
export function kindOfSpecial(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'something else';
}
