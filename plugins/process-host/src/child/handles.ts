import { isParquetFrameError, ParquetFrameError, type Batch, type Replica } from '@parquetframe/core/engine';

interface Held {
  readonly replica: Replica;
  iterator?: AsyncIterator<Batch>;
  /** pulls on one stream are answered in order */
  turn: Promise<unknown>;
}

/** The datasets that live in this process, by the numbers under which the host knows them. */
export class Handles {
  readonly #held = new Map<number, Held>();
  #next = 1;

  keep(replica: Replica): number {
    const handle = this.#next++;
    this.#held.set(handle, { replica, turn: Promise.resolve() });
    return handle;
  }

  get(handle: number): Replica {
    return this.#find(handle).replica;
  }

  /** The next batch of a stream, undefined at its end. */
  next(handle: number): Promise<Batch | undefined> {
    const held = this.#find(handle);
    const iterator = (held.iterator ??= asStream(held.replica.value)[Symbol.asyncIterator]());
    const batch = held.turn.then(async () => {
      const step = await iterator.next();
      return step.done === true ? undefined : step.value;
    });
    held.turn = batch.catch(() => undefined);
    return batch;
  }

  async drop(handle: number): Promise<void> {
    const held = this.#held.get(handle);
    if (held === undefined) return;
    this.#held.delete(handle);
    await held.turn;
    await held.iterator?.return?.();
    await held.replica.release();
  }

  async dropAll(): Promise<void> {
    for (const handle of [...this.#held.keys()]) {
      try {
        await this.drop(handle);
      } catch (error) {
        // One dataset that cannot be released must not keep the others.
        if (!isParquetFrameError(error)) process.stderr.write(`releasing a dataset failed: ${String(error)}\n`);
      }
    }
  }

  #find(handle: number): Held {
    const held = this.#held.get(handle);
    if (held === undefined) throw new ParquetFrameError('DATASET_LOST', `this process has no dataset ${handle}`);
    return held;
  }
}

function asStream(value: unknown): AsyncIterable<Batch> {
  if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) return value as AsyncIterable<Batch>;
  throw new TypeError('the value of this replica is not a stream of batches');
}
