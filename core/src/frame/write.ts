import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { HEAP_RECORD } from '../contract/data/index.js';
import type { Executor, Provenance, RunOptions } from '../executor/index.js';
import { isParquetFrameError, optionNames, ParquetFrameError } from '../contract/errors/index.js';
import { planNode, type PlanInput } from '../contract/plan/index.js';
import { filePath } from './file-path.js';

export interface WriteParquetOptions extends RunOptions {
  /** Default `snappy`. */
  readonly compression?: 'uncompressed' | 'snappy';
  /** rows per row group; default 1,000,000 */
  readonly rowGroupRows?: number;
}

export const WRITE_OPTIONS = optionNames<Omit<WriteParquetOptions, keyof RunOptions>>()({
  compression: true,
  rowGroupRows: true,
});

export interface WriteResult {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly provenance: Provenance;
}

/**
 * Writes beside the target under a name of its own and renames: readers see the old file or the new one, never a part; a failure leaves nothing behind.
 * @throws ParquetFrameError `FILE_NOT_FOUND` when the folder does not exist; `INVALID_ARGUMENT` when the path is one
 */
export async function writeParquetFile(
  executor: Executor,
  plan: PlanInput,
  path: string | URL,
  run: RunOptions,
  options: WriteParquetOptions,
  extra: Parameters<typeof planNode>[3],
): Promise<WriteResult> {
  const given = filePath(path, 'writeParquet');
  const target = resolve(given);
  const folder = await stat(dirname(target)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new ParquetFrameError('FILE_NOT_FOUND', `there is no folder ${dirname(given)} to write ${basename(target)} to`, {
      details: { file: target },
    });
  if ((await stat(target).catch(() => undefined))?.isDirectory() === true)
    throw new ParquetFrameError('INVALID_ARGUMENT', `${given} is a folder; name the file to write in it`, {
      details: { file: target },
    });
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const { compression, rowGroupRows } = options;
  const node = planNode('parquet.write', { path: temporary, compression, rowGroupRows }, [plan], extra);
  try {
    const execution = await executor.execute(node, [HEAP_RECORD], { ...run, staged: true });
    const record = execution.replica.value as { readonly rows: number; readonly bytes: number };
    await rename(temporary, target);
    await execution.release();
    return { path: target, rows: record.rows, bytes: record.bytes, provenance: execution.provenance };
  } catch (error) {
    await rm(temporary, { force: true });
    throw asGiven(error, temporary, given, target);
  }
}

/** The user knows the file that was to be written, not the one beside it. */
function asGiven(error: unknown, temporary: string, given: string, target: string): unknown {
  if (!isParquetFrameError(error) || !error.message.includes(temporary)) return error;
  return new ParquetFrameError(error.code, error.message.replaceAll(temporary, given), {
    cause: error.cause,
    details: { ...error.details, file: target },
  });
}
