//! Project: new columns from expressions, row by row. O(n) time per expression; a plain column is passed on without a copy.

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::SchemaRef;

use crate::error::Result;
use crate::evaluate::evaluate;
use crate::expression::Bound;

/// Evaluates the expressions over a batch; `schema` has one field for each.
///
/// # Errors
/// Those of the expressions' functions; `Internal` when a result is not of the type the schema says.
pub fn project(expressions: &[Bound], schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch> {
    let rows = batch.num_rows();
    let columns = expressions.iter().map(|expression| evaluate(expression, batch)?.into_rows(rows)).collect::<Result<Vec<_>>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(schema.clone(), columns, &options)?)
}
