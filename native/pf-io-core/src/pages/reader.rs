//! The pages of one column chunk, for the decoders of the parquet crate.
//!
//! They differ from its own in what they believe: headers are checked, a page unpacks to what it states, all pages together have the values that the chunk
//! states, and memory is counted before it is made.

use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Encoding, Type as PhysicalType};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::ChunkReader;

use super::header::{DataHeader, Layout, PageHeader, page_header};
use super::levels::{BIT_PACKED, check_levels, levels_end};
use super::meter::{Load, Meter};
use super::unpack::{Unpacker, damaged};
use super::values::{delta_strings, largest_plain, memory_of};
use crate::delta;
use crate::file::PositionedFile;

/// Bytes that are read for a header at first; statistics may make it longer.
const HEADER: usize = 512;
/// The longest header that is read.
const LONGEST_HEADER: usize = 64 << 20;

pub(crate) struct Pages {
    file: PositionedFile,
    leaf: usize,
    meter: Arc<Meter>,
    unpacker: Unpacker,
    physical: PhysicalType,
    /// bytes of a value, where all have the same
    width: Option<usize>,
    definition: i16,
    repetition: i16,
    /// values that the chunk states, and those of the pages so far
    expected: usize,
    seen: usize,
    at: u64,
    end: u64,
    peeked: Option<PageHeader>,
    /// a dictionary that was skipped, and where it is
    skipped: Option<(PageHeader, u64)>,
    /// bytes of the largest value in the dictionary
    largest: usize,
}

impl Pages {
    pub(crate) fn new(file: PositionedFile, leaf: usize, chunk: &ColumnChunkMetaData, meter: Arc<Meter>) -> Result<Self> {
        let (at, length) = chunk.byte_range();
        let descriptor = chunk.column_descr();
        let physical = chunk.column_type();
        let width = match physical {
            PhysicalType::BOOLEAN => Some(1),
            PhysicalType::INT32 | PhysicalType::FLOAT => Some(4),
            PhysicalType::INT64 | PhysicalType::DOUBLE => Some(8),
            PhysicalType::INT96 => Some(12),
            PhysicalType::FIXED_LEN_BYTE_ARRAY => Some(usize::try_from(descriptor.type_length())?),
            PhysicalType::BYTE_ARRAY => None,
        };
        let end = at.checked_add(length).filter(|&end| end <= file.length());
        let end = end.ok_or_else(|| damaged(&format!("a chunk of {length} bytes at {at} in a file of {}", file.length())))?;
        Ok(Self {
            file,
            leaf,
            meter,
            unpacker: Unpacker::new(chunk.compression(), chunk.uncompressed_size()),
            physical,
            width,
            definition: descriptor.max_def_level(),
            repetition: descriptor.max_rep_level(),
            expected: usize::try_from(chunk.num_values())?,
            seen: 0,
            at,
            end,
            peeked: None,
            skipped: None,
            largest: 0,
        })
    }

    /// The header of the next page with values or a dictionary, whose bytes then begin at `at`; none at the end.
    fn header(&mut self) -> Result<Option<PageHeader>> {
        if let Some(header) = self.peeked.take() {
            return Ok(Some(header));
        }
        loop {
            if self.seen >= self.expected {
                return Ok(None);
            }
            if self.at >= self.end {
                return Err(damaged(&format!("the chunk has {} values, its metadata says {}", self.seen, self.expected)));
            }
            self.meter.check()?;
            let header = self.read_header()?;
            self.unpacker.allow(header.size)?;
            if header.length as u64 > self.end - self.at {
                return Err(damaged(&format!("a page of {} bytes in a chunk with {} left", header.length, self.end - self.at)));
            }
            if let Some(data) = &header.data {
                if data.values > self.expected - self.seen {
                    let (values, seen) = (data.values, self.seen);
                    return Err(damaged(&format!("a page of {values} values after {seen} of {}", self.expected)));
                }
                return Ok(Some(header));
            }
            if header.is_dictionary {
                return Ok(Some(header));
            }
            // Index pages, and kinds that are yet to be invented.
            self.at += header.length as u64;
        }
    }

    fn read_header(&mut self) -> Result<PageHeader> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let mut window = HEADER;
        loop {
            let length = window.min(left);
            let mut bytes = Vec::with_capacity(length);
            self.file.get_read(self.at)?.take(length as u64).read_to_end(&mut bytes)?;
            match page_header(&bytes) {
                Ok((header, length)) => {
                    self.at += length as u64;
                    return Ok(header);
                }
                // It may go on behind what was read.
                Err(_) if length < left.min(LONGEST_HEADER) => window *= 16,
                Err(reason) => return Err(ParquetError::General(reason)),
            }
        }
    }

    /// The page of a header that lies at `at`.
    fn page(&mut self, header: &PageHeader, at: u64) -> Result<Page> {
        let packed = if self.unpacker.is_compressed() { header.length } else { 0 };
        let entries = header.data.as_ref().filter(|_| self.repetition > 0).map_or(0, |data| data.values);
        let load = Load {
            page: header.size.max(header.length).saturating_add(packed),
            values: self.values_in_batch(header, None),
            entries,
            is_dictionary: header.is_dictionary,
        };
        self.meter.load(self.leaf, &load)?;
        let body = self.file.get_bytes(at, header.length)?;
        if header.checksum.is_some_and(|checksum| crc32fast::hash(&body) != checksum) {
            return Err(damaged("the checksum of the page is wrong"));
        }
        let Some(data) = &header.data else {
            let dictionary = self.unpacked(&body, 0, header.size)?;
            self.largest = if self.physical == PhysicalType::BYTE_ARRAY { largest_plain(&dictionary) } else { 0 };
            return Ok(Page::DictionaryPage {
                buf: dictionary,
                num_values: u32::try_from(header.entries)?,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            });
        };
        self.seen += data.values;
        let encoding = encoding(data.encoding);
        let (whole, levels) = match data.layout {
            Layout::V1 { definition, repetition } => {
                let whole = self.unpacked(&body, 0, header.size)?;
                let middle = levels_end(&whole, 0, repetition, self.repetition, data.values)?;
                let after = levels_end(&whole, middle, definition, self.definition, data.values)?;
                for (range, encoding, max) in [(0..middle, repetition, self.repetition), (middle..after, definition, self.definition)] {
                    if max > 0 && encoding != BIT_PACKED {
                        check_levels(&whole[range.start + 4..range.end], max, data.values)?;
                    }
                }
                (whole, after)
            }
            Layout::V2 { definition, repetition, is_compressed, .. } => {
                let levels = definition.saturating_add(repetition);
                if levels > body.len() || levels > header.size {
                    return Err(damaged(&format!("levels of {levels} bytes in a page of {}", body.len())));
                }
                check_levels(&body[..repetition], self.repetition, data.values)?;
                check_levels(&body[repetition..levels], self.definition, data.values)?;
                let is_plain = !is_compressed || levels == body.len();
                (if is_plain { body } else { self.unpacked(&body, levels, header.size - levels)? }, levels)
            }
        };
        // What small pages can stand for is known only now.
        let strings = match encoding {
            Encoding::DELTA_BYTE_ARRAY => Some(delta_strings(&whole[levels..], data.values).map_err(ParquetError::General)?),
            _ => None,
        };
        let values = self.values_in_batch(header, strings);
        if values > load.values {
            self.meter.reload(self.leaf, values)?;
        }
        let (whole, encoding) = self.plain(whole, levels, encoding, data)?;
        self.data_page(data, whole, encoding)
    }

    fn data_page(&self, data: &DataHeader, buf: Bytes, encoding: Encoding) -> Result<Page> {
        let num_values = u32::try_from(data.values)?;
        Ok(match data.layout {
            Layout::V1 { definition, repetition } => Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding: self::encoding(definition),
                rep_level_encoding: self::encoding(repetition),
                statistics: None,
            },
            Layout::V2 { definition, repetition, nulls, .. } => Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                num_nulls: u32::try_from(nulls)?,
                num_rows: num_values,
                def_levels_byte_len: u32::try_from(definition)?,
                rep_levels_byte_len: u32::try_from(repetition)?,
                is_compressed: false,
                statistics: None,
            },
        })
    }

    /// The first `kept` bytes of a page as they are, and `size` bytes unpacked behind them.
    fn unpacked(&mut self, body: &Bytes, kept: usize, size: usize) -> Result<Bytes> {
        if !self.unpacker.is_compressed() && body.len() - kept == size {
            return Ok(body.clone());
        }
        let mut out = Vec::with_capacity(kept + size.min(super::unpack::AT_ONCE));
        out.extend_from_slice(&body[..kept]);
        let meter = self.meter.clone();
        self.unpacker.unpack(&body[kept..], size, &mut out, &|| meter.check())?;
        Ok(out.into())
    }

    /// Differences of 32-bit integers as plain values: the parquet crate cannot decode those of every writer.
    fn plain(&self, page: Bytes, levels: usize, encoding: Encoding, data: &DataHeader) -> Result<(Bytes, Encoding)> {
        if encoding != Encoding::DELTA_BINARY_PACKED || self.physical != PhysicalType::INT32 {
            return Ok((page, encoding));
        }
        // A page of nulls has no values, and some writers not even a header for none.
        let mut out = page[..levels].to_vec();
        if levels < page.len() {
            out.append(&mut delta::to_plain(&page[levels..], data.values).map_err(ParquetError::General)?);
        }
        Ok((out.into(), Encoding::PLAIN))
    }

    /// Bytes that a batch gets of a page. Lists are decoded row by row, and one may have all the values of its page.
    fn values_in_batch(&self, header: &PageHeader, strings: Option<usize>) -> usize {
        let Some(data) = &header.data else { return 0 };
        memory_of(data, encoding(data.encoding), self.width, self.repetition > 0, self.largest, strings.unwrap_or(header.size))
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(header) = self.header()? else { return Ok(None) };
        let at = self.at;
        self.at += header.length as u64;
        self.page(&header, at).map(Some)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.peeked = self.header()?;
        Ok(self.peeked.as_ref().map(|header| {
            let values = header.data.as_ref().map(|data| data.values);
            // Rows that a page states are not believed: those of a flat column are its values, those of others are counted.
            PageMetadata { num_rows: values.filter(|_| self.repetition == 0), num_levels: values, is_dict: header.is_dictionary }
        }))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        let Some(header) = self.header()? else { return Ok(()) };
        let at = self.at;
        self.at += header.length as u64;
        match &header.data {
            Some(data) => self.seen += data.values,
            None => self.skipped = Some((header, at)),
        }
        Ok(())
    }

    fn supports_deferred_dictionary(&self) -> bool {
        true
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        let Some((header, at)) = self.skipped.take() else { return Ok(None) };
        self.page(&header, at).map(Some)
    }
}

/// An encoding by its number in the file format; the rules of headers admit no other.
#[allow(deprecated)]
pub(super) const fn encoding(number: i64) -> Encoding {
    match number {
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        4 => Encoding::BIT_PACKED,
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => Encoding::PLAIN,
    }
}
