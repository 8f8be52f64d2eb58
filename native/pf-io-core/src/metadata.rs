//! Everything a Parquet footer says, as one serialisable record.

use std::collections::BTreeMap;

use arrow_schema::{DataType, Field};
use parquet::basic::ColumnOrder;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use pf_transform_core::control::Control;
use pf_transform_core::error::Error as TableError;
use pf_transform_core::types::{FieldJson, TypeJson, schema_from_arrow};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::file::FileSpec;
use crate::guard::guard;
use crate::open::ParquetFile;
use crate::schema::{delivered, delivered_type};
use crate::statistics::{ColumnStatistics, column_statistics, merge};

/// One leaf column.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnMetadata {
    /// dotted path of the leaf
    pub path: String,
    /// as in the Parquet specification: `INT32`, `BYTE_ARRAY` …
    pub physical_type: String,
    /// logical type
    #[serde(rename = "type")]
    pub data_type: Option<TypeJson>,
    /// of all row groups, each once
    pub codecs: Vec<String>,
    /// of all row groups, each once
    pub encodings: Vec<String>,
    /// over all row groups
    pub compressed_bytes: i64,
    /// over all row groups
    pub uncompressed_bytes: i64,
    /// merged; none unless every row group has them
    pub statistics: Option<ColumnStatistics>,
}

/// One row group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowGroupMetadata {
    /// number of rows
    pub rows: i64,
    /// of all its column chunks
    pub compressed_bytes: i64,
    /// of all its column chunks
    pub uncompressed_bytes: i64,
    /// per leaf column
    pub statistics: Vec<Option<ColumnStatistics>>,
}

/// What `parquet.metadata` returns.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// number of rows
    pub rows: i64,
    /// of the format
    pub version: i32,
    /// the writer
    pub created_by: Option<String>,
    /// logical schema
    pub schema: Vec<FieldJson>,
    /// leaf columns in file order
    pub columns: Vec<ColumnMetadata>,
    /// in file order
    pub row_groups: Vec<RowGroupMetadata>,
    /// the writer's own entries
    pub key_value: BTreeMap<String, Option<String>>,
}

/// Reads the footer of a file.
///
/// # Errors
/// `FileNotFound`, `Changed`, `Encrypted`, `Corrupt`, `Unsupported`, `Cancelled`.
pub fn metadata(spec: &FileSpec, control: Control<'_>) -> Result<Metadata> {
    let file = ParquetFile::open(spec, control)?;
    guard(&file.path, || "the footer".to_owned(), || Ok(describe(&file, control)))?
}

fn describe(file: &ParquetFile, control: Control<'_>) -> Result<Metadata> {
    let footer: &ParquetMetaData = file.metadata.metadata();
    let unsupported = |error: TableError| Error::Unsupported { path: file.path.clone(), reason: error.to_string() };
    let schema = schema_from_arrow(&delivered(file.metadata.schema())).map_err(unsupported)?;
    let mut leaves = Vec::new();
    file.metadata.schema().fields().iter().for_each(|field| collect_leaves(field, &mut leaves));
    let row_groups = footer
        .row_groups()
        .iter()
        .map(|group| {
            control.check()?;
            Ok(RowGroupMetadata {
                rows: group.num_rows(),
                compressed_bytes: group.columns().iter().map(ColumnChunkMetaData::compressed_size).sum(),
                uncompressed_bytes: group.columns().iter().map(ColumnChunkMetaData::uncompressed_size).sum(),
                statistics: group
                    .columns()
                    .iter()
                    .enumerate()
                    .map(|(leaf, chunk)| {
                        let data_type = leaves.get(leaf).unwrap_or(&DataType::Null);
                        let order: ColumnOrder = footer.file_metadata().column_order(leaf);
                        column_statistics(chunk, order, data_type)
                    })
                    .collect(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let descriptor = footer.file_metadata().schema_descr();
    let columns = (0..descriptor.num_columns())
        .map(|leaf| {
            control.check()?;
            let column = descriptor.column(leaf);
            let chunks = footer.row_groups().iter().filter_map(|group| group.columns().get(leaf)).collect::<Vec<_>>();
            let data_type = leaves.get(leaf).unwrap_or(&DataType::Null);
            let parts = row_groups.iter().map(|group| group.statistics.get(leaf).cloned().flatten()).collect::<Option<Vec<_>>>();
            Ok(ColumnMetadata {
                path: column.path().string(),
                physical_type: column.physical_type().to_string(),
                data_type: TypeJson::from_arrow(&delivered_type(data_type)).ok(),
                codecs: distinct(chunks.iter().map(|chunk| bare(&chunk.compression().to_string()))),
                encodings: distinct(
                    chunks.iter().flat_map(|chunk| chunk.encodings().map(|encoding| encoding.to_string()).collect::<Vec<_>>()),
                ),
                compressed_bytes: chunks.iter().map(|chunk| chunk.compressed_size()).sum(),
                uncompressed_bytes: chunks.iter().map(|chunk| chunk.uncompressed_size()).sum(),
                statistics: parts.and_then(|parts| merge(&parts, data_type)),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let key_value = footer
        .file_metadata()
        .key_value_metadata()
        .map(|entries| entries.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect())
        .unwrap_or_default();
    Ok(Metadata {
        rows: footer.file_metadata().num_rows(),
        version: footer.file_metadata().version(),
        created_by: footer.file_metadata().created_by().map(str::to_owned),
        schema,
        columns,
        row_groups,
        key_value,
    })
}

/// `ZSTD(ZstdLevel(1))` without the level, which readers do not know.
fn bare(codec: &str) -> String {
    codec.split('(').next().unwrap_or(codec).to_owned()
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// Types of the leaves below a field, in file order.
fn collect_leaves(field: &Field, leaves: &mut Vec<DataType>) {
    match field.data_type() {
        DataType::Struct(fields) => fields.iter().for_each(|field| collect_leaves(field, leaves)),
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) | DataType::Map(item, _) => {
            collect_leaves(item, leaves);
        }
        leaf => leaves.push(leaf.clone()),
    }
}
