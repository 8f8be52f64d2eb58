//! Medians and quantiles of numbers: linear interpolation between exact order statistics.
//!
//! All values are kept with their groups, 12 bytes each, and put together group by group at the end; then a selection per group. O(n)
//! expected. NaN is the greatest number, -0 comes before 0.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, Float64Array};
use arrow_schema::DataType;
use num_bigint::{BigInt, BigUint};
use rayon::prelude::*;

use super::accumulator::each_valid;
use super::doubles::Doubles;
use super::sums::nearest_ratio;
use crate::error::Result;

/// Groups that one thread looks at in one go.
const GROUPS_AT_ONCE: usize = 1024;
/// Fewer rows are put together by one thread.
const ROWS_AT_ONCE: usize = 1 << 16;
/// Each thread that puts rows together reads all of them.
const MOST_SHARES: usize = 8;

#[derive(Default)]
pub(super) struct Quantiles {
    values: Vec<f64>,
    groups: Vec<u32>,
    /// once values are put together: where those of each group begin
    starts: Vec<usize>,
}

impl Quantiles {
    pub(super) fn update(&mut self, ids: &[u32], column: &ArrayRef) -> Result<()> {
        each_double(ids, column, |value, group| {
            self.values.push(if value.is_nan() { f64::NAN } else { value });
            #[allow(clippy::cast_possible_truncation)]
            self.groups.push(group as u32); // it was one
        })
    }

    /// Bytes that grow with the rows.
    pub(super) fn bytes(&self) -> usize {
        self.values.capacity() * 8 + self.groups.capacity() * 4
    }

    pub(super) fn merge(&mut self, ids: &[u32], other: &Self) {
        self.values.extend_from_slice(&other.values);
        self.groups.extend(other.groups.iter().map(|&group| ids[group as usize]));
    }

    /// Values group by group.
    fn put_together(&mut self, groups: usize) {
        if !self.starts.is_empty() {
            return;
        }
        self.starts = starts_of(&self.groups, groups);
        let mut values = vec![0.0; self.values.len()];
        // Each thread takes some groups, and reads all rows.
        let mut shares = Vec::new();
        let (mut rest, mut first) = (values.as_mut_slice(), 0);
        let threads = rayon::current_num_threads().min(self.values.len() / ROWS_AT_ONCE + 1).min(MOST_SHARES);
        for share in 1..=threads {
            let wanted = self.values.len() * share / threads;
            let end = if share == threads { groups } else { self.starts.partition_point(|&start| start < wanted).min(groups).max(first) };
            let (own, after) = rest.split_at_mut(self.starts[end] - self.starts[first]);
            if end > first {
                shares.push((first..end, own));
            }
            (rest, first) = (after, end);
        }
        shares.into_par_iter().for_each(|(own, values)| {
            let base = self.starts[own.start];
            let mut next = self.starts[own.clone()].iter().map(|start| start - base).collect::<Vec<_>>();
            for (&value, &group) in self.values.iter().zip(&self.groups) {
                if let Some(at) = (group as usize).checked_sub(own.start).and_then(|group| next.get_mut(group)) {
                    values[*at] = value;
                    *at += 1;
                }
            }
        });
        self.groups = Vec::new();
        self.values = values;
    }

    /// One value per group, `of` its values, which come in any order.
    pub(super) fn finish(&mut self, groups: usize, of: impl Fn(&mut [f64]) -> Option<f64> + Sync) -> ArrayRef {
        self.put_together(groups);
        let mut rest = self.values.as_mut_slice();
        let mut slices = Vec::with_capacity(groups);
        for bounds in self.starts.windows(2) {
            let (own, after) = rest.split_at_mut(bounds[1] - bounds[0]);
            slices.push(own);
            rest = after;
        }
        let results = slices.par_iter_mut().with_min_len(GROUPS_AT_ONCE).map(|values| of(values)).collect::<Vec<_>>();
        Arc::new(results.into_iter().collect::<Float64Array>())
    }
}

/// Calls `f(value, group)` for every number that is not null: the double nearest to it, which keeps the order of values.
pub(super) fn each_double(ids: &[u32], column: &ArrayRef, mut f: impl FnMut(f64, usize)) -> Result<()> {
    #[allow(clippy::cast_precision_loss)]
    match column.data_type() {
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>().values();
            each_valid(Some(column), ids, |row, group| f(values[row] as f64, group));
        }
        DataType::UInt64 => {
            let values = column.as_primitive::<UInt64Type>().values();
            each_valid(Some(column), ids, |row, group| f(values[row] as f64, group));
        }
        DataType::Decimal128(_, scale) => {
            let values = column.as_primitive::<Decimal128Type>().values();
            each_valid(Some(column), ids, |row, group| f(nearest_decimal(values[row], *scale), group));
        }
        _ => {
            let doubles = Doubles::of(column)?;
            each_valid(Some(column), ids, |row, group| f(doubles.first[row], group));
        }
    }
    Ok(())
}

/// Where each group begins, with the end.
fn starts_of(groups_of: &[u32], groups: usize) -> Vec<usize> {
    let mut starts = vec![0_usize; groups + 1];
    groups_of.iter().for_each(|&group| starts[group as usize + 1] += 1);
    for group in 0..groups {
        starts[group + 1] += starts[group];
    }
    starts
}

/// Where each group begins, with the end, and the rows group by group, in their order.
pub(super) fn by_group(groups_of: &[u32], groups: usize) -> (Vec<usize>, Vec<u32>) {
    let starts = starts_of(groups_of, groups);
    let mut next = starts.clone();
    let mut order = vec![0_u32; groups_of.len()];
    for (row, &group) in (0..).zip(groups_of) {
        let at = &mut next[group as usize];
        order[*at] = row;
        *at += 1;
    }
    (starts, order)
}

/// The place of the lower of two neighbours in order, and how far it is to the upper one.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn place(count: usize, q: f64) -> Option<(usize, f64)> {
    let last = count.checked_sub(1)?;
    let position = last as f64 * q;
    let floor = position.floor();
    Some(((floor as usize).min(last), position - floor))
}

pub(super) fn quantile(values: &mut [f64], q: f64) -> Option<f64> {
    let (at, part) = place(values.len(), q)?;
    let (_, &mut low, above) = values.select_nth_unstable_by(at, f64::total_cmp);
    if part == 0.0 {
        return Some(low);
    }
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    Some(between(low, high, part))
}

/// The quantile of values in order, `at` a place of them.
pub(crate) fn interpolated(count: usize, q: f64, at: impl Fn(usize) -> f64) -> Option<f64> {
    let (low, part) = place(count, q)?;
    Some(if part == 0.0 || low + 1 == count { at(low) } else { between(at(low), at(low + 1), part) })
}

/// The double nearest to each value, 0 in the place of nulls.
pub(crate) fn nearest_doubles(column: &ArrayRef) -> Result<Vec<f64>> {
    let rows = (0..column.len()).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect::<Vec<_>>();
    let mut doubles = vec![0.0; column.len()];
    each_double(&rows, column, |value, row| doubles[row] = if value.is_nan() { f64::NAN } else { value })?;
    Ok(doubles)
}

/// Linear interpolation in doubles.
fn between(low: f64, high: f64, part: f64) -> f64 {
    if low == high {
        return low;
    }
    let distance = high - low;
    let value = if distance.is_finite() { low + distance * part } else { low * (1.0 - part) + high * part };
    if value.is_nan() { f64::NAN } else { value }
}

fn nearest_decimal(value: i128, scale: i8) -> f64 {
    let tens = BigUint::from(10_u32).pow(u32::from(scale.unsigned_abs()));
    if scale < 0 {
        nearest_ratio(&(BigInt::from(value) * BigInt::from(tens)), 0, &BigUint::from(1_u32))
    } else {
        nearest_ratio(&BigInt::from(value), 0, &tens)
    }
}

#[cfg(test)]
mod tests {
    use super::{by_group, nearest_decimal, quantile};

    #[test]
    fn interpolates_between_order_statistics() {
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
        assert_eq!(quantile(&mut [3.0, 1.0, 2.0], 0.25), Some(1.5));
        assert_eq!(quantile(&mut [7.0], 0.9), Some(7.0));
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(quantile(&mut [f64::MAX, -f64::MAX], 0.5), Some(0.0));
        assert_eq!(quantile(&mut [f64::INFINITY, f64::INFINITY, 1.0], 0.75), Some(f64::INFINITY));
        assert!(quantile(&mut [f64::INFINITY, f64::NEG_INFINITY], 0.5).is_some_and(f64::is_nan));
        assert_eq!(quantile(&mut [f64::NAN, 2.0, 1.0], 0.5), Some(2.0));
        assert_eq!(quantile(&mut [0.0, -0.0], 0.0).map(f64::to_bits), Some((-0.0_f64).to_bits()));
    }

    #[test]
    fn rows_stay_in_order_within_groups() {
        assert_eq!(by_group(&[1, 0, 1, 2, 0], 4), (vec![0, 2, 4, 5, 5], vec![1, 4, 0, 2, 3]));
    }

    #[test]
    fn decimals_are_the_nearest_doubles() {
        assert_eq!(nearest_decimal(1999, 2), 19.99);
        assert_eq!(nearest_decimal(-12, -3), -12_000.0);
    }
}
