//! Values that a dictionary repeats: a few bytes of a file may stand for any number of large ones.

use parquet::basic::{Encoding, Type as PhysicalType};
use parquet::file::metadata::ColumnChunkMetaData;

use crate::file::PositionedFile;
use crate::pages::largest_entry;

/// Bytes that a batch may have when each of its rows has the largest value of the dictionary.
const BATCH_BYTES: usize = 64 << 20;

/// How many rows of these chunks a batch may have, at most `batch_rows`. A dictionary that cannot be read is left to the reader of the values, which says so.
pub(crate) fn rows_of_repeated<'a>(
    file: &PositionedFile,
    chunks: impl Iterator<Item = &'a ColumnChunkMetaData>,
    batch_rows: usize,
) -> usize {
    let largest = chunks.filter_map(|chunk| suspected(chunk, batch_rows).then(|| largest_entry(file, chunk).ok()).flatten()).max();
    match largest {
        Some(bytes) if bytes > 0 => batch_rows.min((BATCH_BYTES / bytes).max(1)),
        _ => batch_rows,
    }
}

/// Whether a batch of as many rows could be too large, were each value as large as the whole chunk.
fn suspected(chunk: &ColumnChunkMetaData, batch_rows: usize) -> bool {
    let has_dictionary = chunk.encodings().any(|encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY));
    let size = usize::try_from(chunk.uncompressed_size().max(chunk.compressed_size())).unwrap_or(0);
    chunk.column_type() == PhysicalType::BYTE_ARRAY && has_dictionary && size.saturating_mul(batch_rows) > BATCH_BYTES
}
