//! The footer's bytes, checked and put into canonical form before they are decoded.
//!
//! Encrypted files are recognised by the magic `PARE`, or by a plaintext footer that names an encryption algorithm or a column key.

use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use pf_transform_core::control::Told;

use crate::file::PositionedFile;
use crate::format_rules::FILE_META_DATA;
use crate::thrift::canonical;

/// The footer of a file.
pub enum Footer {
    /// to be decoded
    Plain {
        /// in canonical form
        bytes: Vec<u8>,
        /// per column chunk, in file order, the number of its physical type
        physical_types: Vec<i64>,
    },
    /// keys are needed
    Encrypted,
}

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
    Ok(Footer::Plain { bytes, physical_types: facts.physical_types })
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
