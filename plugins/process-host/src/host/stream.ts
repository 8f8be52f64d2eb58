import type { Batch, BatchStream, Schema } from '@parquetframe/core/engine';
import { readPayload } from '../wire/payload.js';
import { readBoolean, readObject } from '../wire/read.js';
import type { Session } from './session.js';

/** Batches asked for ahead of the reader: each `pull` is one credit, and the child makes no batch without one. */
const AHEAD = 2;

export interface ChildStream extends BatchStream {
  close(): void;
}

/** A stream that lives in the child, read here batch by batch. Resolves when its first batch exists. @throws what the stream throws */
export async function childStream(session: Session, handle: number, schema: Schema): Promise<ChildStream> {
  const pull = (): Promise<Batch | undefined> => {
    const batch = session.ask('pull', { handle }, ({ header, bodies }) =>
      // The payload of a pull is a batch: readPayload checked it.
      readBoolean(header, 'done') ? undefined : (readPayload(readObject(header, 'described'), bodies, schema) as Batch),
    );
    // A pull ahead may fail before anyone waits for it; whoever comes to it gets the error.
    batch.catch(() => undefined);
    return batch;
  };
  const ahead = Array.from({ length: AHEAD }, pull);
  let closed = false;
  const close = (): void => {
    if (!closed) session.connection.tell('drop', { handle });
    closed = true;
  };
  async function* batches(): AsyncGenerator<Batch> {
    try {
      for (;;) {
        const batch = await ahead.shift();
        if (batch === undefined) return;
        ahead.push(pull());
        yield batch;
      }
    } finally {
      close();
    }
  }
  await ahead[0];
  const iterator = batches();
  return { schema, close, [Symbol.asyncIterator]: () => iterator };
}
