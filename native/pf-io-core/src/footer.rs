//! The footer's bytes, and what is looked at before they are decoded.
//!
//! Encrypted files are recognised by the magic `PARE`, or by a plaintext footer that names an encryption algorithm (field 8 of
//! `FileMetaData`, Thrift compact protocol). Empty lists whose element type was left open by the writer (hyparquet-writer does that for a
//! file without row groups) get the type that the decoder insists on.

use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use crate::file::PositionedFile;

const ROW_GROUPS: i16 = 4;
const KEY_VALUE_METADATA: i16 = 5;
const COLUMN_ORDERS: i16 = 7;
const ENCRYPTION_ALGORITHM: i16 = 8;
/// Thrift's number of a struct; as a list header it says: no elements, of type struct.
const STRUCT: u8 = 12;
const LIST: u8 = 9;

/// The footer of a file.
pub enum Footer {
    /// to be decoded
    Plain(Vec<u8>),
    /// keys are needed
    Encrypted,
}

/// Reads the footer's bytes.
///
/// # Errors
/// When the file is not Parquet or too short for the footer that its end promises.
pub fn read(file: &PositionedFile) -> Result<Footer, ParquetError> {
    let refuse = |reason: String| Err(ParquetError::General(reason));
    let Some(tail_start) = file.len().checked_sub(8).filter(|&start| start >= 4) else {
        return refuse(format!("it has {} bytes, too few for a Parquet file", file.len()));
    };
    let tail = file.get_bytes(tail_start, 8)?;
    if &tail[4..] == b"PARE" {
        return Ok(Footer::Encrypted);
    }
    if &tail[4..] != b"PAR1" {
        return refuse(format!("it does not end with PAR1 but with {:?}", String::from_utf8_lossy(&tail[4..])));
    }
    let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
    let Some(start) = tail_start.checked_sub(length.into()).filter(|&start| start >= 4) else {
        return refuse(format!("its footer should have {length} bytes, the file has {}", file.len()));
    };
    let length = usize::try_from(length).map_err(|error| ParquetError::General(error.to_string()))?;
    let mut bytes = file.get_bytes(start, length)?.to_vec();
    // What is malformed is left to the decoder, which says where.
    let seen = Thrift { bytes: &bytes, at: 0 }.top_level().unwrap_or_default();
    if seen.encrypted {
        return Ok(Footer::Encrypted);
    }
    for position in seen.empty_lists {
        bytes[position] = STRUCT;
    }
    Ok(Footer::Plain(bytes))
}

#[derive(Default)]
struct TopLevel {
    encrypted: bool,
    /// positions of the headers of empty lists of structs
    empty_lists: Vec<usize>,
}

/// Skips through the Thrift compact protocol.
struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Thrift<'_> {
    /// Looks at the fields of the top-level struct; `None` when the bytes are malformed.
    fn top_level(&mut self) -> Option<TopLevel> {
        let mut seen = TopLevel::default();
        let mut id = 0;
        while let Some((next, kind)) = self.field(id)? {
            let is_struct_list = kind == LIST && matches!(next, ROW_GROUPS | KEY_VALUE_METADATA | COLUMN_ORDERS);
            if is_struct_list && self.bytes.get(self.at)? >> 4 == 0 {
                seen.empty_lists.push(self.at);
            }
            seen.encrypted |= next == ENCRYPTION_ALGORITHM;
            self.skip(kind, 0)?;
            id = next;
        }
        Some(seen)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// The next field header; the inner `None` is the end of the struct.
    #[allow(clippy::option_option)]
    fn field(&mut self, last: i16) -> Option<Option<(i16, u8)>> {
        let header = self.byte()?;
        if header == 0 {
            return Some(None);
        }
        let delta = i16::from(header >> 4);
        let id = if delta == 0 {
            let zigzag = self.varint()?;
            i16::try_from((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()).ok()?
        } else {
            last.checked_add(delta)?
        };
        Some(Some((id, header & 0x0f)))
    }

    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        if depth > 32 {
            return None;
        }
        match kind {
            1 | 2 => {}
            3 => self.at += 1,
            4..=6 => {
                self.varint()?;
            }
            7 => self.at += 8,
            8 => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.at = self.at.checked_add(length)?;
            }
            9 | 10 => {
                let header = self.byte()?;
                let count = if header >> 4 == 15 { self.varint()? } else { u64::from(header >> 4) };
                // In lists a bool takes a byte.
                let element = header & 0x0f;
                for _ in 0..count {
                    if element <= 2 {
                        self.at += 1
                    } else {
                        self.skip(element, depth + 1)?
                    }
                    if self.at > self.bytes.len() {
                        return None;
                    }
                }
            }
            12 => {
                let mut id = 0;
                while let Some((next, kind)) = self.field(id)? {
                    self.skip(kind, depth + 1)?;
                    id = next;
                }
            }
            _ => return None,
        }
        (self.at <= self.bytes.len()).then_some(())
    }
}
