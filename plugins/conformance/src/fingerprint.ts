import { createHash, type Hash } from 'node:crypto';
import type { ColumnData, PreparedInput } from '@parquetframe/core/engine';

/** A hash of every byte of an input's buffers: changes when anybody writes to them. */
export function inputFingerprint(inputs: readonly PreparedInput[]): string {
  const hash = createHash('sha1');
  for (const input of inputs) {
    if (input.kind === 'table') for (const batch of input.table.batches) batch.columns.forEach(column => addColumn(hash, column));
    if (input.kind === 'graph') {
      if (input.graph.ids) addColumn(hash, input.graph.ids);
      for (const { offsets, targets, weights } of [input.graph.csr, input.graph.csc]) {
        addBuffer(hash, offsets);
        addBuffer(hash, targets);
        addBuffer(hash, weights);
      }
    }
  }
  return hash.digest('hex');
}

function addColumn(hash: Hash, column: ColumnData): void {
  hash.update(`column ${column.length} ${column.nullCount};`);
  for (const buffer of column.buffers) addBuffer(hash, buffer);
  for (const child of column.children ?? []) addColumn(hash, child);
  if (column.dictionary) addColumn(hash, column.dictionary);
}

function addBuffer(hash: Hash, buffer: ArrayBufferView | undefined): void {
  hash.update(`${buffer?.byteLength ?? -1};`);
  if (buffer) hash.update(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
}
