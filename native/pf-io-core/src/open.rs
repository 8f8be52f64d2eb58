//! Opening a Parquet file: its footer, decoded and checked, with the Arrow schema.

use std::sync::Arc;

use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader};

use crate::encryption::is_encrypted;
use crate::error::{Error, Result};
use crate::file::{FileSpec, PositionedFile};
use crate::guard::guard;
use crate::schema::normalise;

/// A Parquet file that is ready to be scanned.
#[derive(Clone)]
pub struct ParquetFile {
    /// for messages
    pub path: String,
    /// positioned reads
    pub file: PositionedFile,
    /// footer and Arrow schema
    pub metadata: ArrowReaderMetadata,
}

fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

impl ParquetFile {
    /// Opens a file and reads its footer.
    ///
    /// # Errors
    /// `FileNotFound`, `Changed`, `Encrypted`, `Corrupt`, `Unsupported`.
    pub fn open(spec: &FileSpec) -> Result<Self> {
        let file = PositionedFile::open(spec)?;
        if is_encrypted(&file) {
            return Err(Error::Encrypted { path: spec.path.clone() });
        }
        let read = |options: Option<ParquetMetaDataOptions>| -> Result<ParquetMetaData> {
            guard(
                &spec.path,
                || "footer".to_owned(),
                || ParquetMetaDataReader::new().with_metadata_options(options).parse_and_finish(&file),
            )
        };
        let mut footer = read(None)?;
        if let Some(schema) = normalise(footer.file_metadata().schema_descr()) {
            footer = read(Some(ParquetMetaDataOptions::new().with_schema(Arc::new(schema))))?;
        }
        let rows: i64 = footer.row_groups().iter().map(|group| group.num_rows()).sum();
        if rows != footer.file_metadata().num_rows() || footer.row_groups().iter().any(|group| group.num_rows() < 0) {
            return Err(Error::Corrupt {
                path: spec.path.clone(),
                reading: "footer".to_owned(),
                reason: format!("it says {} rows, its row groups {rows}", footer.file_metadata().num_rows()),
            });
        }
        let footer = Arc::new(footer);
        let metadata = guard(&spec.path, || "schema".to_owned(), || ArrowReaderMetadata::try_new(footer, options()))?;
        Ok(Self { path: spec.path.clone(), file, metadata })
    }

    /// The same file with the named utf8 and binary columns delivered as dictionaries; columns that cannot be are left as they are.
    ///
    /// # Errors
    /// `Corrupt` when the schema cannot be applied.
    pub fn with_dictionaries(&self, columns: &[String]) -> Result<Self> {
        let fields = self.metadata.schema().fields().iter().map(|field| match field.data_type() {
            DataType::Utf8 | DataType::Binary if columns.contains(field.name()) => {
                let encoded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(field.data_type().clone()));
                Arc::new(field.as_ref().clone().with_data_type(encoded))
            }
            _ => field.clone(),
        });
        let schema: SchemaRef = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), self.metadata.schema().metadata().clone()));
        if &schema == self.metadata.schema() {
            return Ok(self.clone());
        }
        let metadata = guard(
            &self.path,
            || "schema".to_owned(),
            || ArrowReaderMetadata::try_new(self.metadata.metadata().clone(), options().with_schema(schema)),
        )?;
        Ok(Self { metadata, ..self.clone() })
    }
}
