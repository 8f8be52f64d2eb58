import test from 'ava';
import { atOnce } from '@parquetframe/core/engine';
import type { FileMetaData } from 'hyparquet';
import { metadataRecord } from './metadata.js';
import { readParquetSchema } from './schema.js';

test('the rows of a file are those of its row groups, whatever the footer says', t => {
  const group = (rows: bigint) => ({ columns: [], total_byte_size: 0n, num_rows: rows });
  const metadata: FileMetaData = {
    version: 1,
    schema: [{ name: 'root', num_children: 0 }],
    num_rows: 0n,
    row_groups: [group(3n), group(4n)],
    metadata_length: 0,
  };
  const record = atOnce(metadataRecord({ metadata, schema: readParquetSchema(metadata), statistics: [], typeOrdered: [] }));
  t.is(record.rows, 7);
});
