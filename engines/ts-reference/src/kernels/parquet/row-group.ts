import type { ColumnChunk, ColumnMetaData } from 'hyparquet';
import { ParquetFrameError, inSteps, tableBytes, tableData } from '@parquetframe/core/engine';
import type { ColumnData, Steps } from '@parquetframe/core/engine';
import type { MemoryMeter } from '../memory-meter.js';
import { corrupt, orDamage } from '../source-file.js';
import type { Place, SourceFile } from '../source-file.js';
import { assembleColumn } from './assemble.js';
import { decodeChunk } from './chunk.js';
import type { LeafData } from './chunk-decoder.js';
import type { Footer } from './footer.js';
import { leavesOf } from './schema.js';
import { PageSource } from './page-source.js';
import type { RowWindow } from './row-window.js';
import type { LeafNode, ParquetNode } from './schema.js';

/** Reads some rows of one top-level column of one row group. @throws ParquetFrameError `DATA_CORRUPT`, `ENCRYPTED_FILE`, `UNSUPPORTED_TYPE`; TooLarge */
export async function readGroupColumn(
  file: SourceFile,
  footer: Footer,
  group: number,
  node: ParquetNode,
  { from, to }: RowWindow,
  meter: MemoryMeter,
  checkpoint: () => Promise<void> | undefined,
): Promise<ColumnData> {
  const before = meter.working;
  const decoded = new Map<LeafNode, LeafData>();
  // Values behind the last row are damage, which shows when they are read.
  const window = { from, to: to === rowsOfGroup(file, footer, group) ? Infinity : to };
  for (const leaf of leavesOf(node)) {
    const place = placeOf(file, group, leaf.path.join('.'));
    const chunk = footer.metadata.row_groups[group]?.columns[leaf.column];
    const metadata = chunkMetadata(file, chunk, leaf, place);
    const { start, end } = chunkRange(metadata);
    if (!(end <= file.bytes)) throw corrupt(place, `the chunk lies at bytes ${start} to ${end} of a file of ${file.bytes}`);
    const source = new PageSource(file, start, end, meter);
    decoded.set(leaf, await decodeChunk(source, metadata, leaf, place, window, meter, checkpoint));
    source.close();
  }
  const column = await inSteps(
    orDamage(assembled(node, decoded, { from, to }), placeOf(file, group, node.field.name)),
    checkpoint,
  );
  meter.back(before);
  meter.take(tableBytes(tableData([node.field], [{ length: column.length, columns: [column] }])));
  return column;
}

/** The column from its decoded leaves, in steps. */
function* assembled(node: ParquetNode, decoded: ReadonlyMap<LeafNode, LeafData>, { from, to }: RowWindow): Steps<ColumnData> {
  const rows = to - from;
  const column = yield* assembleColumn(node, leaf => {
    const data = decoded.get(leaf);
    if (data) return data;
    throw new RangeError(`no data for ${leaf.path.join('.')}`);
  });
  if (column.length !== rows) throw new RangeError(`the column has ${column.length} rows from row ${from} on, not ${rows}`);
  return column;
}

export function rowsOfGroup(file: SourceFile, footer: Footer, group: number): number {
  const rows = Number(footer.metadata.row_groups[group]?.num_rows ?? -1);
  if (rows >= 0 && rows < 2 ** 31) return rows;
  throw corrupt(placeOf(file, group, undefined), `a row group of ${rows} rows`);
}

/** Rows of a group that are decoded together: all of them, unless a column has more bytes than that. */
export function rowsAtOnce(
  file: SourceFile,
  footer: Footer,
  group: number,
  nodes: readonly ParquetNode[],
  bytes: number,
): number {
  const rows = rowsOfGroup(file, footer, group);
  const chunks = nodes.flatMap(leavesOf).map(leaf => footer.metadata.row_groups[group]?.columns[leaf.column]?.meta_data);
  const largest = chunks.reduce((most, chunk) => Math.max(most, Number(chunk?.total_uncompressed_size ?? 0)), 0);
  return largest <= bytes ? rows : Math.max(1, Math.floor((rows * bytes) / largest));
}

const placeOf = (file: SourceFile, group: number, column: string | undefined): Place => ({
  file: file.path,
  what: `${column === undefined ? '' : `column ${JSON.stringify(column)}, `}row group ${group}`,
});

function chunkMetadata(file: SourceFile, chunk: ColumnChunk | undefined, leaf: LeafNode, place: Place): ColumnMetaData {
  if (chunk?.crypto_metadata || chunk?.encrypted_column_metadata)
    throw new ParquetFrameError(
      'ENCRYPTED_FILE',
      `${file.path}: ${place.what} is encrypted; keys are not supported yet. Decrypt the file first`,
      {
        details: { file: file.path },
      },
    );
  const metadata = chunk?.meta_data;
  if (!metadata) throw corrupt(place, 'the row group has no such column');
  if (chunk.file_path) throw corrupt(place, `the column lies in another file, ${JSON.stringify(chunk.file_path)}`);
  if (metadata.type !== leaf.element.type)
    throw corrupt(place, `the column is ${String(leaf.element.type)} in the schema and ${metadata.type} here`);
  return metadata;
}

/** The dictionary page comes first, where there is one; an offset of 0 means none, since the file begins with PAR1. */
function chunkRange(metadata: ColumnMetaData): { readonly start: number; readonly end: number } {
  const data = Number(metadata.data_page_offset);
  const dictionary = Number(metadata.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { start, end: start + Number(metadata.total_compressed_size) };
}
