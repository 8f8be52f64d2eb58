import { columnFromValues, ParquetFrameError, sliceBatch } from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, Schema } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, streamedKernel, tableInput } from '../table-kernel.js';

/** Rows of nulls that are made at once. */
const MOST_NULLS = 65_536;

/** `table.beside`: views on the batches of all inputs, cut where any of them ends. Time O(batches), memory of one batch each, and of the nulls that are made. */
export const bindBeside: BindStep = step =>
  streamedKernel(step, {
    inputs: step.inputs.map(() => STREAMED_INPUTS),
    estimate: ({ ports, result }) => ({ seconds: 2e-6 * ports.length, peakBytes: result['bytes'] ?? 0 }),
    async *batches(call) {
      const sources = call.inputs.map(input => new Rows(tableInput(input)));
      const fills = step.binding['missing'] === 'null';
      try {
        for (let row = 0; ;) {
          await Promise.all(sources.map(source => source.next()));
          const lengths = sources.map(source => source.left);
          const open = lengths.filter(length => length > 0);
          if (open.length === 0) return;
          if (open.length < sources.length && !fills) throw differentLengths(lengths, row);
          const length = Math.min(...open, open.length < sources.length ? MOST_NULLS : Infinity);
          yield { length, columns: sources.flatMap(source => source.take(length)) };
          row += length;
        }
      } finally {
        await Promise.all(sources.map(source => source.close()));
      }
    },
  });

/** The batches of an input, taken in other pieces than they come. */
class Rows {
  readonly #schema: Schema;
  readonly #batches: AsyncIterator<Batch> | Iterator<Batch>;
  #batch: Batch | undefined;
  #from = 0;

  constructor({ schema, batches }: ReturnType<typeof tableInput>) {
    this.#schema = schema;
    this.#batches = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  }

  /** Rows that are there now; 0 at the end. */
  get left(): number {
    return this.#batch ? this.#batch.length - this.#from : 0;
  }

  async next(): Promise<void> {
    while (this.left === 0) {
      const next = await this.#batches.next();
      this.#batch = next.done === true ? undefined : next.value;
      this.#from = 0;
      if (!this.#batch) return;
    }
  }

  /** The columns of the next rows: as they are, or nulls after the end. */
  take(length: number): readonly ColumnData[] {
    if (!this.#batch) return this.#schema.map(({ type }) => columnFromValues(type, Array<null>(length).fill(null)));
    const from = this.#from;
    this.#from += length;
    if (from === 0 && length === this.#batch.length) return this.#batch.columns;
    return sliceBatch(this.#schema, this.#batch, from, from + length).columns;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

function differentLengths(lengths: readonly number[], row: number): ParquetFrameError {
  const ended = lengths.findIndex(length => length === 0);
  return new ParquetFrameError(
    'LENGTH_MISMATCH',
    `frames side by side must have the same number of rows: number ${String(ended + 1)} ends after ${String(row)}, another goes on; cut it with limit, or fill with nulls: { how: 'horizontal', missing: 'null' }`,
    { details: { input: ended, rows: row } },
  );
}
