import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, readdir, readlink, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ParquetFrameError } from '../contract/errors/index.js';
import { kindOfSpecial } from './file-path.js';

/** A file that is about to be written: beside it first, then in its place. */
export interface WriteTarget {
  /** where the file will be; the end of the chain where the path given is a symbolic link */
  readonly path: string;
  /** where it is written until it is whole */
  readonly temporary: string;
  /** the file that is there now */
  readonly existing: Stats | undefined;
}

const MOST_LINKS = 40;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
/** Of this machine: the number of a process says nothing on another one that writes to the same folder. */
const PREFIX = `.parquetframe-${hash(hostname())}-`;
const REMNANT = new RegExp(`^\\${PREFIX}(\\d+)-[0-9a-f]{12}\\.tmp$`);

/**
 * Looks at the place a file is to be written to, and sweeps what killed writes have left there.
 * @throws ParquetFrameError `FILE_NOT_FOUND` when the folder does not exist; `INVALID_ARGUMENT` when the path is a folder, a device, a pipe or a socket; `WRITE_FAILED`
 */
export async function writeTarget(given: string): Promise<WriteTarget> {
  const path = await endOfLinks(given);
  const details = { file: path };
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new ParquetFrameError('FILE_NOT_FOUND', `${given} cannot be written: its folder does not exist`, {
      details,
    });
  const existing = await stat(path).catch((cause: unknown) => {
    if (isSystemError(cause) && cause.code === 'ENOENT') return undefined;
    throw writeFailed(given, path, cause);
  });
  if (existing?.isDirectory() === true)
    throw new ParquetFrameError('INVALID_ARGUMENT', `${given} is a folder; name the file to write in it`, { details });
  if (existing && !existing.isFile())
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${given} is ${kindOfSpecial(existing)}; only regular files are overwritten`,
      {
        details,
      },
    );
  await sweep(folder);
  const temporary = join(folder, `${PREFIX}${String(process.pid)}-${randomBytes(6).toString('hex')}.tmp`);
  return { path, temporary, existing };
}

/** Puts the file that was written into its place, with the mode and owner of the one that was there. @throws ParquetFrameError `WRITE_FAILED` */
export async function putInPlace(given: string, { path, temporary, existing }: WriteTarget): Promise<void> {
  try {
    if (existing) {
      // Only a privileged process can give files away; whoever cannot keeps them.
      await chown(temporary, existing.uid, existing.gid).catch(() => undefined);
      await chmod(temporary, existing.mode & 0o7777);
    }
    await rename(temporary, path);
  } catch (cause) {
    throw writeFailed(given, path, cause);
  }
}

/** Follows symbolic links, also to what does not exist yet. */
async function endOfLinks(given: string): Promise<string> {
  let path = resolve(given);
  for (let links = 0; links < MOST_LINKS; links++) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink() !== true) return path;
    path = resolve(dirname(path), await readlink(path));
  }
  throw new ParquetFrameError('INVALID_ARGUMENT', `${given} is a symbolic link that leads to itself`, {
    details: { file: path },
  });
}

/** Removes what writes of processes that are gone have left. Whatever cannot be looked at or removed stays. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const writer = REMNANT.exec(name)?.[1];
    if (writer === undefined) continue;
    const remnant = join(folder, name);
    if (await isAbandoned(Number(writer), remnant)) await rm(remnant, { force: true }).catch(() => undefined);
  }
}

async function isAbandoned(writer: number, remnant: string): Promise<boolean> {
  if (writer !== process.pid) return !isRunning(writer);
  // One of an earlier process that had the number of this one.
  const found = await stat(remnant).catch(() => undefined);
  return found !== undefined && found.mtimeMs < performance.timeOrigin;
}

function isRunning(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch (error) {
    // EPERM: it runs for somebody else.
    return !(isSystemError(error) && error.code === 'ESRCH');
  }
}

export const writeFailed = (given: string, path: string, cause: unknown): ParquetFrameError =>
  new ParquetFrameError('WRITE_FAILED', `${given} cannot be written: ${reasonOf(cause)}`, { cause, details: { file: path } });

/** System errors name the path as it was resolved, which is nobody's business but the program's. */
function reasonOf(cause: unknown): string {
  if (!isSystemError(cause)) return cause instanceof Error ? cause.message : String(cause);
  return cause.message.split(',')[0] ?? cause.code;
}

const isSystemError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
