//! Column chunks that the parquet crate cannot decode, rewritten in memory behind the end of the file.
//!
//! Only 32-bit integers in DELTA_BINARY_PACKED: their pages become plain ones. Memory: the chunk without compression, 4 bytes per value, while its row group is read.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type as PhysicalType};
use parquet::column::page::{Page, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::Length;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::delta;
use crate::file::PositionedFile;

/// Whether a chunk is one of those.
pub(crate) fn needs_rewrite(chunk: &ColumnChunkMetaData) -> bool {
    chunk.column_type() == PhysicalType::INT32 && chunk.encodings().any(|encoding| encoding == Encoding::DELTA_BINARY_PACKED)
}

/// The file and its footer with such chunks of a row group rewritten, if `included` are any.
pub(crate) fn rewritten(
    file: &PositionedFile,
    footer: &ParquetMetaData,
    row_group: usize,
    included: impl Fn(usize) -> bool,
) -> Result<Option<(PositionedFile, ParquetMetaData)>> {
    let group = footer.row_group(row_group);
    let rows = usize::try_from(group.num_rows())?;
    let mut appended = Vec::new();
    let mut columns = group.columns().to_vec();
    for (leaf, chunk) in columns.iter_mut().enumerate() {
        if !included(leaf) || !needs_rewrite(chunk) {
            continue;
        }
        let start = appended.len();
        let mut pages = SerializedPageReader::new(Arc::new(file.clone()), chunk, rows, None)?;
        let mut dictionary = None;
        let mut data = None;
        while let Some(page) = pages.get_next_page()? {
            let at = i64::try_from(file.len())?.saturating_add(i64::try_from(appended.len())?);
            match page {
                Page::DictionaryPage { .. } => dictionary = Some(at),
                _ => data = data.or(Some(at)),
            }
            append(&mut appended, page, chunk)?;
        }
        let length = i64::try_from(appended.len() - start)?;
        // A chunk without a data page stays what it is.
        let Some(data) = data else { continue };
        *chunk = chunk
            .clone()
            .into_builder()
            .set_compression(Compression::UNCOMPRESSED)
            .set_data_page_offset(data)
            .set_dictionary_page_offset(dictionary)
            .set_total_compressed_size(length)
            .set_total_uncompressed_size(length)
            .build()?;
    }
    if appended.is_empty() {
        return Ok(None);
    }
    let mut builder = footer.clone().into_builder();
    let mut groups = builder.take_row_groups();
    groups[row_group] = group.clone().into_builder().set_column_metadata(columns).build()?;
    Ok(Some((file.with_appended(appended.into()), builder.set_row_groups(groups).build())))
}

fn append(out: &mut Vec<u8>, page: Page, chunk: &ColumnChunkMetaData) -> Result<()> {
    let descriptor = chunk.column_descr();
    let is_delta = page.encoding() == Encoding::DELTA_BINARY_PACKED && !matches!(page, Page::DictionaryPage { .. });
    let values = usize::try_from(page.num_values())?;
    match page {
        Page::DictionaryPage { buf, num_values, .. } => {
            let mut header = Header::new(2, buf.len(), buf.len())?;
            header.list(7, &[i64::from(num_values), 0]);
            header.write(out, &[&buf]);
        }
        Page::DataPage { buf, num_values, encoding, def_level_encoding, rep_level_encoding, .. } => {
            let after = levels_end(&buf, 0, rep_level_encoding, descriptor.max_rep_level(), values)?;
            let after = levels_end(&buf, after, def_level_encoding, descriptor.max_def_level(), values)?;
            let (levels, body) = (buf.slice(..after), plain(buf.slice(after..), is_delta, values)?);
            let length = levels.len() + body.len();
            let mut header = Header::new(0, length, length)?;
            let encoding = if is_delta { Encoding::PLAIN } else { encoding };
            header.list(5, &[i64::from(num_values), number(encoding), number(def_level_encoding), number(rep_level_encoding)]);
            header.write(out, &[&levels, &body]);
        }
        Page::DataPageV2 { buf, num_values, encoding, num_nulls, num_rows, def_levels_byte_len, rep_levels_byte_len, .. } => {
            let after = usize::try_from(u64::from(def_levels_byte_len) + u64::from(rep_levels_byte_len))?;
            if after > buf.len() {
                return Err(ParquetError::General(format!("levels of {after} bytes in a page of {}", buf.len())));
            }
            let (levels, body) = (buf.slice(..after), plain(buf.slice(after..), is_delta, values)?);
            let length = levels.len() + body.len();
            let mut header = Header::new(3, length, length)?;
            let encoding = if is_delta { Encoding::PLAIN } else { encoding };
            header.list(
                8,
                &[
                    i64::from(num_values),
                    i64::from(num_nulls),
                    i64::from(num_rows),
                    number(encoding),
                    i64::from(def_levels_byte_len),
                    i64::from(rep_levels_byte_len),
                ],
            );
            header.write(out, &[&levels, &body]);
        }
    }
    Ok(())
}

fn plain(body: Bytes, is_delta: bool, values: usize) -> Result<Bytes> {
    // A page of nulls has no values, and some writers not even a header for none.
    if !is_delta || body.is_empty() {
        return Ok(body);
    }
    delta::to_plain(&body, values).map(Bytes::from).map_err(ParquetError::General)
}

/// Where the levels end that begin at `start`.
fn levels_end(page: &[u8], start: usize, encoding: Encoding, max: i16, values: usize) -> Result<usize> {
    if max == 0 {
        return Ok(start);
    }
    #[allow(deprecated)]
    let end = if encoding == Encoding::BIT_PACKED {
        let width = usize::try_from(16 - max.leading_zeros())?;
        start.checked_add(values.saturating_mul(width).div_ceil(8))
    } else {
        let length = page.get(start..).and_then(|rest| rest.first_chunk::<4>());
        let length = length
            .map(|&bytes| u32::from_le_bytes(bytes))
            .ok_or_else(|| ParquetError::EOF("the page ends before its levels".to_owned()))?;
        usize::try_from(length)?.checked_add(start + 4)
    };
    end.filter(|&end| end <= page.len()).ok_or_else(|| ParquetError::EOF("levels go beyond their page".to_owned()))
}

/// The number of an encoding in the file format.
#[allow(deprecated)]
const fn number(encoding: Encoding) -> i64 {
    match encoding {
        Encoding::PLAIN_DICTIONARY => 2,
        Encoding::RLE => 3,
        Encoding::BIT_PACKED => 4,
        Encoding::DELTA_BINARY_PACKED => 5,
        Encoding::DELTA_LENGTH_BYTE_ARRAY => 6,
        Encoding::DELTA_BYTE_ARRAY => 7,
        Encoding::RLE_DICTIONARY => 8,
        Encoding::BYTE_STREAM_SPLIT => 9,
        _ => 0,
    }
}

/// A page header in Thrift's compact protocol.
struct Header {
    bytes: Vec<u8>,
    last: u8,
}

const I32: u8 = 5;
const STRUCT: u8 = 12;

impl Header {
    fn new(kind: i64, uncompressed: usize, compressed: usize) -> Result<Self> {
        let mut header = Self { bytes: Vec::new(), last: 0 };
        for (field, value) in [(1, kind), (2, i32::try_from(uncompressed)?.into()), (3, i32::try_from(compressed)?.into())] {
            header.field(field, I32);
            header.integer(value);
        }
        Ok(header)
    }

    fn field(&mut self, field: u8, kind: u8) {
        self.bytes.push(((field - self.last) << 4) | kind);
        self.last = field;
    }

    fn integer(&mut self, value: i64) {
        let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
        while rest >= 0x80 {
            self.bytes.push((rest & 0x7f).to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest.to_le_bytes()[0]);
    }

    /// A struct whose fields are numbered from 1 and of 32 bits.
    fn list(&mut self, field: u8, values: &[i64]) {
        self.field(field, STRUCT);
        for &value in values {
            self.bytes.push((1 << 4) | I32);
            self.integer(value);
        }
        if field == 8 {
            // is_compressed: false
            self.bytes.push((1 << 4) | 2);
        }
        self.bytes.push(0);
    }

    fn write(mut self, out: &mut Vec<u8>, parts: &[&[u8]]) {
        self.bytes.push(0);
        out.extend_from_slice(&self.bytes);
        for part in parts {
            out.extend_from_slice(part);
        }
    }
}
