//! Result columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, UInt32Array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::{Field, Schema};
use pf_graph_core::validity_of_u32;
use pf_transform_core::table::Table;
use serde_json::Value;

use crate::error::{Failure, Outcome};
use crate::memory::TableCell;
use crate::table::NewTable;

/// A result with one row per vertex: name, values and nullability of each column.
pub fn result(columns: Vec<(&str, ArrayRef, bool)>, notes: Value) -> Outcome<NewTable> {
    let fields = columns.iter().map(|(name, array, nullable)| Field::new(*name, array.data_type().clone(), *nullable));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, array, _)| array).collect())?;
    Ok(NewTable { cell: TableCell::native(Table { schema, batches: vec![batch] }), notes })
}

pub fn uint32(values: Vec<u32>) -> ArrayRef {
    Arc::new(UInt32Array::new(values.into(), None))
}

/// `NONE` becomes null.
pub fn nullable_uint32(values: Vec<u32>) -> ArrayRef {
    let (validity, _) = validity_of_u32(&values);
    let length = values.len();
    let nulls = validity.map(|bits| NullBuffer::new(BooleanBuffer::new(Buffer::from_vec(bits), 0, length)));
    Arc::new(UInt32Array::new(values.into(), nulls))
}

/// Counts as int64.
pub fn int64(values: &[u64]) -> Outcome<ArrayRef> {
    let values: Result<Vec<i64>, _> = values.iter().map(|&value| i64::try_from(value)).collect();
    let values = values.map_err(|_| Failure::invalid("a count does not fit in int64"))?;
    Ok(Arc::new(Int64Array::new(values.into(), None)))
}
