//! The right side of a join in memory, and left rows that are looked up in it as they come.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::codes::Codes;
use super::index::Index;
use super::output::Output;
use super::probe::Probe;
use super::{Bound, How, Input, Join};
use crate::control::{Budget, Control};
use crate::error::{Error, Result};
use crate::gather::Rows;
use crate::partitions::{each_partition, whole};
use crate::rows::RowReader;
use crate::source::{BatchReader, Batches, Source};
use crate::table::Table;

/// A join whose right side is in memory.
pub(crate) struct Joiner {
    bound: Bound,
    left: SchemaRef,
    right: Rows,
    /// how rows are found by their keys; none for every pair
    keys: Option<(Codes, Index)>,
    /// a bit for each right row that has a partner; none where nobody asks
    matched: Vec<AtomicU64>,
}

impl Joiner {
    pub(super) fn of(left: &Input, right: &Input, join: &Join, control: Control<'_>) -> Result<Self> {
        let bound = join.bind(&left.rows.schema(), &right.rows.schema())?;
        let batches = whole(&*right.source, &right.rows, control).map_err(|error| right.rows.located(error, &*right.source, control))?;
        Self::new(bound, left.rows.schema(), right.rows.schema(), &batches, control)
    }

    pub(crate) fn new(bound: Bound, left: SchemaRef, right: SchemaRef, batches: &[RecordBatch], control: Control<'_>) -> Result<Self> {
        let right = Rows::new(right, batches, control)?;
        let keys = if bound.how == How::Cross {
            None
        } else {
            let (codes, keys) = Codes::build(&bound, &left, &right, control)?;
            let index = Index::build(&keys, codes.size(), control)?;
            Some((codes, index))
        };
        let words = if bound.how.keeps_right() { (right.count() as usize).div_ceil(64) } else { 0 };
        let matched = std::iter::repeat_with(AtomicU64::default).take(words).collect();
        Ok(Self { bound, left, right, keys, matched })
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        self.bound.schema.clone()
    }

    fn output<'a>(&'a self, control: Control<'a>) -> Output<'a> {
        Output { bound: &self.bound, left: &self.left, right: &self.right, matched: &self.matched, control }
    }

    /// The rows of the result that rows of the left side make; their memory is counted.
    pub(crate) fn slice(&self, slice: &RecordBatch, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let output = self.output(control);
        match &self.keys {
            None => output.product(slice),
            Some((codes, index)) => Probe::new(&self.bound, codes, index, &output).slice(slice),
        }
    }

    /// The right rows that have no partner so far, where they are asked for.
    pub(crate) fn unmatched(&self, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        self.output(control).unmatched()
    }

    /// All rows of the result.
    pub(super) fn all(&self, left: &Input, control: Control<'_>) -> Result<Table> {
        let part = |partition: usize| {
            let mut reader = RowReader::open(&*left.source, partition)?;
            let mut batches = Vec::new();
            while let Some(batch) = reader.next(&left.rows, control)? {
                batches.extend(self.slice(&batch, control)?);
            }
            Ok(batches)
        };
        let found = each_partition(left.source.partitions(), control, part);
        let mut batches = found.map_err(|error| left.rows.located(error, &*left.source, control))?;
        batches.extend(self.unmatched(control)?);
        batches.retain(|batch| batch.num_rows() > 0);
        Ok(Table { schema: self.schema(), batches })
    }
}

/// Rows of the result, made while the left side is read.
pub(super) struct Probing {
    pub left: Arc<Input>,
    pub joiner: Arc<Joiner>,
}

impl Source for Probing {
    fn schema(&self) -> SchemaRef {
        self.joiner.schema()
    }

    fn partitions(&self) -> usize {
        self.left.source.partitions()
    }

    fn first_row(&self, _: usize) -> Option<usize> {
        None
    }

    fn open(&self, partition: usize) -> Result<Batches> {
        let rows = RowReader::open(&*self.left.source, partition)?;
        Ok(Box::new(Reader {
            left: self.left.clone(),
            joiner: self.joiner.clone(),
            rows,
            slices: Vec::new(),
            made: Vec::new().into_iter(),
        }))
    }
}

struct Reader {
    left: Arc<Input>,
    joiner: Arc<Joiner>,
    rows: RowReader,
    /// rows that are still to be looked up, the first ones last
    slices: Vec<RecordBatch>,
    made: std::vec::IntoIter<RecordBatch>,
}

impl BatchReader for Reader {
    fn next(&mut self, control: Control<'_>) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(batch) = self.made.next() {
                return Ok(Some(batch));
            }
            let Some(slice) = self.slices.pop() else {
                let read = self.rows.next(&self.left.rows, control);
                let read = read.map_err(|error| self.left.rows.located(error, &*self.left.source, control))?;
                let Some(batch) = read else { return Ok(None) };
                self.slices.push(batch);
                continue;
            };
            match self.joiner.bounded(&slice, control)? {
                Some(batches) => self.made = batches.into_iter(),
                None => self.slices.extend(halves(&slice)),
            }
        }
    }
}

impl Joiner {
    /// What a slice makes; none where that is more than a part of the memory may hold and the slice can be halved.
    fn bounded(&self, slice: &RecordBatch, control: Control<'_>) -> Result<Option<Vec<RecordBatch>>> {
        let limit = control.told().budget.map(|budget| budget.limit());
        let budget = limit.map(|limit| Arc::new(Budget::new(limit / 8)));
        match self.slice(slice, control.within(budget.as_ref())) {
            Err(Error::OutOfMemory { .. }) if slice.num_rows() > 1 => Ok(None),
            Err(Error::OutOfMemory { .. }) => self.slice(slice, control).map(Some),
            other => other.map(Some),
        }
    }

    /// Hands on what a batch makes, in parts that fit in memory.
    pub(crate) fn each_part(
        &self,
        batch: RecordBatch,
        control: Control<'_>,
        mut work: impl FnMut(RecordBatch) -> Result<()>,
    ) -> Result<()> {
        let mut slices = vec![batch];
        while let Some(slice) = slices.pop() {
            match self.bounded(&slice, control)? {
                Some(batches) => batches.into_iter().try_for_each(&mut work)?,
                None => slices.extend(halves(&slice)),
            }
        }
        Ok(())
    }
}

/// The first half last, as it is taken from the end.
fn halves(slice: &RecordBatch) -> [RecordBatch; 2] {
    let middle = slice.num_rows() / 2;
    [slice.slice(middle, slice.num_rows() - middle), slice.slice(0, middle)]
}
