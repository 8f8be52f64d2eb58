//! Recognises encrypted Parquet files: the magic `PARE`, or a plaintext footer that names an encryption algorithm (field 8 of
//! `FileMetaData`, Thrift compact protocol). Only field numbers are looked at; nothing is decoded.

use parquet::file::reader::{ChunkReader, Length};

use crate::file::PositionedFile;

const ENCRYPTION_ALGORITHM: i16 = 8;

/// Whether the file is encrypted. `false` also for files that are not Parquet at all.
#[must_use]
pub fn is_encrypted(file: &PositionedFile) -> bool {
    let Some(tail_start) = file.len().checked_sub(8) else { return false };
    let Ok(tail) = file.get_bytes(tail_start, 8) else { return false };
    if &tail[4..] == b"PARE" {
        return true;
    }
    let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
    let Some(start) = tail_start.checked_sub(length.into()) else { return false };
    let Ok(length) = usize::try_from(length) else { return false };
    &tail[4..] == b"PAR1"
        && file
            .get_bytes(start, length)
            .is_ok_and(|footer| Thrift { bytes: &footer, at: 0 }.has_field(ENCRYPTION_ALGORITHM).unwrap_or(false))
}

/// Skips through the Thrift compact protocol.
struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Thrift<'_> {
    /// Whether the top-level struct has a field; `None` when the bytes are malformed.
    fn has_field(&mut self, wanted: i16) -> Option<bool> {
        let mut id = 0;
        while let Some((next, kind)) = self.field(id)? {
            if next == wanted {
                return Some(true);
            }
            self.skip(kind, 0)?;
            id = next;
        }
        Some(false)
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
            8 => self.at = self.at.checked_add(usize::try_from(self.varint()?).ok()?)?,
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
