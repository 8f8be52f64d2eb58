//! The footer, checked and put into canonical form before it is decoded, and decoded in parts, between which it can be given up.
//!
//! Encrypted files are recognised by the magic `PARE`, or by a plaintext footer that names an encryption algorithm or a column key.

use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetStatisticsPolicy, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};
use pf_transform_core::control::Told;

use crate::file::PositionedFile;
use crate::format_rules::FILE_META_DATA;
use crate::schema::normalise;
use crate::thrift::{Facts, canonical};

/// The footer of a file.
pub enum Footer {
    /// its bytes
    Plain(Bytes),
    /// keys are needed
    Encrypted,
}

/// A footer in canonical form, to be decoded.
pub struct Bytes {
    bytes: Vec<u8>,
    facts: Facts,
}

/// Bytes of row groups that are decoded in one go.
const STEP: usize = 1 << 20;
const LIST_OF_STRUCTS: u8 = 0x0c;

/// Reads the footer's bytes.
///
/// # Errors
/// When the file is not Parquet or too short for the footer that its end promises, or when the call was cancelled.
pub fn read(file: &PositionedFile, told: &Told) -> Result<Footer, ParquetError> {
    let refuse = |reason: String| Err(ParquetError::General(reason));
    let Some(tail_start) = file.len().checked_sub(8).filter(|&start| start >= 4) else {
        return refuse(format!("it has {} bytes, and a Parquet file at least 12", file.len()));
    };
    let tail = file.get_bytes(tail_start, 8)?;
    if &tail[4..] == b"PARE" {
        return Ok(Footer::Encrypted);
    }
    if &tail[4..] != b"PAR1" {
        return refuse("it does not end with PAR1; this is not a Parquet file, or it is cut off".to_owned());
    }
    let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
    let Some(start) = tail_start.checked_sub(length.into()).filter(|&start| start >= 4) else {
        return refuse(format!("its footer should have {length} bytes, the file has {}", file.len()));
    };
    let length = usize::try_from(length).map_err(|error| ParquetError::General(error.to_string()))?;
    let bytes = file.get_bytes(start, length)?;
    let (bytes, facts) = canonical(&bytes, &FILE_META_DATA, told).map_err(ParquetError::General)?;
    if facts.encrypted {
        return Ok(Footer::Encrypted);
    }
    check_tree(&facts.children).map_err(ParquetError::General)?;
    Ok(Footer::Plain(Bytes { bytes, facts }))
}

impl Bytes {
    /// Per column chunk, in file order, the number of its physical type.
    #[must_use]
    pub fn physical_types(&self) -> &[i64] {
        &self.facts.physical_types
    }

    /// The footer with a normalised schema; every row group goes through `adjust`.
    ///
    /// # Errors
    /// When it cannot be decoded, or when the call was cancelled.
    pub fn decode(&self, told: &Told, adjust: impl Fn(RowGroupMetaData) -> RowGroupMetaData) -> Result<ParquetMetaData, ParquetError> {
        let check = || told.check().map_err(|error| ParquetError::General(error.to_string()));
        // Size statistics are not used, and some writers encode them in ways that the decoder refuses.
        let options = ParquetMetaDataOptions::new().with_size_stats_policy(ParquetStatisticsPolicy::SkipAll);
        let decode =
            |bytes: &[u8], options: &ParquetMetaDataOptions| ParquetMetaDataReader::decode_metadata_with_options(bytes, Some(options));
        let whole = self.without_row_groups();
        let mut head = decode(&whole, &options)?;
        check()?;
        if let Some(schema) = normalise(head.file_metadata().schema_descr()) {
            head = decode(&whole, &options.clone().with_schema(Arc::new(schema)))?;
            check()?;
        }
        let file = head.file_metadata().clone();
        let options = options.with_schema(file.schema_descr_ptr());
        let mut groups = Vec::with_capacity(self.facts.row_group_ends.len());
        let mut start = self.facts.first_row_group;
        let mut ends = self.facts.row_group_ends.as_slice();
        while let Some((first, rest)) = ends.split_first() {
            let more = rest.partition_point(|&end| end <= start + STEP);
            let end = rest[..more].last().unwrap_or(first);
            let part = of_row_groups(more + 1, &self.bytes[start..*end]);
            groups.extend(decode(&part, &options)?.row_groups().iter().cloned().map(&adjust));
            check()?;
            (start, ends) = (*end, &rest[more..]);
        }
        Ok(ParquetMetaData::new(file, groups))
    }

    fn without_row_groups(&self) -> Vec<u8> {
        let list = &self.facts.row_groups;
        [&self.bytes[..list.start], &[LIST_OF_STRUCTS], &self.bytes[list.end..]].concat()
    }
}

/// A footer of nothing but row groups: version 1, 0 rows in all.
fn of_row_groups(count: usize, items: &[u8]) -> Vec<u8> {
    let mut footer = vec![0x15, 2, 0x26, 0, 0x19];
    match u8::try_from(count) {
        Ok(small) if small < 15 => footer.push((small << 4) | LIST_OF_STRUCTS),
        _ => {
            footer.push(0xf0 | LIST_OF_STRUCTS);
            let mut rest = count;
            while rest >= 0x80 {
                footer.push((rest & 0x7f).to_le_bytes()[0] | 0x80);
                rest >>= 7;
            }
            footer.push(rest.to_le_bytes()[0]);
        }
    }
    footer.extend_from_slice(items);
    footer.push(0);
    footer
}

/// The flat list of schema elements describes exactly one tree. The decoder would make room for as many fields as an element says it has.
fn check_tree(children: &[i32]) -> Result<(), String> {
    let mut missing = 1_i64;
    for &count in children {
        if count < 0 {
            return Err(format!("an element of the schema has {count} fields"));
        }
        if missing == 0 {
            return Err("the schema has more elements than its tree has places".to_owned());
        }
        missing += i64::from(count) - 1;
    }
    if missing == 0 { Ok(()) } else { Err("the schema ends before all its fields are there".to_owned()) }
}
