import { argumentOf, bindingStrings, columnAt, fieldIndex, fieldOf, inSteps } from '@parquetframe/core/engine';
import type { Batch, BindStep, KernelCall, Schema } from '@parquetframe/core/engine';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { grownSteps } from '../keys/grow.js';
import { KeyTable } from '../keys/key-table.js';
import { streamedKernel, tableInput } from '../table-kernel.js';
import { takeRows } from './filter.js';

/** `table.groupHead` by hashing the keys and counting the rows of each. Time O(rows × keys), memory O(groups) and the result. */
export const bindGroupHead: BindStep = step => {
  const keys = bindingStrings(step, 'keys');
  return streamedKernel(step, {
    estimate: ({ ports: [port], result }) => ({
      seconds: 1e-5 + (port?.rows ?? 1e5) * (1 + keys.length) * 4e-8,
      peakBytes: 1e6 + (result.bytes ?? 1e6) + (result.rows ?? 1e5) * (1 + keys.length) * 32,
    }),
    async *batches(call) {
      const { schema, batches } = tableInput(call.inputs[0]);
      const count = Number(argumentOf(step, 'count', call.arguments));
      if (count <= 0) return;
      const groups = new GroupRows(schema, keys, count);
      for await (const batch of batches) {
        const rows = await groups.kept(batch, call.checkpoint);
        if (rows.length > 0) yield await takeRows(batch, schema, rows, call.checkpoint);
      }
    },
  });
};

/** The rows there have been of each group. */
class GroupRows {
  readonly #keys = new KeyTable();
  #counts = new Float64Array(1024);

  constructor(
    private readonly schema: Schema,
    private readonly names: readonly string[],
    private readonly most: number,
  ) {}

  async kept(batch: Batch, checkpoint: KernelCall['checkpoint']): Promise<Uint32Array> {
    const rows = new Uint32Array(batch.length);
    let count = 0;
    const loaders = this.names.map(name =>
      columnLoader(fieldOf(this.schema, name).type, columnAt(batch, fieldIndex(this.schema, name))),
    );
    for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
      const end = Math.min(batch.length, start + CHUNK_ROWS);
      const vectors = loaders.map(load => load(start, end));
      await inSteps(this.#keys.reserve(vectors, end - start), checkpoint);
      const groups = this.#keys.lookup(vectors, end - start);
      if (this.#keys.count > this.#counts.length)
        this.#counts = await inSteps(
          grownSteps(this.#counts, new Float64Array(Math.max(this.#keys.count, 2 * this.#counts.length))),
          checkpoint,
        );
      for (let i = 0; i < groups.length; i++) {
        const group = groups[i] ?? 0;
        const before = this.#counts[group] ?? 0;
        if (before >= this.most) continue;
        this.#counts[group] = before + 1;
        rows[count++] = start + i;
      }
      const pause = checkpoint();
      if (pause) await pause;
    }
    return rows.subarray(0, count);
  }
}
