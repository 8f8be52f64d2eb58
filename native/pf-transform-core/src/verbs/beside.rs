//! Columns of several tables side by side, as views of their batches. O(batches) time; nulls in the place of rows that are missing are all that is made.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, new_null_array};
use arrow_schema::{Schema, SchemaRef};
use serde::Deserialize;
use serde_json::json;

use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::source::BATCH_ROWS;
use crate::table::Table;

/// What becomes of tables with fewer rows than others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// `LENGTH_MISMATCH`
    Error,
    /// nulls in their last rows
    Null,
}

/// The columns of all tables, row by row.
///
/// # Errors
/// `LENGTH_MISMATCH` for tables of different numbers of rows, unless nulls are to fill them; `OutOfMemory`, `Cancelled`.
pub fn beside(tables: &[Arc<Table>], missing: Missing, control: Control<'_>) -> Result<Table> {
    let fills = missing == Missing::Null;
    let fields = tables.iter().flat_map(|table| table.schema.fields().iter());
    let fields = fields.map(|field| if fills { Arc::new(field.as_ref().clone().with_nullable(true)) } else { field.clone() });
    let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let mut sources = tables.iter().map(|table| Views { batches: &table.batches, schema: &table.schema, start: 0 }).collect::<Vec<_>>();
    let mut batches = Vec::new();
    let mut row = 0;
    loop {
        control.check()?;
        let lengths = sources.iter_mut().map(Views::left).collect::<Vec<_>>();
        let Some(length) = lengths.iter().copied().filter(|&length| length > 0).min() else {
            return Ok(Table { schema, batches });
        };
        let ended = lengths.iter().position(|&length| length == 0);
        let length = match ended {
            Some(input) if !fills => return Err(different_lengths(input, row)),
            Some(_) => length.min(BATCH_ROWS),
            None => length,
        };
        let mut columns = Vec::with_capacity(schema.fields().len());
        for source in &mut sources {
            columns.extend(source.take(length, control)?);
        }
        batches.push(with_rows(&schema, columns, length)?);
        row += length;
    }
}

fn different_lengths(input: usize, row: usize) -> Error {
    Error::Source {
        code: "LENGTH_MISMATCH",
        message: format!(
            "frames side by side must have the same number of rows: number {} ends after {row}, another goes on; cut it with limit, or fill with nulls: {{ how: 'horizontal', missing: 'null' }}",
            input + 1
        ),
        details: Box::new(json!({ "input": input, "rows": row })),
    }
}

/// The batches of a table, taken in other pieces than they come.
struct Views<'a> {
    batches: &'a [RecordBatch],
    schema: &'a SchemaRef,
    /// rows of the first batch that are taken already
    start: usize,
}

impl Views<'_> {
    /// Rows that are left of the next batch; 0 at the end.
    fn left(&mut self) -> usize {
        while let Some((first, others)) = self.batches.split_first() {
            if first.num_rows() > self.start {
                return first.num_rows() - self.start;
            }
            self.batches = others;
            self.start = 0;
        }
        0
    }

    /// The columns of the next rows: as they are, or nulls after the end.
    fn take(&mut self, length: usize, control: Control<'_>) -> Result<Vec<ArrayRef>> {
        let Some(first) = self.batches.first() else {
            let nulls = self.schema.fields().iter().map(|field| new_null_array(field.data_type(), length)).collect::<Vec<_>>();
            control.keep(nulls.iter().map(Array::get_array_memory_size).sum())?;
            return Ok(nulls);
        };
        let start = self.start;
        self.start += length;
        if start == 0 && length == first.num_rows() {
            return Ok(first.columns().to_vec());
        }
        Ok(first.columns().iter().map(|column| column.slice(start, length)).collect())
    }
}
