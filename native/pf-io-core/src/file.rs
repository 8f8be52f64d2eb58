//! A file that many threads read at once: every read names its position, so that there is no shared cursor.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::reason::reason;

/// A file as it was described when a plan was made.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FileSpec {
    /// where it is
    pub path: String,
    /// its length then
    #[serde(default)]
    pub bytes: Option<u64>,
    /// its modification time then, in milliseconds since 1970
    #[serde(default)]
    pub modified: Option<f64>,
}

impl FileSpec {
    /// A file of which only the path is known.
    #[must_use]
    pub fn of(path: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: None, modified: None }
    }
}

/// An open file with positioned reads.
#[derive(Debug, Clone)]
pub struct PositionedFile {
    file: Arc<File>,
    length: u64,
}

impl PositionedFile {
    /// Opens a file and compares it with its description.
    ///
    /// # Errors
    /// `FileNotFound`, `Changed`.
    pub fn open(spec: &FileSpec) -> Result<Self> {
        let refuse = |reason: String| Error::FileNotFound { path: spec.path.clone(), reason };
        let file = File::open(&spec.path).map_err(|error| refuse(reason(&error)))?;
        let metadata = file.metadata().map_err(|error| refuse(reason(&error)))?;
        if metadata.is_dir() {
            return Err(refuse("it is a folder".to_owned()));
        }
        if !metadata.is_file() {
            return Err(refuse("it is not a regular file".to_owned()));
        }
        compare(spec, &metadata)?;
        Ok(Self { file: Arc::new(file), length: metadata.len() })
    }

    pub(crate) const fn length(&self) -> u64 {
        self.length
    }
}

#[allow(clippy::cast_precision_loss)]
fn modified(metadata: &Metadata) -> f64 {
    metadata.mtime() as f64 * 1e3 + metadata.mtime_nsec() as f64 / 1e6
}

fn compare(spec: &FileSpec, metadata: &Metadata) -> Result<()> {
    let found = modified(metadata);
    let same_length = spec.bytes.is_none_or(|bytes| bytes == metadata.len());
    // Callers may have rounded to whole milliseconds.
    let same_time = spec.modified.is_none_or(|expected| (expected - found).abs() < 1.0);
    if same_length && same_time {
        return Ok(());
    }
    let bytes = metadata.len();
    let change = match spec.bytes {
        // A description of what was not there yet.
        Some(_) if spec.modified.is_some_and(|time| time < 0.0) => format!("it did not exist and now has {bytes} bytes"),
        Some(expected) if expected != bytes => format!("it had {expected} bytes and now has {bytes}"),
        _ => "it was written to".to_owned(),
    };
    Err(Error::Changed { path: spec.path.clone(), change, expected: spec.bytes, found: bytes })
}

impl Length for PositionedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for PositionedFile {
    type T = BufReader<At>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        // Only page headers are read this way; they are small.
        Ok(BufReader::with_capacity(1024, At { file: self.file.clone(), position: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        let end = start.checked_add(length as u64).filter(|&end| end <= self.length);
        if end.is_none() {
            return Err(ParquetError::EOF(format!(
                "{length} bytes at offset {start} reach beyond the end of the file of {} bytes",
                self.length
            )));
        }
        let mut buffer = vec![0; length];
        self.file.read_exact_at(&mut buffer, start)?;
        Ok(buffer.into())
    }
}

/// A reader with a position of its own.
#[derive(Debug)]
pub struct At {
    file: Arc<File>,
    position: u64,
}

impl Read for At {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}
