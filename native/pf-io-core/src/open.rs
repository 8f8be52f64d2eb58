//! Opening a Parquet file: its footer, decoded and checked, with the Arrow schema.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::{ColumnChunkMetaData, FileMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::schema::types::Type;
use pf_transform_core::control::Control;

use crate::arrow_schema::with_durations;
use crate::error::{Error, Result};
use crate::file::{FileSpec, PositionedFile};
use crate::footer::{self, Footer};
use crate::guard::guard;

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

pub(crate) fn reader_options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

impl ParquetFile {
    /// Opens a file and reads its footer.
    ///
    /// # Errors
    /// `FileNotFound`, `Changed`, `Encrypted`, `Corrupt`, `Unsupported`, `Cancelled`.
    pub fn open(spec: &FileSpec, control: Control<'_>) -> Result<Self> {
        let file = PositionedFile::open(spec)?;
        let told = control.told();
        let read = guard(&spec.path, || "the footer".to_owned(), || footer::read(&file, &told));
        // An error of a footer that was given up is not one of the file.
        control.check()?;
        let bytes = match read? {
            Footer::Plain(bytes) => bytes,
            Footer::Encrypted => return Err(Error::Encrypted { path: spec.path.clone() }),
        };
        let decoded = guard(&spec.path, || "the footer".to_owned(), || bytes.decode(&told, without_empty_dictionaries));
        control.check()?;
        let mut footer = decoded?;
        check_types(&spec.path, &footer, bytes.physical_types())?;
        drop(bytes);
        require_distinct_names(&spec.path, footer.file_metadata().schema_descr().root_schema(), "")?;
        // Some writers leave the number of rows of the file at 0; those of the row groups must be right.
        if let Some(group) = footer.row_groups().iter().position(|group| group.num_rows() < 0) {
            return Err(Error::Corrupt {
                path: spec.path.clone(),
                reading: "the footer".to_owned(),
                reason: format!("row group {group} has {} rows", footer.row_group(group).num_rows()),
            });
        }
        let rows = footer.row_groups().iter().map(|group| group.num_rows()).fold(0, i64::saturating_add);
        if rows != footer.file_metadata().num_rows() {
            footer = with_rows(&footer, rows);
        }
        let footer = Arc::new(footer);
        let schema_of = |options| guard(&spec.path, || "the schema".to_owned(), || ArrowReaderMetadata::try_new(footer.clone(), options));
        let mut metadata = schema_of(reader_options())?;
        control.check()?;
        if let Some(schema) = with_durations(&metadata) {
            metadata = schema_of(reader_options().with_schema(schema))?;
        }
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
            || "the schema".to_owned(),
            || ArrowReaderMetadata::try_new(self.metadata.metadata().clone(), reader_options().with_schema(schema)),
        )?;
        Ok(Self { metadata, ..self.clone() })
    }
}

/// Every column chunk says the physical type that the schema says of its column: the decoder believes the schema.
fn check_types(path: &str, footer: &ParquetMetaData, stated: &[i64]) -> Result<()> {
    let columns = footer.file_metadata().schema_descr().columns();
    let Some(at) = stated.iter().zip(columns.iter().cycle()).position(|(&stated, column)| stated != column.physical_type() as i64) else {
        return Ok(());
    };
    let reason = format!("column chunk {at} is of another physical type than its column in the schema");
    Err(Error::Corrupt { path: path.to_owned(), reading: "the footer".to_owned(), reason })
}

/// Columns, and fields of a struct, are told apart by their names.
fn require_distinct_names(path: &str, group: &Type, prefix: &str) -> Result<()> {
    if !group.is_group() {
        return Ok(());
    }
    let mut names = HashSet::new();
    for field in group.get_fields() {
        let column = format!("{prefix}{}", field.name());
        if !names.insert(field.name()) {
            let reason = format!("the file has two columns named \"{column}\"; they cannot be told apart");
            return Err(Error::Unsupported { path: path.to_owned(), reason });
        }
        require_distinct_names(path, field, &format!("{column}."))?;
    }
    Ok(())
}

/// Some writers put 0 where there is no dictionary page; the file's magic is there.
fn names_no_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    chunk.dictionary_page_offset().is_some_and(|offset| offset <= 0)
}

fn without_empty_dictionaries(group: RowGroupMetaData) -> RowGroupMetaData {
    if !group.columns().iter().any(names_no_dictionary) {
        return group;
    }
    let chunk = |chunk: &ColumnChunkMetaData| match names_no_dictionary(chunk) {
        true => chunk.clone().into_builder().set_dictionary_page_offset(None).build().unwrap_or_else(|_| chunk.clone()),
        false => chunk.clone(),
    };
    let columns = group.columns().iter().map(chunk).collect();
    group.clone().into_builder().set_column_metadata(columns).build().unwrap_or(group)
}

/// The same footer with another number of rows in all.
fn with_rows(footer: &ParquetMetaData, rows: i64) -> ParquetMetaData {
    let file = footer.file_metadata();
    let file = FileMetaData::new(
        file.version(),
        rows,
        file.created_by().map(str::to_owned),
        file.key_value_metadata().cloned(),
        file.schema_descr_ptr(),
        file.column_orders().cloned(),
    );
    ParquetMetaData::new(file, footer.row_groups().to_vec())
}
