import { HEAP_BATCHES, heldReplica, nativeCall } from '@parquetframe/core/engine';
import type { Batch, BatchStream, KernelCall, KernelResult, Schema } from '@parquetframe/core/engine';
import type { NativeStream } from '../native/addon.js';
import { parsed } from '../native/parsed.js';
import type { Spilled } from './scratch.js';

/** A stream as the result of a kernel. Time and errors up to the first batch belong to the kernel; the rest is read as the consumer takes it. */
export async function streamResult(
  { result: source, scratch }: Spilled<NativeStream>,
  schema: Schema,
  call: KernelCall,
): Promise<KernelResult> {
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    try {
      await nativeCall(() => source.close());
    } finally {
      await scratch?.[Symbol.asyncDispose]();
    }
  };
  const next = async (): Promise<Batch | undefined> => {
    const table = open ? await nativeCall(() => source.next(call.threads, call.cancelled)) : null;
    if (!table) return undefined;
    const [batch] = table.view().batches;
    // The views hold the memory: it is free again once the consumer has dropped the batch.
    table.dispose();
    return batch;
  };
  const first = await next().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const stream: BatchStream = {
    schema,
    async *[Symbol.asyncIterator]() {
      try {
        for (let batch = first; batch; batch = await next()) yield batch;
      } finally {
        await close();
      }
    },
  };
  return { replica: heldReplica(HEAP_BATCHES, stream, undefined, close), notes: parsed(source.notes) };
}
