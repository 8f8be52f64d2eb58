//! Variance and standard deviation: the double nearest to the exact value, from the exact sums of the values and of their squares.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array};

use super::accumulator::each_valid;
use super::doubles::Doubles;
use super::sums::{CascadeTotals, WholeTotals, small_integers, variance};
use crate::error::Result;

#[derive(Default)]
pub(super) struct Spread {
    counts: Vec<i64>,
    /// a value was NaN or infinite
    special: Vec<bool>,
    sums: CascadeTotals<2>,
    squares: CascadeTotals<4>,
    /// sums and squares of whole numbers
    whole: WholeTotals<2>,
    /// of decimals
    scale: i8,
}

impl Spread {
    pub(super) fn new(scale: i8) -> Self {
        Self { scale, ..Self::default() }
    }

    fn resize(&mut self, groups: usize) {
        self.counts.resize(groups, 0);
        self.special.resize(groups, false);
        self.sums.resize(groups);
        self.squares.resize(groups);
    }

    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: &ArrayRef) -> Result<()> {
        self.resize(groups);
        if let Some(values) = small_integers(column) {
            let totals = self.whole.of(groups);
            each_valid(Some(column), ids, |row, group| {
                self.counts[group] += 1;
                let value = i128::from(values[row]);
                totals[group][0] += value;
                totals[group][1] += value * value;
            });
            return Ok(());
        }
        let doubles = Doubles::of(column)?;
        if doubles.more.is_empty() {
            each_valid(Some(column), ids, |row, group| {
                self.counts[group] += 1;
                let value = doubles.first[row];
                if value.is_finite() {
                    self.sums.add(group, value);
                    self.squares.add_product(group, value, value);
                } else {
                    self.special[group] = true;
                }
            });
        } else {
            each_valid(Some(column), ids, |row, group| {
                self.counts[group] += 1;
                for part in doubles.parts(row) {
                    self.sums.add(group, part);
                    doubles.parts(row).for_each(|other| self.squares.add_product(group, part, other));
                }
            });
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, other: &Self) {
        self.resize(groups);
        for (from, &id) in ids.iter().enumerate().take(other.counts.len()) {
            let group = id as usize;
            self.counts[group] += other.counts[from];
            self.special[group] |= other.special[from];
            self.sums.merge(group, &other.sums, from);
            self.squares.merge(group, &other.squares, from);
            self.whole.merge(group, &other.whole, from);
        }
    }

    pub(super) fn finish(&mut self, groups: usize, ddof: i64, root: bool) -> ArrayRef {
        self.resize(groups);
        let value = |(group, &count): (usize, &i64)| {
            if count <= ddof {
                None
            } else if self.special[group] {
                Some(f64::NAN)
            } else {
                Some(variance((&self.sums, &self.squares, &self.whole), group, count, ddof, self.scale, root))
            }
        };
        Arc::new(self.counts.iter().enumerate().map(value).collect::<Float64Array>())
    }
}
