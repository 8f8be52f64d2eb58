//! Values that a dictionary repeats: a few bytes of a file may stand for any number of large ones.

use std::sync::Arc;

use parquet::basic::{Encoding, Type as PhysicalType};
use parquet::column::page::{Page, PageReader};
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::file::PositionedFile;

/// Bytes that a batch may have when each of its rows has the largest value of the dictionary.
const BATCH_BYTES: usize = 64 << 20;
/// Rows of a batch at least.
const LEAST_ROWS: usize = 16;

/// How many rows of these chunks a batch may have, at most `batch_rows`. A dictionary that cannot be read is left to the reader of the values, which says so.
pub(crate) fn rows_of_repeated<'a>(
    file: &PositionedFile,
    chunks: impl Iterator<Item = &'a ColumnChunkMetaData>,
    batch_rows: usize,
) -> usize {
    let largest = chunks.filter_map(|chunk| suspected(chunk, batch_rows).then(|| largest_entry(file, chunk).ok()).flatten()).max();
    match largest {
        Some(bytes) if bytes > 0 => batch_rows.min((BATCH_BYTES / bytes).max(LEAST_ROWS)),
        _ => batch_rows,
    }
}

/// Whether a batch of as many rows could be too large, were each value as large as the whole chunk.
fn suspected(chunk: &ColumnChunkMetaData, batch_rows: usize) -> bool {
    let has_dictionary = chunk.encodings().any(|encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY));
    let size = usize::try_from(chunk.uncompressed_size().max(chunk.compressed_size())).unwrap_or(0);
    chunk.column_type() == PhysicalType::BYTE_ARRAY && has_dictionary && size.saturating_mul(batch_rows) > BATCH_BYTES
}

/// Bytes of the largest value in the dictionary of a chunk; 0 without one.
fn largest_entry(file: &PositionedFile, chunk: &ColumnChunkMetaData) -> Result<usize> {
    let rows = usize::try_from(chunk.num_values())?;
    let mut pages = SerializedPageReader::new(Arc::new(file.clone()), chunk, rows, None)?;
    Ok(match pages.get_next_page()? {
        Some(Page::DictionaryPage { buf, .. }) => largest_plain(&buf),
        _ => 0,
    })
}

/// Plain byte strings: each behind its length in four bytes.
fn largest_plain(mut bytes: &[u8]) -> usize {
    let mut largest = 0;
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let Some(after) = rest.get(length..) else { break };
        largest = largest.max(length);
        bytes = after;
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::largest_plain;

    #[test]
    fn the_largest_entry_is_found_and_damage_ends_the_search() {
        assert_eq!(largest_plain(b""), 0);
        assert_eq!(largest_plain(b"\x01\0\0\0a\x03\0\0\0abc\x02\0\0\0ab"), 3);
        assert_eq!(largest_plain(b"\x01\0\0\0a\xff\xff\xff\xffabc"), 1);
        assert_eq!(largest_plain(b"\x01\0"), 0);
    }
}
