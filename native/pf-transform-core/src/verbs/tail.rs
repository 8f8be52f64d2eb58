//! Tail: the last rows. O(batches) time on a table in memory, where they are views; a file is read in waves, of which only the batches of the last rows are kept.

use std::collections::VecDeque;

use arrow_array::RecordBatch;
use rayon::prelude::*;

use crate::control::Control;
use crate::error::Result;
use crate::partitions::{read, whole};
use crate::rows::RowSteps;
use crate::source::Source;
use crate::table::{Table, batch_bytes};

/// The last `count` rows of the source after the row steps. All rows are read, so that an error in any of them is one of the result, as it is elsewhere.
pub(super) fn tail(source: &dyn Source, rows: &RowSteps, count: usize, control: Control<'_>) -> Result<Table> {
    let schema = rows.schema();
    if count == 0 {
        return Ok(Table { schema, batches: Vec::new() });
    }
    if source.batches().is_some() && rows.only_choose() {
        return Ok(Table { schema, batches: last_rows(whole(source, rows, control)?, count) });
    }
    let wave = rayon::current_num_threads() * 2;
    let mut held: VecDeque<RecordBatch> = VecDeque::new();
    let mut found = 0;
    for start in (0..source.partitions()).step_by(wave) {
        let end = source.partitions().min(start + wave);
        let read = |partition| read(source, partition, rows, usize::MAX, control);
        let parts = (start..end).into_par_iter().map(read).collect::<Vec<Result<Vec<RecordBatch>>>>();
        for part in parts {
            for batch in part? {
                found += batch.num_rows();
                held.push_back(batch);
            }
        }
        while let Some(first) = held.front()
            && found - first.num_rows() >= count
        {
            found -= first.num_rows();
            if source.makes_memory() {
                control.release(batch_bytes(first));
            }
            held.pop_front();
        }
    }
    Ok(Table { schema, batches: last_rows(held.into(), count) })
}

/// Views of the last rows.
pub(super) fn last_rows(batches: Vec<RecordBatch>, count: usize) -> Vec<RecordBatch> {
    let mut left = count;
    let mut last = Vec::new();
    for batch in batches.into_iter().rev() {
        let rows = batch.num_rows().min(left);
        left -= rows;
        if rows > 0 {
            last.push(if rows == batch.num_rows() { batch } else { batch.slice(batch.num_rows() - rows, rows) });
        }
        if left == 0 {
            break;
        }
    }
    last.reverse();
    last
}
