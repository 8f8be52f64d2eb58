//! Looking up the keys of left rows.

use arrow_array::RecordBatch;
use arrow_buffer::BooleanBuffer;

use super::codes::Codes;
use super::index::Index;
use super::output::{Output, PAIRS, Pairs};
use super::{Bound, How};
use crate::error::Result;

/// What is needed to join a slice of the left side.
pub(super) struct Probe<'a> {
    bound: &'a Bound,
    codes: &'a Codes,
    index: &'a Index,
    output: &'a Output<'a>,
}

impl<'a> Probe<'a> {
    pub const fn new(bound: &'a Bound, codes: &'a Codes, index: &'a Index, output: &'a Output<'a>) -> Self {
        Self { bound, codes, index, output }
    }

    /// The rows of the result that rows of the left side make.
    pub fn slice(&self, slice: &RecordBatch) -> Result<Vec<RecordBatch>> {
        let first = self.index.first_rows(&self.codes.of_left(slice)?);
        match self.bound.how {
            How::Semi => self.output.kept(slice, BooleanBuffer::collect_bool(first.len(), |row| first[row] > 0)),
            How::Anti => self.output.kept(slice, BooleanBuffer::collect_bool(first.len(), |row| first[row] == 0)),
            _ if self.index.is_unique() => self.unique(slice, first),
            _ => self.chains(slice, &first),
        }
    }

    /// No row has more than one partner.
    fn unique(&self, slice: &RecordBatch, first: Vec<u32>) -> Result<Vec<RecordBatch>> {
        let found = if self.bound.how.keeps_left() { first.len() } else { first.iter().filter(|&&row| row > 0).count() };
        if found == 0 {
            return Ok(Vec::new());
        }
        if found == first.len() {
            let rows = (0..).take(first.len()).collect();
            return self.output.pairs(slice, &Pairs { left: rows, right: first }, true);
        }
        let (left, right) = (0..).zip(&first).filter(|&(_, &row)| row > 0).map(|(left, &row)| (left, row)).unzip();
        self.output.pairs(slice, &Pairs { left, right }, false)
    }

    fn chains(&self, slice: &RecordBatch, first: &[u32]) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::new();
        let mut pairs = Pairs::default();
        for (left, &first) in (0..).zip(first) {
            if first == 0 && !self.bound.how.keeps_left() {
                continue;
            }
            let mut row = first;
            loop {
                pairs.left.push(left);
                pairs.right.push(row);
                if pairs.left.len() == PAIRS {
                    self.output.check()?;
                    batches.extend(self.output.pairs(slice, &pairs, false)?);
                    pairs = Pairs::default();
                }
                row = if row == 0 { 0 } else { self.index.after(row) };
                if row == 0 {
                    break;
                }
            }
        }
        if !pairs.left.is_empty() {
            batches.extend(self.output.pairs(slice, &pairs, false)?);
        }
        Ok(batches)
    }
}
