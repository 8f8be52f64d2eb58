//! Rows of the result, taken from both sides.

use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, UInt32Array, new_null_array};
use arrow_buffer::BooleanBuffer;
use arrow_schema::SchemaRef;
use arrow_select::filter::FilterBuilder;
use arrow_select::take::take;

use super::Bound;
use crate::control::Control;
use crate::error::Result;
use crate::gather::{Rows, in_parts, with_rows};

/// Rows of a batch of the result at most.
pub(super) const PAIRS: usize = 1 << 18;

/// Rows of both sides, in pairs.
#[derive(Default)]
pub(super) struct Pairs {
    /// row of the slice
    pub left: Vec<u32>,
    /// right row plus one, 0 for none
    pub right: Vec<u32>,
}

/// Columns of some rows of the result.
struct Part {
    columns: Vec<ArrayRef>,
    rows: usize,
    /// how many columns, from the first, are memory of somebody else
    lent: usize,
}

/// Makes batches of the result.
#[derive(Clone, Copy)]
pub(super) struct Output<'a> {
    pub bound: &'a Bound,
    pub left: &'a SchemaRef,
    pub right: &'a Rows,
    /// a bit for each right row that has a partner; none where nobody asks
    pub matched: &'a [AtomicU64],
    pub control: Control<'a>,
}

impl Output<'_> {
    /// # Errors
    /// `Cancelled`.
    pub fn check(&self) -> Result<()> {
        self.control.check()
    }

    /// The rows of a slice that are kept.
    pub fn kept(&self, slice: &RecordBatch, mask: BooleanBuffer) -> Result<Vec<RecordBatch>> {
        let kept = match mask.count_set_bits() {
            0 => return Ok(Vec::new()),
            all if all == slice.num_rows() => slice.clone(),
            _ => {
                let kept = FilterBuilder::new(&BooleanArray::new(mask, None)).optimize().build().filter_record_batch(slice)?;
                self.control.keep(kept.get_array_memory_size())?;
                kept
            }
        };
        Ok(vec![with_rows(&self.bound.schema, kept.columns().to_vec(), kept.num_rows())?])
    }

    /// Rows of a slice and their partners. `whole`: every row of the slice once, in order.
    pub fn pairs(&self, slice: &RecordBatch, pairs: &Pairs, whole: bool) -> Result<Vec<RecordBatch>> {
        self.mark(&pairs.right);
        let make = |part: std::ops::Range<usize>| {
            let whole = whole && part.len() == slice.num_rows();
            let rows = UInt32Array::from(pairs.left[part.clone()].to_vec());
            let mut columns = Vec::with_capacity(self.bound.schema.fields().len());
            for column in slice.columns() {
                columns.push(if whole { column.clone() } else { take(column, &rows, None)? });
            }
            columns.extend(self.right.take(&self.bound.added, &partners(&pairs.right[part.clone()]))?);
            // Columns that are taken as they are take no memory of their own.
            let lent = if whole { slice.num_columns() } else { 0 };
            Ok(Part { columns, rows: part.len(), lent })
        };
        self.batches(in_parts(0..pairs.left.len(), &make)?)
    }

    /// Every row of the slice with every right row.
    pub fn product(&self, slice: &RecordBatch) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::new();
        let mut pairs = Pairs::default();
        let last = self.right.count();
        for left in (0_u32..).take(slice.num_rows()) {
            let mut start = 1;
            while start <= last {
                let room = u32::try_from(PAIRS - pairs.left.len()).unwrap_or(u32::MAX);
                let end = last.min(start.saturating_add(room - 1));
                pairs.right.extend(start..=end);
                pairs.left.resize(pairs.right.len(), left);
                if pairs.left.len() == PAIRS {
                    self.control.check()?;
                    batches.extend(self.pairs(slice, &pairs, false)?);
                    pairs = Pairs::default();
                }
                if end == u32::MAX {
                    break;
                }
                start = end + 1;
            }
        }
        if !pairs.left.is_empty() {
            batches.extend(self.pairs(slice, &pairs, false)?);
        }
        Ok(batches)
    }

    /// The right rows that have no partner, where they are asked for.
    pub fn unmatched(&self) -> Result<Vec<RecordBatch>> {
        if !self.bound.how.keeps_right() {
            return Ok(Vec::new());
        }
        let is_free = |&row: &u32| self.matched[row as usize / 64].load(Ordering::Relaxed) >> (row % 64) & 1 == 0;
        let rows = (0..self.right.count()).filter(is_free).collect::<Vec<_>>();
        let mut batches = Vec::new();
        for rows in rows.chunks(PAIRS) {
            self.control.check()?;
            let make = |part: std::ops::Range<usize>| {
                let rows = UInt32Array::from(rows[part].to_vec());
                let mut columns = Vec::with_capacity(self.bound.schema.fields().len());
                for (field, instead) in self.left.fields().iter().zip(&self.bound.instead) {
                    columns.push(match instead {
                        Some(key) => self.right.take(&[*key], &rows)?.swap_remove(0),
                        None => new_null_array(field.data_type(), rows.len()),
                    });
                }
                columns.extend(self.right.take(&self.bound.added, &rows)?);
                Ok(Part { columns, rows: rows.len(), lent: 0 })
            };
            batches.extend(self.batches(in_parts(0..rows.len(), &make)?)?);
        }
        Ok(batches)
    }

    fn batches(&self, parts: Vec<Part>) -> Result<Vec<RecordBatch>> {
        let batch = |Part { columns, rows, lent }: Part| {
            self.control.keep(columns[lent..].iter().map(Array::get_array_memory_size).sum())?;
            with_rows(&self.bound.schema, columns, rows)
        };
        parts.into_iter().map(batch).collect()
    }

    fn mark(&self, right: &[u32]) {
        if self.matched.is_empty() {
            return;
        }
        for row in right.iter().filter_map(|row| row.checked_sub(1)) {
            self.matched[row as usize / 64].fetch_or(1 << (row % 64), Ordering::Relaxed);
        }
    }
}

/// Row numbers as indexes, null for none.
fn partners(rows: &[u32]) -> UInt32Array {
    if rows.contains(&0) {
        return rows.iter().map(|row| row.checked_sub(1)).collect();
    }
    UInt32Array::new(rows.iter().map(|row| row - 1).collect(), None)
}
