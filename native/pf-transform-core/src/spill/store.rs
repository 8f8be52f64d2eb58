//! Blocks of rows in a file: each a stream of Arrow's IPC format of its own, so that any can be read alone.

use std::fs::{File, OpenOptions};
use std::io::{Cursor, Error as IoError, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::CompressionType;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{IpcWriteOptions, StreamWriter};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::dictionary::garbage_collect_any_dictionary;
use serde_json::json;

use super::Spill;
use crate::error::{Error, Result};
use crate::table::batch_bytes;

/// Bytes of a block below which compressing it costs more than it saves.
const COMPRESSED: usize = 64 << 10;

/// A file in the folder; it is deleted with the last who reads it.
#[derive(Debug)]
pub(super) struct SpillFile {
    file: Option<File>,
    path: PathBuf,
    end: AtomicU64,
    spill: Arc<Spill>,
}

/// Where rows lie in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    offset: u64,
    length: usize,
    pub rows: usize,
    /// in memory
    pub bytes: usize,
}

impl SpillFile {
    pub fn create(spill: &Arc<Spill>) -> Result<Arc<Self>> {
        let path = spill.folder.join(format!("{}.arrows", spill.files.fetch_add(1, Ordering::Relaxed)));
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|error| failed(&error, "created", &path))?;
        Ok(Arc::new(Self { file: Some(file), path, end: AtomicU64::new(0), spill: spill.clone() }))
    }

    /// Appends rows; from any thread.
    pub fn write(&self, batch: &RecordBatch) -> Result<Block> {
        let columns = batch.columns().iter().map(compact).collect::<Result<Vec<_>>>()?;
        let batch = crate::gather::with_rows(batch.schema_ref(), columns, batch.num_rows())?;
        let compression = (batch_bytes(&batch) >= COMPRESSED).then_some(CompressionType::LZ4_FRAME);
        let options = IpcWriteOptions::default().try_with_compression(compression)?;
        let mut writer = StreamWriter::try_new_with_options(Vec::new(), batch.schema_ref(), options)?;
        writer.write(&batch)?;
        let bytes = writer.into_inner()?;
        let length = bytes.len() as u64;
        let offset = self.end.fetch_add(length, Ordering::Relaxed);
        self.write_at(&bytes, offset).map_err(|error| failed(&error, "written", &self.path))?;
        self.spill.written.fetch_add(length, Ordering::Relaxed);
        Ok(Block { offset, length: bytes.len(), rows: batch.num_rows(), bytes: batch_bytes(&batch) })
    }

    /// Reads rows back.
    pub fn read(&self, block: Block, schema: &SchemaRef) -> Result<RecordBatch> {
        let mut bytes = vec![0; block.length];
        self.read_at(&mut bytes, block.offset).map_err(|error| failed(&error, "read", &self.path))?;
        let mut reader = StreamReader::try_new(Cursor::new(bytes), None)?;
        let batch = reader.next().ok_or_else(|| Error::Internal(format!("{} has no rows at {}", self.path.display(), block.offset)))??;
        crate::gather::with_rows(schema, batch.columns().to_vec(), batch.num_rows())
    }

    #[cfg(unix)]
    fn write_at(&self, bytes: &[u8], offset: u64) -> std::io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(self.open()?, bytes, offset)
    }

    #[cfg(unix)]
    fn read_at(&self, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self.open()?, bytes, offset)
    }

    #[cfg(windows)]
    fn write_at(&self, mut bytes: &[u8], mut offset: u64) -> std::io::Result<()> {
        while !bytes.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(self.open()?, bytes, offset)?;
            offset += written as u64;
            bytes = &bytes[written..];
        }
        Ok(())
    }

    #[cfg(windows)]
    fn read_at(&self, mut bytes: &mut [u8], mut offset: u64) -> std::io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(self.open()?, bytes, offset)? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                read => {
                    offset += read as u64;
                    bytes = &mut bytes[read..];
                }
            }
        }
        Ok(())
    }

    fn open(&self) -> std::io::Result<&File> {
        self.file.as_ref().ok_or_else(|| ErrorKind::NotFound.into())
    }
}

impl Drop for SpillFile {
    fn drop(&mut self) {
        // Windows deletes no file that is open. What cannot be deleted now goes with its folder.
        self.file = None;
        let _ = std::fs::remove_file(&self.path);
    }
}

fn failed(error: &IoError, what: &str, path: &std::path::Path) -> Error {
    let full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge);
    let (code, advice) = if full {
        ("OUT_OF_DISK", "; free some space, set TMPDIR to a folder with more, or raise PARQUETFRAME_MEMORY")
    } else {
        ("INTERNAL", "")
    };
    Error::Source {
        code,
        message: format!("scratch file {} cannot be {what}: {error}{advice}", path.display()),
        details: Box::new(json!({ "path": path.display().to_string() })),
    }
}

/// The column without values that none of its rows has.
fn compact(column: &ArrayRef) -> Result<ArrayRef> {
    if let Some(dictionary) = column.as_any_dictionary_opt() {
        return if dictionary.values().len() > column.len() { Ok(garbage_collect_any_dictionary(dictionary)?) } else { Ok(column.clone()) };
    }
    Ok(match column.data_type() {
        DataType::Utf8View => Arc::new(column.as_string_view().gc()),
        DataType::BinaryView => Arc::new(column.as_binary_view().gc()),
        _ => column.clone(),
    })
}
