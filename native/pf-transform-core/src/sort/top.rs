//! The first rows of a sort: each partition keeps as many as are wanted, and rows that come after that many of another one are left out unseen.
//! O(n) time where few are wanted; memory for the wanted rows of each partition.

use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::{RecordBatch, UInt32Array};
use arrow_schema::SchemaRef;
use arrow_select::take::take_record_batch;

use super::codes::{codes_of, reaches};
use super::{SortKey, first_rows, key_columns};
use crate::control::Control;
use crate::error::Result;
use crate::rows::{RowReader, RowSteps};
use crate::source::{BATCH_ROWS, Source};

/// Rows whose codes are made at a time.
const CHUNK: usize = 1 << 12;

/// The first rows of a sort, found partition by partition.
pub(crate) struct Top<'a> {
    schema: SchemaRef,
    keys: &'a [SortKey],
    /// column of the first key
    first: usize,
    wanted: usize,
    /// rows with a greater code are not among the first
    bound: AtomicU64,
}

impl<'a> Top<'a> {
    /// The first `wanted` rows of batches of this schema.
    pub fn new(schema: SchemaRef, keys: &'a [SortKey], wanted: usize) -> Result<Self> {
        let columns = key_columns(&schema, keys)?;
        Ok(Self { schema, keys, first: columns.first().copied().unwrap_or(0), wanted, bound: AtomicU64::new(u64::MAX) })
    }

    /// The first rows of a partition, in order, and perhaps a few that are not among the first of all.
    pub fn of_partition(&self, source: &dyn Source, partition: usize, rows: &RowSteps, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let mut reader = RowReader::open(source, partition)?;
        let mut held = Vec::new();
        let mut count = 0;
        while let Some(batch) = reader.next(rows, control)? {
            // Some rows tell what most of the others need not be looked at for.
            let some = CHUNK.max(self.wanted.saturating_mul(2));
            let head = if self.bound.load(Ordering::Relaxed) == u64::MAX && batch.num_rows() > 2 * some { some } else { 0 };
            for (part, most) in [(batch.slice(0, head), some), (batch.slice(head, batch.num_rows() - head), some.max(BATCH_ROWS))] {
                let Some(part) = self.possible(part)? else { continue };
                count += part.num_rows();
                held.push(part);
                if count >= most {
                    held = self.first(&held, control)?;
                    count = held.iter().map(RecordBatch::num_rows).sum();
                }
            }
        }
        if count > self.wanted {
            held = self.first(&held, control)?;
        }
        if count > self.wanted || source.makes_memory() {
            held.iter().try_for_each(|batch| control.keep(batch.get_array_memory_size()))?;
        }
        Ok(held)
    }

    /// The first rows of batches that come one after the other.
    pub fn first(&self, batches: &[RecordBatch], control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let first = first_rows(&self.schema, batches, self.keys, self.wanted, control.within(None))?.batches;
        if first.iter().map(RecordBatch::num_rows).sum::<usize>() == self.wanted
            && let Some(last) = first.last()
        {
            let mut codes = vec![0; last.num_rows()];
            codes_of(last.column(self.first), &self.keys[0], &mut codes)?;
            self.bound.fetch_min(codes.last().copied().unwrap_or(u64::MAX), Ordering::Relaxed);
        }
        Ok(first)
    }

    /// The rows of a batch that may be among the first, if there are any.
    fn possible(&self, batch: RecordBatch) -> Result<Option<RecordBatch>> {
        let bound = self.bound.load(Ordering::Relaxed);
        let count = batch.num_rows();
        if bound == u64::MAX || count == 0 {
            return Ok((count > 0).then_some(batch));
        }
        let column = batch.column(self.first);
        let mut rows = Vec::new();
        // The codes of a dictionary are made once.
        let chunk = if column.as_any_dictionary_opt().is_some() { count } else { CHUNK.min(count) };
        let mut codes = vec![0; chunk];
        let reaches = reaches(column, &self.keys[0], bound)?;
        for start in (0..count).step_by(chunk) {
            let codes = &mut codes[..chunk.min(count - start)];
            if reaches.as_ref().is_some_and(|reaches| !reaches(start..start + codes.len())) {
                continue;
            }
            codes_of(&column.slice(start, codes.len()), &self.keys[0], codes)?;
            if codes.iter().fold(u64::MAX, |least, &code| least.min(code)) <= bound {
                let here = (start..).zip(&*codes).filter(|(_, code)| **code <= bound);
                // There are no more than 2^32 rows in a batch.
                rows.extend(here.map(|(row, _)| u32::try_from(row).unwrap_or(u32::MAX)));
            }
        }
        match rows.len() {
            0 => Ok(None),
            all if all == count => Ok(Some(batch)),
            _ => Ok(Some(take_record_batch(&batch, &UInt32Array::from(rows))?)),
        }
    }
}
