//! Row numbers beside the columns there are, which stay as they are. O(rows) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use rayon::prelude::*;

use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::table::Table;

/// Rows that are counted between two looks at the cancel flag.
const CHUNK: usize = 1 << 16;

/// The batches with a first column that counts the rows from `offset` on.
pub(super) fn with_row_index(schema: &SchemaRef, batches: &[RecordBatch], name: &str, offset: i64, control: Control<'_>) -> Result<Table> {
    let index: FieldRef = Arc::new(Field::new(name, DataType::Int64, false));
    let schema: SchemaRef = Arc::new(Schema::new(std::iter::once(index).chain(schema.fields().iter().cloned()).collect::<Vec<_>>()));
    let mut before = 0;
    let starts = batches.iter().map(|batch| {
        let start = before;
        before += batch.num_rows();
        start
    });
    let indexed = |(start, batch): (usize, &RecordBatch)| {
        let rows = batch.num_rows();
        control.keep(rows * size_of::<i64>())?;
        let mut numbers = vec![0; rows];
        numbers.par_chunks_mut(CHUNK).enumerate().try_for_each(|(chunk, numbers)| {
            control.check()?;
            // There are fewer rows than int64 has values, and the offset is a safe integer.
            let first = i64::try_from(start + chunk * CHUNK).unwrap_or(i64::MAX).saturating_add(offset);
            for (number, value) in numbers.iter_mut().zip(first..) {
                *number = value;
            }
            Ok::<_, Error>(())
        })?;
        let numbers: ArrayRef = Arc::new(Int64Array::from(numbers));
        with_rows(&schema, std::iter::once(numbers).chain(batch.columns().iter().cloned()).collect(), rows)
    };
    let batches = starts.zip(batches).map(indexed).collect::<Result<Vec<_>>>()?;
    Ok(Table { schema, batches })
}
