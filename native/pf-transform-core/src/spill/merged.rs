//! Rows of sorted runs, in order, as a source: its partitions are ranges of keys that fit in memory. What belongs to a range is found in every run by
//! the first key of each block, read, and sorted once more. Equal keys stay in the order of the runs.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use arrow_select::concat::concat;
use rayon::prelude::*;

use super::store::{Block, SpillFile};
use crate::compare::order_of;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::sort::{Nulls, SortKey, key_columns, row_order};
use crate::source::{BATCH_ROWS, BatchReader, Batches, Source};
use crate::value::decode;

/// Sorted rows in a file.
pub(super) struct Run {
    pub file: Arc<SpillFile>,
    pub blocks: Vec<Block>,
    /// the keys of the first row of each block, without dictionaries
    pub firsts: Vec<Vec<ArrayRef>>,
}

/// Where a partition begins: at the first row of a block.
struct Split {
    run: usize,
    /// the row of that block in the first keys of all
    first: usize,
    /// per run, blocks that begin before it
    before: Vec<usize>,
}

struct Inner {
    /// of the rows in the files
    schema: SchemaRef,
    keys: Vec<SortKey>,
    key_columns: Vec<usize>,
    runs: Vec<Run>,
    firsts: Vec<ArrayRef>,
    splits: Vec<Split>,
    /// of the rows that are given: the leading columns
    given: SchemaRef,
}

/// A source of all rows of the runs.
pub struct Merged(Arc<Inner>);

impl Merged {
    /// Rows of `schema` in the order of the keys, in partitions of about `bytes`; only the first `given` columns are given.
    pub(super) fn new(
        schema: SchemaRef,
        keys: &[SortKey],
        runs: Vec<Run>,
        given: usize,
        bytes: usize,
        control: Control<'_>,
    ) -> Result<Self> {
        let key_columns = key_columns(&schema, keys)?;
        let column = |key: usize| {
            let all = runs.iter().flat_map(|run| &run.firsts).map(|first| first[key].as_ref()).collect::<Vec<_>>();
            Ok(concat(&all)?)
        };
        let firsts = (0..keys.len()).map(column).collect::<Result<Vec<_>>>()?;
        let count = runs.iter().map(|run| run.blocks.len()).sum::<usize>();
        let count = u32::try_from(count).map_err(|_| Error::UnsupportedType("more than 2^32 blocks on disk".to_owned()))?;
        let order = row_order(&firsts, keys, count, control.within(None))?;
        let places =
            runs.iter().enumerate().flat_map(|(run, of)| of.blocks.iter().map(move |block| (run, block.bytes))).collect::<Vec<_>>();
        let mut before = vec![0; runs.len()];
        let mut splits = Vec::new();
        let mut held = usize::MAX;
        for at in 0..places.len() {
            let first = order.as_ref().map_or(at, |order| order[at] as usize);
            let (run, size) = places[first];
            if held >= bytes {
                splits.push(Split { run, first, before: before.clone() });
                held = 0;
            }
            before[run] += 1;
            held = held.saturating_add(size);
        }
        let leading = Arc::new(Schema::new(schema.fields().iter().take(given).cloned().collect::<Vec<_>>()));
        Ok(Self(Arc::new(Inner { schema, keys: keys.to_vec(), key_columns, runs, firsts, splits, given: leading })))
    }
}

impl Source for Merged {
    fn schema(&self) -> SchemaRef {
        self.0.given.clone()
    }

    fn partitions(&self) -> usize {
        self.0.splits.len()
    }

    fn first_row(&self, _: usize) -> Option<usize> {
        None
    }

    fn open(&self, partition: usize) -> Result<Batches> {
        Ok(Box::new(Reader { inner: self.0.clone(), partition, batches: None }))
    }
}

struct Reader {
    inner: Arc<Inner>,
    partition: usize,
    batches: Option<std::vec::IntoIter<RecordBatch>>,
}

impl BatchReader for Reader {
    fn next(&mut self, control: Control<'_>) -> Result<Option<RecordBatch>> {
        control.check()?;
        if self.batches.is_none() {
            self.batches = Some(self.inner.range(self.partition, control.within(None))?.into_iter());
        }
        Ok(self.batches.as_mut().and_then(Iterator::next))
    }
}

impl Inner {
    /// The rows of a partition, in order.
    fn range(&self, partition: usize, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let (from, to) = (&self.splits[partition], self.splits.get(partition + 1));
        let parts = (0..self.runs.len()).into_par_iter().map(|run| self.of_run(run, from, to, control)).collect::<Result<Vec<_>>>()?;
        let parts = parts.into_iter().flatten().collect::<Vec<_>>();
        let sorted = crate::sort::sort(&self.schema, &parts, &self.keys, control)?;
        drop(parts);
        let mut given = Vec::new();
        for batch in sorted.batches {
            let columns = batch.columns().iter().take(self.given.fields().len()).cloned().collect();
            let batch = with_rows(&self.given, columns, batch.num_rows())?;
            let starts = (0..batch.num_rows()).step_by(BATCH_ROWS);
            given.extend(starts.map(|start| batch.slice(start, BATCH_ROWS.min(batch.num_rows() - start))));
        }
        Ok(given)
    }

    /// The rows that a run has of it.
    fn of_run(&self, run: usize, from: &Split, to: Option<&Split>, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let blocks = &self.runs[run].blocks;
        // The block before may go on beyond the key.
        let reaches = |split: &Split| if run == split.run { split.before[run] } else { split.before[run].saturating_sub(1) };
        let end = to.map_or(blocks.len(), |to| to.before[run]);
        let mut batches = Vec::new();
        for (at, &block) in blocks.iter().enumerate().take(end).skip(reaches(from)) {
            control.check()?;
            let batch = self.runs[run].file.read(block, &self.schema)?;
            let start = if at < from.before[run] { self.before(&batch, run, from)? } else { 0 };
            let stop = match to {
                Some(to) if at + 1 == to.before[run] && run != to.run => self.before(&batch, run, to)?,
                _ => batch.num_rows(),
            };
            let Range { start, end } = start..stop;
            if start < end {
                batches.push(batch.slice(start, end - start));
            }
        }
        Ok(batches)
    }

    /// How many rows of a block of a run come before a split.
    fn before(&self, batch: &RecordBatch, run: usize, split: &Split) -> Result<usize> {
        let columns = self.key_columns.iter().map(|&index| decode(batch.column(index))).collect::<Result<Vec<_>>>()?;
        let orders =
            columns.iter().zip(&self.firsts).zip(&self.keys).map(|((a, b), key)| KeyOrder::new(a, b, key)).collect::<Result<Vec<_>>>()?;
        // Equal keys are in the order of the runs.
        let comes_before = |row: usize| {
            let order = orders.iter().map(|order| order.of(row, split.first)).find(|order| order.is_ne());
            order.map_or(run < split.run, Ordering::is_lt)
        };
        let (mut low, mut high) = (0, batch.num_rows());
        while low < high {
            let middle = low + (high - low) / 2;
            if comes_before(middle) { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }
}

/// The order of two columns by one key.
struct KeyOrder<'a> {
    a: &'a ArrayRef,
    b: &'a ArrayRef,
    key: &'a SortKey,
    values: Option<Box<dyn Fn(usize, usize) -> Ordering + Send + Sync>>,
}

impl<'a> KeyOrder<'a> {
    fn new(a: &'a ArrayRef, b: &'a ArrayRef, key: &'a SortKey) -> Result<Self> {
        let has_values = a.logical_null_count() < a.len() && b.logical_null_count() < b.len();
        Ok(Self { a, b, key, values: has_values.then(|| order_of(a, b)).transpose()? })
    }

    fn of(&self, row: usize, other: usize) -> Ordering {
        let (a, b) = (is_null(self.a, row), is_null(self.b, other));
        let nulls_first = self.key.nulls == Nulls::First;
        match (a, b) {
            (true, true) => Ordering::Equal,
            (true, false) => {
                if nulls_first {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (false, true) => {
                if nulls_first {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (false, false) => {
                let order = self.values.as_ref().map_or(Ordering::Equal, |order| order(row, other));
                if self.key.descending { order.reverse() } else { order }
            }
        }
    }
}

/// As in `logical_nulls`: a column of the type null has no bits that say so.
fn is_null(array: &ArrayRef, row: usize) -> bool {
    array.data_type() == &arrow_schema::DataType::Null || array.is_null(row)
}
