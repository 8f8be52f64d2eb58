import { FILE_BYTES, HEAP_RECORD, heldReplica, nativeCall } from '@parquetframe/core/engine';
import type { Kernel, ParquetMetadata, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { parsed } from '../native/parsed.js';
import { fileReference } from './request.js';

/** `parquet.metadata`: the footer alone. */
export const bindMetadata = (_step: Step, rust: RustContext): Kernel => ({
  inputs: [[FILE_BYTES]],
  outputs: [HEAP_RECORD],
  cpu: 'one',
  estimate: () => ({ seconds: 3e-4, peakBytes: 1e6 }),
  run: async call => {
    const { path, bytes, modified } = fileReference(call.inputs[0]);
    const json = await nativeCall(() => rust.addon.parquetMetadata(JSON.stringify({ path, bytes, modified }), call.cancelled));
    const record = parsed(json) as unknown as ParquetMetadata;
    const uncompressedBytes = record.rowGroups.reduce((sum, group) => sum + group.uncompressedBytes, 0);
    return {
      replica: heldReplica(HEAP_RECORD, record, 0),
      statistics: { rows: record.rows, rowGroups: record.rowGroups.length, uncompressedBytes },
    };
  },
});
