//! Windows over more rows than fit in memory: rows are divided by the hash of their partition keys, and put back in their order with the new columns.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::sync::Arc;

use super::aggregate::{by_keys, by_position};
use super::parts::Bucket;
use super::runs::write_in_order;
use super::sort::merged;
use super::{HELD, Room, with_position, within};
use crate::control::Control;
use crate::error::Result;
use crate::gather::with_rows;
use crate::pipeline::Outcome;
use crate::rows::RowSteps;
use crate::source::Source;
use crate::table::batch_bytes;
use crate::window::WindowCall;

/// The rows with a new column for each window; all windows have the same partitions.
pub(crate) fn window(source: &dyn Source, rows: &RowSteps, windows: &[WindowCall], room: &Room, control: Control<'_>) -> Result<Outcome> {
    let own = rows.schema();
    let (schema, position) = with_position(&own, windows.iter().map(|window| &window.name));
    let columns = own.fields().len();
    let given = columns + windows.len();
    // Positions come after the columns of the rows, and after the new ones in the end.
    let order = (0..columns).chain(columns + 1..=given).chain([columns]).collect::<Vec<_>>();
    let result = crate::window::result_schema(&schema, windows)?;
    let result: SchemaRef = Arc::new(result.project(&order)?);
    let keys = [by_position(&position)];
    let work = |bucket: &Bucket, beside: usize| {
        let share = (HELD.0, HELD.1 * beside);
        let made = within(room, share, control.quiet(), |control| {
            let batches = bucket.batches(control)?;
            control.keep(batches.iter().map(batch_bytes).sum())?;
            crate::window::window(&schema, &batches, windows, control)
        })?;
        let write = |batches: Vec<RecordBatch>| {
            let reordered = |batch: &RecordBatch| {
                let columns = order.iter().map(|&index| batch.column(index).clone()).collect();
                with_rows(&result, columns, batch.num_rows())
            };
            write_in_order(&result, &batches.iter().map(reordered).collect::<Result<Vec<_>>>()?, &keys, room, control)
        };
        made.map(|table| write(table.batches)).transpose()
    };
    let partition_by = windows.first().map(|window| window.partition_by.as_slice()).unwrap_or_default();
    let runs = by_keys(source, rows, partition_by, &schema, (room, control), &work)?;
    merged(result.clone(), &keys, runs, Some(given), room, control)
}
