import { FILE_BYTES, HEAP_RECORD, heldReplica, inSteps } from '@parquetframe/core/engine';
import type {
  BindStep,
  ColumnStatistics,
  ParquetColumnMetadata,
  ParquetMetadata,
  ParquetRowGroup,
  Steps,
} from '@parquetframe/core/engine';
import type { ColumnMetaData } from 'hyparquet';
import { Encodings } from 'hyparquet/src/constants.js';
import { openSource, orDamage } from '../source-file.js';
import { readFooter } from './footer.js';
import type { Footer } from './footer.js';
import { parquetSchemaToSchema } from './schema.js';
import type { LeafNode } from './schema.js';
import { chunkStatistics, mergeStatistics, shownStatistics } from './statistics.js';

/** `parquet.metadata`: from the footer alone; no page is read. */
export const bindParquetMetadata: BindStep = () => ({
  inputs: [[FILE_BYTES]],
  outputs: [HEAP_RECORD],
  cpu: 'one',
  estimate: ({ ports: [file] }) => ({ seconds: 1e-3 + Math.min(file?.bytes ?? 1e6, 1e6) * 1e-9, peakBytes: 1e6 }),
  run: async call => {
    const file = await openSource(call.inputs[0]);
    try {
      const footer = await readFooter(file, call.checkpoint);
      const place = { file: file.path, what: 'the footer', offset: file.bytes };
      const record = await inSteps(orDamage(metadataRecord(footer), place), call.checkpoint);
      const uncompressedBytes = record.rowGroups.reduce((sum, group) => sum + group.uncompressedBytes, 0);
      return {
        replica: heldReplica(HEAP_RECORD, record, 0),
        statistics: { rows: record.rows, rowGroups: record.rowGroups.length, uncompressedBytes },
      };
    } finally {
      await file.close();
    }
  },
});

/** Chunks whose statistics are interpreted without a pause. */
const STEP_CHUNKS = 1024;

/** The record of the catalogue's `parquet.metadata`, in steps. */
export function* metadataRecord(footer: Footer): Steps<ParquetMetadata> {
  const { metadata, schema } = footer;
  const groups: ParquetRowGroup[] = [];
  for (const [index, group] of metadata.row_groups.entries()) {
    const statistics: (ColumnStatistics | null)[] = [];
    for (const leaf of schema.leaves) {
      if (statistics.length % STEP_CHUNKS === 0) yield undefined;
      const known = chunkStatistics(footer, index, leaf);
      statistics.push(known ? shownStatistics(known, leaf) : null);
    }
    groups.push({
      rows: Number(group.num_rows),
      compressedBytes: sum(group.columns.map(chunk => chunk.meta_data?.total_compressed_size)),
      uncompressedBytes: sum(group.columns.map(chunk => chunk.meta_data?.total_uncompressed_size)),
      statistics,
    });
  }
  const columns: ParquetColumnMetadata[] = [];
  let chunks = 0;
  for (const leaf of schema.leaves) {
    chunks += 1 + metadata.row_groups.length;
    if (chunks > STEP_CHUNKS) {
      yield undefined;
      chunks = 0;
    }
    columns.push(describeColumn(footer, leaf));
  }
  const entries = (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? null] as const);
  return {
    // Some writers leave the number of rows of the whole file at 0; a scan delivers the rows of its row groups.
    rows: groups.reduce((total, group) => total + group.rows, 0),
    version: metadata.version,
    createdBy: metadata.created_by ?? null,
    schema: parquetSchemaToSchema(schema),
    columns,
    rowGroups: groups,
    keyValue: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))),
  };
}

function describeColumn(footer: Footer, leaf: LeafNode): ParquetColumnMetadata {
  const groups = footer.metadata.row_groups;
  const chunks = groups.flatMap(group => group.columns[leaf.column]?.meta_data ?? []);
  const merged = mergeStatistics(groups.map((_, group) => chunkStatistics(footer, group, leaf)));
  return {
    path: leaf.path.join('.'),
    physicalType: leaf.element.type ?? '',
    type: leaf.field.type,
    codecs: [...new Set(chunks.map(chunk => chunk.codec))],
    encodings: [...new Set(chunks.flatMap(encodingsOf))],
    compressedBytes: sum(chunks.map(chunk => chunk.total_compressed_size)),
    uncompressedBytes: sum(chunks.map(chunk => chunk.total_uncompressed_size)),
    statistics: merged ? shownStatistics(merged, leaf) : null,
  };
}

/** In the order of the specification: writers list them in any. */
const encodingsOf = (chunk: ColumnMetaData): readonly string[] =>
  [...chunk.encodings].sort((a, b) => Encodings.indexOf(a) - Encodings.indexOf(b));

const sum = (values: readonly (bigint | undefined)[]): number =>
  Number(values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n));
