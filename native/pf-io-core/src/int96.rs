//! INT96 timestamps reach further than int64 nanoseconds do; the decoder would wrap around. So they are decoded as seconds first.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampSecondType;
use arrow_schema::{DataType, Schema, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::basic::Type as PhysicalType;

use crate::error::{Error, Result};
use crate::guard::guard;
use crate::open::{ParquetFile, reader_options};

/// Seconds that nanoseconds can represent in either direction.
const REACH: u64 = 9_223_372_036;

/// How to read the INT96 columns of a scan as seconds.
pub(crate) struct Int96 {
    pub(crate) metadata: ArrowReaderMetadata,
    pub(crate) mask: ProjectionMask,
}

impl Int96 {
    /// `None` when no column at `roots` is INT96.
    pub(crate) fn plan(file: &ParquetFile, roots: &[usize]) -> Result<Option<Self>> {
        let schema = file.metadata.schema();
        let descriptor = file.metadata.metadata().file_metadata().schema_descr();
        let is_int96 = |root: usize| {
            (0..descriptor.num_columns())
                .any(|leaf| descriptor.get_column_root_idx(leaf) == root && descriptor.column(leaf).physical_type() == PhysicalType::INT96)
        };
        let chosen = roots
            .iter()
            .copied()
            .filter(|&root| matches!(schema.field(root).data_type(), DataType::Timestamp(TimeUnit::Nanosecond, None)) && is_int96(root))
            .collect::<Vec<_>>();
        if chosen.is_empty() {
            return Ok(None);
        }
        let fields = schema.fields().iter().enumerate().map(|(root, field)| {
            let seconds = DataType::Timestamp(TimeUnit::Second, None);
            if chosen.contains(&root) { Arc::new(field.as_ref().clone().with_data_type(seconds)) } else { field.clone() }
        });
        let hinted = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()));
        let mask = ProjectionMask::roots(descriptor, chosen);
        let metadata = guard(
            &file.path,
            || "the schema".to_owned(),
            || ArrowReaderMetadata::try_new(file.metadata.metadata().clone(), reader_options().with_schema(hinted)),
        )?;
        Ok(Some(Self { metadata, mask }))
    }
}

/// # Errors
/// `Unsupported` when an instant is out of reach.
pub(crate) fn check_reach(path: &str, batch: &RecordBatch) -> Result<()> {
    for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
        let seconds = column.as_primitive::<TimestampSecondType>();
        if seconds.iter().flatten().any(|second| second.unsigned_abs() >= REACH) {
            let reason = format!(
                "column \"{}\" is INT96 with an instant outside the years 1677 to 2262, which nanoseconds cannot represent",
                field.name()
            );
            return Err(Error::Unsupported { path: path.to_owned(), reason });
        }
    }
    Ok(())
}
