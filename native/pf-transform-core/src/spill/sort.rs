//! A sort of more rows than fit in memory: each worker sorts what it may hold into runs, which are then read range by range.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::RecordBatch;

use super::merged::{Merged, Run};
use super::runs::{bytes_to_sort, write_sorted};
use super::{HELD, Room};
use crate::control::{Budget, Control};
use crate::error::Result;
use crate::partitions::{Place, in_segments};
use crate::pipeline::Outcome;
use crate::rows::RowSteps;
use crate::sort::SortKey;
use crate::source::Source;
use crate::table::Table;

/// What one worker holds of neighbouring partitions.
#[derive(Default)]
struct Held {
    runs: Vec<Run>,
    batches: Vec<RecordBatch>,
    bytes: usize,
}

/// All rows in the order of the keys: a table where they fit in memory, else what is on disk.
pub(crate) fn sort(source: &dyn Source, rows: &RowSteps, keys: &[SortKey], room: &Room, control: Control<'_>) -> Result<Outcome> {
    let schema = rows.schema();
    let budget = room.budget(HELD);
    if let Some(batches) = source.batches().filter(|_| rows.only_choose()) {
        // They are there already, in batches that need not be put together again.
        let batches = batches?.into_iter().map(|batch| rows.apply(batch, None)).collect::<Result<Vec<_>>>()?;
        if budget.take(batches.iter().map(bytes_to_sort).sum()).is_ok() {
            return Ok(Outcome::Table(crate::sort::sort(&schema, &batches, keys, control.within(None))?));
        }
    }
    let spilled = AtomicBool::new(false);
    let flush = |held: &mut Held, budget: &Budget| -> Result<()> {
        if !held.batches.is_empty() {
            spilled.store(true, Ordering::Relaxed);
            held.runs.push(write_sorted(&schema, std::mem::take(&mut held.batches), keys, room, control)?);
        }
        budget.give(std::mem::take(&mut held.bytes));
        Ok(())
    };
    let update = |held: &mut Held, batch: RecordBatch, _: Place| -> Result<()> {
        let bytes = bytes_to_sort(&batch);
        if budget.take(bytes).is_err() {
            flush(held, &budget)?;
            if budget.take(bytes).is_err() {
                // Others hold the rest: this one batch is a run of its own.
                held.batches.push(batch);
                return flush(held, &budget);
            }
        }
        held.bytes += bytes;
        held.batches.push(batch);
        Ok(())
    };
    let segments = in_segments(source, rows, control, || Ok(Held::default()), update, |_| Ok(()))?;
    if !spilled.load(Ordering::Relaxed) {
        let batches = segments.into_iter().flat_map(|held| held.batches).collect::<Vec<_>>();
        // What it takes was counted.
        let sorted = crate::sort::sort(&schema, &batches, keys, control.within(None))?;
        return Ok(Outcome::Table(sorted));
    }
    let mut runs = Vec::new();
    for mut held in segments {
        flush(&mut held, &budget)?;
        runs.append(&mut held.runs);
    }
    merged(schema, keys, runs, None, room, control)
}

/// The rows of runs, of all columns or the leading ones.
pub(super) fn merged(
    schema: arrow_schema::SchemaRef,
    keys: &[SortKey],
    runs: Vec<Run>,
    given: Option<usize>,
    room: &Room,
    control: Control<'_>,
) -> Result<Outcome> {
    let runs = runs.into_iter().filter(|run| !run.blocks.is_empty()).collect::<Vec<_>>();
    let given = given.unwrap_or(schema.fields().len());
    if runs.is_empty() {
        let leading = Arc::new(schema.project(&(0..given).collect::<Vec<_>>())?);
        return Ok(Outcome::Table(Table { schema: leading, batches: Vec::new() }));
    }
    let merged = Merged::new(schema, keys, runs, given, room.range(), control)?;
    Ok(Outcome::Source(Box::new(merged)))
}
