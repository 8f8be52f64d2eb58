import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HEAP_RECORD } from '../contract/data/index.js';
import type { Executor, Provenance, RunOptions } from '../executor/index.js';
import { optionNames, withFileNames } from '../contract/errors/index.js';
import { planNode, type PlanInput } from '../contract/plan/index.js';
import { filePath } from './file-path.js';
import { putInPlace, writeTarget } from './write-target.js';

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
 * A symbolic link stays one: the file that it leads to is written. The mode of a file that is written over is kept.
 * @throws ParquetFrameError `FILE_NOT_FOUND` when the folder does not exist; `INVALID_ARGUMENT` when the path is a folder, a device or a pipe; `WRITE_FAILED`
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
  const target = await writeTarget(given);
  const { temporary } = target;
  const { compression, rowGroupRows } = options;
  const node = planNode('parquet.write', { path: temporary, compression, rowGroupRows }, [plan], extra);
  try {
    const execution = await executor.execute(node, [HEAP_RECORD], { ...run, staged: true });
    const record = execution.replica.value as { readonly rows: number; readonly bytes: number };
    await putInPlace(given, target);
    await execution.release();
    return { path: resolve(given), rows: record.rows, bytes: record.bytes, provenance: execution.provenance };
  } catch (error) {
    await rm(temporary, { force: true });
    throw withFileNames(error, new Map([[temporary, given]]), target.path);
  }
}
