import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ByteWriter } from 'hyparquet-writer';
import { ParquetFrameError } from '@parquetframe/core/engine';
import { systemReason } from '../system-reason.js';
import type { PageBytes } from './write-page.js';

/** Field 3, i64: 0 rows; field 4, list: no elements, without a proper type. */
const NO_ROWS_NO_GROUPS = Buffer.from([0x16, 0x00, 0x19, 0x00]);
const LIST_OF_STRUCTS = 0x0c;
const FIRST_BYTES = 1 << 20;

/** The writer's buffer, emptied into the file when it is full. */
export class FileWriter extends ByteWriter {
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    super(FIRST_BYTES);
    this.#path = path;
    this.#handle = handle;
  }

  /** @throws ParquetFrameError `FILE_NOT_FOUND` when the folder is not there, `WRITE_FAILED` */
  static async create(path: string): Promise<FileWriter> {
    return new FileWriter(path, await attempt(path, 'created', open(path, 'w')));
  }

  /** Puts a page behind what is there. @throws ParquetFrameError `WRITE_FAILED` */
  async append({ parts, length }: PageBytes): Promise<void> {
    if (this.index + length > FIRST_BYTES) await this.writeRest();
    if (length <= FIRST_BYTES) {
      for (const part of parts) this.appendBytes(part);
      return;
    }
    await this.#write(parts);
    this.offset += length;
  }

  /** Writes what the buffer holds as it is. @throws ParquetFrameError `WRITE_FAILED` */
  async writeRest(): Promise<void> {
    await this.#write([new Uint8Array(this.buffer, 0, this.index)]);
  }

  async #write(parts: readonly Uint8Array[]): Promise<void> {
    // `writeFile` goes on where the last one ended, and goes on after a short write.
    for (const part of parts) await attempt(this.#path, 'written', this.#handle.writeFile(part));
    this.index = 0;
  }

  /**
   * The writer library states no proper element type for an empty list, which strict readers refuse: row groups are structs. The list follows the number of rows,
   * 0, in the footer (Thrift compact protocol), which is still in the buffer.
   */
  markEmptyListOfRowGroups(): void {
    const bytes = new Uint8Array(this.buffer, 0, this.index);
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(NO_ROWS_NO_GROUPS);
    if (at >= 0) bytes[at + NO_ROWS_NO_GROUPS.length - 1] = LIST_OF_STRUCTS;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  remove(): Promise<void> {
    return rm(this.#path, { force: true });
  }
}

async function attempt<T>(path: string, done: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
    throw new ParquetFrameError(
      isMissing ? 'FILE_NOT_FOUND' : 'WRITE_FAILED',
      `${path} cannot be ${done}: ${isMissing ? 'its folder does not exist' : systemReason(cause)}`,
      {
        cause,
        details: { file: path },
      },
    );
  }
}
