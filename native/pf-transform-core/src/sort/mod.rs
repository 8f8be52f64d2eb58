//! Sort: rows in the order of key columns, stable. Keys become words of 64 bits whose order is that of the values; pairs of a word and a row number
//! are divided among buckets by a sample and sorted there, ties by the next word. O(n log n) time, 32 bytes per row beside the result.

mod codes;
mod fields;
mod numbers;
mod order;
mod pairs;
mod text;
mod top;

use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::SchemaRef;
use rayon::prelude::*;
use serde::Deserialize;

use self::order::Order;
use self::pairs::Pair;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::gather::Rows;
use crate::table::Table;
use crate::type_text::type_text;

pub(crate) use self::codes::codes_of;
pub(crate) use self::top::Top;

/// Where nulls are put, whatever the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Nulls {
    First,
    #[default]
    Last,
}

/// One key: a column, and which of its values come first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SortKey {
    /// name of the column
    pub column: String,
    /// the greatest values first
    #[serde(default)]
    pub descending: bool,
    /// where nulls are put
    #[serde(default)]
    pub nulls: Nulls,
}

/// Rows of a batch of the result at most.
const BATCH_ROWS: usize = 1 << 20;
/// And at least, where there are that many.
const LEAST_ROWS: usize = 1 << 16;

/// The columns of the keys.
///
/// # Errors
/// `ColumnNotFound`; `TypeMismatch` for columns whose values have no order.
pub(crate) fn key_columns(schema: &SchemaRef, keys: &[SortKey]) -> Result<Vec<usize>> {
    let index = |key: &SortKey| {
        let index = column_index(schema, &key.column)?;
        let data_type = schema.field(index).data_type();
        if data_type.is_nested() {
            return Err(Error::TypeMismatch(format!("cannot sort by \"{}\" of type {}", key.column, type_text(data_type))));
        }
        Ok(index)
    };
    keys.iter().map(index).collect()
}

/// The rows of the batches in the order of the keys; equal rows in the order they come in.
///
/// # Errors
/// `ColumnNotFound`, `TypeMismatch`, `UnsupportedType`; `OutOfMemory`, `Cancelled`.
pub fn sort(schema: &SchemaRef, batches: &[RecordBatch], keys: &[SortKey], control: Control<'_>) -> Result<Table> {
    first_rows(schema, batches, keys, usize::MAX, control)
}

/// The numbers of the rows in the order of the keys, equal rows in the order they come in; none when they are so already.
///
/// # Errors
/// `UnsupportedType`; `OutOfMemory`, `Cancelled`.
pub(crate) fn row_order(columns: &[ArrayRef], keys: &[SortKey], rows: u32, control: Control<'_>) -> Result<Option<Vec<u32>>> {
    let scratch = pairs::bytes(rows);
    control.keep(scratch)?;
    let order = Order::new(columns, keys, rows, control)?;
    let sorted = pairs::sorted(&order, rows, control)?;
    drop(order);
    let numbers = sorted.map(|pairs| pairs.par_iter().with_min_len(LEAST_ROWS).map(|pair| pair.1).collect());
    control.release(scratch);
    Ok(numbers)
}

/// The first of them, as many as are wanted.
fn first_rows(schema: &SchemaRef, batches: &[RecordBatch], keys: &[SortKey], wanted: usize, control: Control<'_>) -> Result<Table> {
    let columns = key_columns(schema, keys)?;
    let rows = Rows::new(schema.clone(), batches, control)?;
    let arrays = columns.iter().map(|&index| rows.key(index)).collect::<Result<Vec<_>>>()?;
    let scratch = pairs::bytes(rows.count());
    control.keep(scratch)?;
    let order = Order::new(&arrays, keys, rows.count(), control)?;
    let sorted = pairs::sorted(&order, rows.count(), control)?;
    drop(order);
    let batches = match sorted {
        Some(mut sorted) => {
            sorted.truncate(wanted);
            gathered(&rows, &sorted, control)?
        }
        None if wanted >= rows.count() as usize => batches.to_vec(),
        None => rows.batches(&(0..rows.count()).take(wanted).collect::<UInt32Array>())?,
    };
    control.release(scratch);
    Ok(Table { schema: schema.clone(), batches })
}

/// What is made of the rows in the order of the keys, so many at a time, in parallel. The batches are dropped once they are put together.
pub(crate) fn sorted_parts<T: Send>(
    schema: &SchemaRef,
    batches: Vec<RecordBatch>,
    keys: &[SortKey],
    part: usize,
    control: Control<'_>,
    make: impl Fn(RecordBatch) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let columns = key_columns(schema, keys)?;
    let rows = Rows::new(schema.clone(), &batches, control)?;
    drop(batches);
    let arrays = columns.iter().map(|&index| rows.key(index)).collect::<Result<Vec<_>>>()?;
    let order = row_order(&arrays, keys, rows.count(), control)?.unwrap_or_else(|| (0..rows.count()).collect());
    let parts = order.par_chunks(part.max(1)).map(|numbers| {
        control.check()?;
        rows.batches(&UInt32Array::from(numbers.to_vec()))?.into_iter().map(&make).collect::<Result<Vec<_>>>()
    });
    Ok(parts.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The rows in the order of the pairs, in parallel.
fn gathered(rows: &Rows, sorted: &[Pair], control: Control<'_>) -> Result<Vec<RecordBatch>> {
    let share = sorted.len().div_ceil(4 * rayon::current_num_threads());
    let done = AtomicUsize::new(0);
    let part = |pairs: &[Pair]| -> Result<Vec<RecordBatch>> {
        control.check()?;
        let batches = rows.batches(&pairs.iter().map(|pair| pair.1).collect::<UInt32Array>())?;
        for batch in &batches {
            control.keep(batch.get_array_memory_size())?;
        }
        control.progress(0.5 + 0.5 * fraction(done.fetch_add(pairs.len(), Ordering::Relaxed) + pairs.len(), sorted.len()));
        Ok(batches)
    };
    let parts = sorted.par_chunks(share.clamp(LEAST_ROWS, BATCH_ROWS)).map(part).collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

#[allow(clippy::cast_precision_loss)]
fn fraction(done: usize, total: usize) -> f64 {
    done as f64 / total.max(1) as f64
}
