//! Distinct rows of which the last stays, in the order of the first ones: groups are numbered as they come, each worker in a share of the rows, and every row takes the place of those
//! before it in its group. O(rows) expected time; memory grows with the groups.

use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::SchemaRef;
use rayon::prelude::*;

use crate::aggregate::Groups;
use crate::control::Control;
use crate::error::Result;
use crate::gather::Rows;
use crate::group_head::{KeyColumns, with_plain_zeros};
use crate::source::BATCH_ROWS;
use crate::table::{Table, batch_bytes};

/// Bytes per group, roughly: its number and its keys.
const PER_GROUP: usize = 24;

/// Of the rows that are equal in `subset` the last; -0 is shown as 0 there.
pub(super) fn distinct_last(schema: &SchemaRef, batches: &[RecordBatch], subset: &[String], control: Control<'_>) -> Result<Table> {
    let keys = KeyColumns::new(schema, subset)?;
    let rows = Rows::new(schema.clone(), batches, control)?;
    let workers = u32::try_from(rayon::current_num_threads()).unwrap_or(1);
    let share = rows.count().div_ceil(workers).max(1);
    let segment = |worker: u32| {
        let (start, end) = (rows.count().min(worker * share), rows.count().min((worker + 1).saturating_mul(share)));
        let mut last = Last::new(&keys)?;
        for start in (start..end).step_by(BATCH_ROWS) {
            control.check()?;
            let length = BATCH_ROWS.min((end - start) as usize);
            let columns =
                keys.indexes.iter().map(|&index| Ok(rows.whole(index)?.slice(start as usize, length))).collect::<Result<Vec<_>>>()?;
            last.see(&columns, start..)?;
        }
        control.keep(PER_GROUP * last.rows.len())?;
        Ok(last.rows)
    };
    let segments = (0..workers).into_par_iter().map(segment).collect::<Result<Vec<_>>>()?;
    let chosen = match segments.as_slice() {
        [only] => only.clone(),
        _ => {
            let mut all = Last::new(&keys)?;
            // Their rows are in the order of their first ones, and those of a later worker come later.
            for rows_of in segments.iter().flat_map(|segment| segment.chunks(BATCH_ROWS)) {
                control.check()?;
                let numbers = UInt32Array::from(rows_of.to_vec());
                all.see(&rows.take(&keys.indexes, &numbers)?, rows_of.iter().copied())?;
            }
            all.rows
        }
    };
    let taken = |part: &[u32]| {
        control.check()?;
        let batches = rows.batches(&UInt32Array::from(part.to_vec()))?;
        let shown = |batch: RecordBatch| {
            let batch = with_plain_zeros(&batch, &keys.indexes)?;
            control.keep(batch_bytes(&batch))?;
            Ok(batch)
        };
        batches.into_iter().map(shown).collect::<Result<Vec<_>>>()
    };
    let batches = chosen.par_chunks(BATCH_ROWS).map(taken).collect::<Result<Vec<_>>>()?;
    Ok(Table { schema: schema.clone(), batches: batches.into_iter().flatten().collect() })
}

/// The last row of each group so far, groups in the order of their first rows.
struct Last {
    groups: Groups,
    rows: Vec<u32>,
}

impl Last {
    fn new(keys: &KeyColumns) -> Result<Self> {
        Ok(Self { groups: Groups::new(keys.types.iter())?, rows: Vec::new() })
    }

    fn see(&mut self, keys: &[ArrayRef], numbers: impl Iterator<Item = u32>) -> Result<()> {
        self.groups.intern(keys, keys.first().map_or(0, |key| key.len()))?;
        self.rows.resize(self.groups.count(), 0);
        for (&group, number) in self.groups.ids().iter().zip(numbers) {
            self.rows[group as usize] = number;
        }
        Ok(())
    }
}
