import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ParquetFrameError } from '@parquetframe/core/engine';

/** Unix socket paths are short: 108 bytes on Linux, 104 on macOS, with the closing zero. */
const LONGEST_PATH = 100;

/** A folder of this child alone, where both sides find each other. It is removed once they have. */
export interface MeetingPlace {
  readonly folder: string;
  /** socket on which this side waits for the child's control connection */
  readonly control: string;
  /** socket on which this side waits for the child's connection for requests */
  readonly requests: string;
  /** socket on which the child waits for this side's connection for answers */
  readonly answers: string;
  /** what each side shows the other once; never in argv, in the environment or in a file */
  readonly token: string;
  remove(): Promise<void>;
}

/** Folders of meetings under way. `process.exit` in the middle of one runs no `finally`. */
const folders = new Set<string>();
const removeAll = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

/** mkdtemp makes the folder with mode 0700: nobody else can reach the sockets in it. */
export async function makeMeetingPlace(): Promise<MeetingPlace> {
  const name = 'pframe-';
  const longest = `${name}XXXXXX/requests`;
  const parent = [tmpdir(), '/tmp'].find(folder => path.join(folder, longest).length < LONGEST_PATH && existsSync(folder));
  if (parent === undefined)
    throw new ParquetFrameError('ENGINE_UNAVAILABLE', `the path of the temporary folder is too long for a socket: ${tmpdir()}`);
  const folder = await mkdtemp(path.join(parent, name));
  folders.add(folder);
  process.off('exit', removeAll).on('exit', removeAll);
  return {
    folder,
    control: path.join(folder, 'control'),
    requests: path.join(folder, 'requests'),
    answers: path.join(folder, 'answers'),
    token: randomBytes(32).toString('hex'),
    async remove() {
      await rm(folder, { recursive: true, force: true });
      folders.delete(folder);
      if (folders.size === 0) process.off('exit', removeAll);
    },
  };
}
