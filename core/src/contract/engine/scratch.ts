import { mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParquetFrameError } from '../errors/index.js';
import type { Scratch } from './contract.js';

/** Below the temporary folder; each process has folders of its own in it, named by its id and its machine, for containers may share the folder. */
const ROOT = 'parquetframe-scratch';

/** Scratch folders of one runtime, or of one process of it: counted against what is free on the disk, deleted at the latest when it closes. */
export class ScratchFolders {
  readonly #held = new Map<string, number>();
  #closed = false;
  #swept: Promise<void> | undefined;

  /** @param parent where they lie */
  constructor(private readonly parent = join(tmpdir(), ROOT)) {}

  /** bytes that folders were asked for, and still are */
  get bytes(): number {
    return [...this.#held.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** @throws ParquetFrameError `OUT_OF_DISK`, `INVALID_ARGUMENT`, `CLOSED` */
  async scratch(bytes: number): Promise<Scratch> {
    if (!(bytes >= 0))
      throw new ParquetFrameError('INVALID_ARGUMENT', `scratch takes bytes, 0 or more, received ${String(bytes)}`);
    this.#checkOpen();
    await mkdir(this.parent, { recursive: true });
    await (this.#swept ??= sweep(this.parent));
    const { bavail, bsize } = await statfs(this.parent);
    const free = bavail * bsize - this.bytes;
    if (bytes > free)
      throw new ParquetFrameError(
        'OUT_OF_DISK',
        `${String(bytes)} bytes of scratch were asked for; ${this.parent} has ${String(Math.max(0, free))} left`,
        { details: { folder: this.parent, bytes, free } },
      );
    const path = await mkdtemp(join(this.parent, `${String(process.pid)}@${hostname()}-`));
    this.#held.set(path, bytes);
    await this.#checkStill(path);
    return { path, bytes, [Symbol.asyncDispose]: () => this.#remove(path) };
  }

  #checkOpen(): void {
    if (this.#closed) throw new ParquetFrameError('CLOSED', 'the runtime is closed: it has no scratch folders any more');
  }

  /** It may have been closed while the folder was made. */
  async #checkStill(path: string): Promise<void> {
    if (this.#closed) await this.#remove(path);
    this.#checkOpen();
  }

  async #remove(path: string): Promise<void> {
    this.#held.delete(path);
    await rm(path, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const path of [...this.#held.keys()]) await this.#remove(path);
  }
}

/** Deletes what processes left that did not end by themselves. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [pid = '', machine = ''] = name.slice(0, name.lastIndexOf('-')).split('@');
    if (machine !== hostname() || isAlive(Number(pid))) continue;
    // Another process may sweep too, or be of another user.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
