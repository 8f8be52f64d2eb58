//! Filter: rows for which a predicate is true (neither false nor null), in input order. O(n) time; copies the kept rows.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch};
use arrow_select::filter::{FilterBuilder, prep_null_mask_filter};

use crate::error::Result;
use crate::evaluate::{booleans, evaluate};
use crate::expression::Bound;

/// Which rows a predicate keeps: a mask without nulls.
///
/// # Errors
/// Those of the predicate's functions.
pub fn selection(predicate: &Bound, batch: &RecordBatch) -> Result<BooleanArray> {
    let mask = booleans(&evaluate(predicate, batch)?, batch.num_rows())?;
    Ok(if mask.null_count() == 0 { BooleanArray::new(mask.values().clone(), None) } else { prep_null_mask_filter(&mask) })
}

/// Rows where a condition that was evaluated before is true: a mask without nulls.
#[must_use]
pub fn true_rows(condition: &ArrayRef) -> BooleanArray {
    match condition.as_boolean_opt() {
        Some(mask) if mask.null_count() == 0 => BooleanArray::new(mask.values().clone(), None),
        Some(mask) => prep_null_mask_filter(mask),
        // Null in every row.
        None => BooleanArray::from(vec![false; condition.len()]),
    }
}

/// The rows for which the predicate is true. A batch that is kept whole is returned as it is.
///
/// # Errors
/// Those of the predicate's functions.
pub fn filter(predicate: &Bound, batch: RecordBatch) -> Result<RecordBatch> {
    let mask = selection(predicate, &batch)?;
    let kept = mask.values().count_set_bits();
    if kept == batch.num_rows() {
        return Ok(batch);
    }
    if kept == 0 {
        return Ok(batch.slice(0, 0));
    }
    let mut builder = FilterBuilder::new(&mask);
    if batch.num_columns() > 1 {
        builder = builder.optimize();
    }
    Ok(builder.build().filter_record_batch(&batch)?)
}
