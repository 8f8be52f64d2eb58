//! How much memory values take that a page states in a few bytes.

use parquet::basic::Encoding;

use super::header::DataHeader;
use crate::delta;

/// Bytes that a batch gets of a page, at most: levels and values of lists, whose rows cannot be divided; of columns that are not repeated what does not
/// follow from the number of a batch's rows. `strings`: bytes of the page's values, where they are not those of a dictionary.
pub(super) fn memory_of(
    data: &DataHeader,
    encoding: Encoding,
    width: Option<usize>,
    is_repeated: bool,
    largest: usize,
    strings: usize,
) -> usize {
    let is_dictionary = matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
    let differences = if encoding == Encoding::DELTA_BINARY_PACKED { data.values.saturating_mul(4) } else { 0 };
    let values = match width {
        Some(width) if is_repeated => data.values.saturating_mul(width),
        Some(_) => differences,
        // Rows of a batch are chosen by the largest entry; those of a list are not.
        None if is_dictionary && is_repeated => data.values.saturating_mul(largest.saturating_add(4)),
        None if is_dictionary => 0,
        None => strings,
    };
    // Two levels of two bytes each, and an offset or an index.
    if is_repeated { values.saturating_add(data.values.saturating_mul(8)) } else { values }
}

/// Bytes of the largest among plain byte strings, each behind its length in four bytes.
pub(crate) fn largest_plain(mut bytes: &[u8]) -> usize {
    let mut largest = 0;
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let Some(after) = rest.get(length..) else { break };
        largest = largest.max(length);
        bytes = after;
    }
    largest
}

/// Bytes of byte strings that state what each shares with the one before.
pub(super) fn delta_strings(bytes: &[u8], most: usize) -> Result<usize, String> {
    // A page of nulls may have nothing at all.
    if bytes.is_empty() {
        return Ok(0);
    }
    delta::shared_strings(bytes, most).map(|total| usize::try_from(total).unwrap_or(usize::MAX))
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
