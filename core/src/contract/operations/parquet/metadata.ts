import type { Json } from '../../data/json.js';
import type { SourceFacts } from '../../sources/index.js';
import type { OperationDefinition, Sizes } from '../operation.js';
import type { ParquetMetadata } from './metadata-record.js';

/** What `parquet.metadata` returns: a record. 64-bit values in statistics are decimal strings where they are not safe integers. */
export const parquetMetadata: OperationDefinition = {
  name: 'parquet.metadata',
  revision: 1,
  summary: 'Schema, row groups, codecs and typed column statistics of a Parquet file, from its footer alone.',
  meaning:
    'A record `ParquetMetadata`. The schema follows the Parquet logical types alone, so that every reader agrees: of an embedded Arrow schema nothing is taken but which INT64 columns ' +
    'without a logical type are durations, and in which unit; one that makes no sense, or is of other columns, is ignored. ' +
    'Statistics are per row group and column, typed, and merged over row groups where every row group has them.',
  source: 'https://parquet.apache.org/docs/file-format/metadata/',
  call: 'metadata(path)',
  inputs: ['file'],
  options: {},
  effect: 'none',
  classes: { exact: 'exact', fast: 'exact' },
  bind: () => ({ binding: {}, arguments: {}, output: { kind: 'record' } }),
  sizes: () => ({ bytes: 4096 }),
  work: ([file]) => Math.min(file?.['bytes'] ?? 1e6, 1e6),
  plan: {
    facts: fileSizes,
    fetches: () => ({ columns: [] }),
    sourceFacts: { scheme: 'parquet', of: sourceFacts },
  },
};

/** Row counts and sizes from a footer serve as statistics. */
function fileSizes(record: Json): Sizes {
  const { rows, rowGroups } = record as Partial<ParquetMetadata>;
  if (rowGroups === undefined) return {};
  return {
    rows: rows ?? 0,
    uncompressedBytes: rowGroups.reduce((sum, group) => sum + group.uncompressedBytes, 0),
    rowGroups: rowGroups.length,
  };
}

function sourceFacts(record: Json): SourceFacts {
  const { columns = [] } = record as Partial<ParquetMetadata>;
  return {
    columns: columns.map(({ path, physicalType, codecs, encodings }) => ({ path, physicalType, codecs, encodings })),
  };
}
