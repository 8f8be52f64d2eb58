//! Covariance and correlation: the double nearest to the exact value, from exact sums of values and of products.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Float64Array};
use arrow_buffer::NullBuffer;

use super::doubles::Doubles;
use super::sums::{CascadeTotals, Scaled, WholeTotals, centred, nearest_quotient, nearest_root, small_integers};
use crate::error::Result;

#[derive(Default)]
pub(super) struct Pairs {
    counts: Vec<i64>,
    /// a value was NaN or infinite
    special: Vec<bool>,
    sums: [CascadeTotals<2>; 2],
    products: CascadeTotals<4>,
    /// where they are asked for
    squares: Option<Box<[CascadeTotals<4>; 2]>>,
    /// of whole numbers: both sums, the products and both squares
    whole: WholeTotals<5>,
    /// of decimals, both together
    scale: i8,
}

impl Pairs {
    pub(super) fn new(scale: i8, squares: bool) -> Self {
        Self { scale, squares: squares.then(Box::default), ..Self::default() }
    }

    fn resize(&mut self, groups: usize) {
        self.counts.resize(groups, 0);
        self.special.resize(groups, false);
        self.sums.iter_mut().for_each(|sums| sums.resize(groups));
        self.products.resize(groups);
        self.squares.iter_mut().flat_map(|squares| squares.iter_mut()).for_each(|squares| squares.resize(groups));
    }

    /// Rows where either is null do not count.
    pub(super) fn update(&mut self, ids: &[u32], groups: usize, [a, b]: [&ArrayRef; 2]) -> Result<()> {
        self.resize(groups);
        let nulls = NullBuffer::union(a.logical_nulls().as_ref(), b.logical_nulls().as_ref());
        if let (Some(a), Some(b)) = (small_integers(a), small_integers(b)) {
            self.update_whole(ids, groups, &a, &b, nulls.as_ref());
            return Ok(());
        }
        let (a, b) = (Doubles::of(a)?, Doubles::of(b)?);
        for (row, &id) in ids.iter().enumerate() {
            if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                continue;
            }
            let group = id as usize;
            self.counts[group] += 1;
            if !a.first[row].is_finite() || !b.first[row].is_finite() {
                self.special[group] = true;
                continue;
            }
            for (sums, values) in self.sums.iter_mut().zip([&a, &b]) {
                values.parts(row).for_each(|part| sums.add(group, part));
            }
            let multiply = |into: &mut CascadeTotals<4>, x: &Doubles, y: &Doubles| {
                x.parts(row).for_each(|p| y.parts(row).for_each(|q| into.add_product(group, p, q)));
            };
            multiply(&mut self.products, &a, &b);
            if let Some(squares) = &mut self.squares {
                multiply(&mut squares[0], &a, &a);
                multiply(&mut squares[1], &b, &b);
            }
        }
        Ok(())
    }

    fn update_whole(&mut self, ids: &[u32], groups: usize, a: &[i64], b: &[i64], nulls: Option<&NullBuffer>) {
        let totals = self.whole.of(groups);
        for (row, (&id, (&a, &b))) in ids.iter().zip(a.iter().zip(b)).enumerate() {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                continue;
            }
            self.counts[id as usize] += 1;
            let (a, b) = (i128::from(a), i128::from(b));
            for (total, value) in totals[id as usize].iter_mut().zip([a, b, a * b, a * a, b * b]) {
                *total += value;
            }
        }
    }

    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, other: &Self) {
        self.resize(groups);
        for (from, &id) in ids.iter().enumerate().take(other.counts.len()) {
            let group = id as usize;
            self.counts[group] += other.counts[from];
            self.special[group] |= other.special[from];
            self.sums.iter_mut().zip(&other.sums).for_each(|(own, others)| own.merge(group, others, from));
            self.products.merge(group, &other.products, from);
            self.whole.merge(group, &other.whole, from);
            if let (Some(own), Some(others)) = (&mut self.squares, &other.squares) {
                own.iter_mut().zip(others.iter()).for_each(|(own, others)| own.merge(group, others, from));
            }
        }
    }

    /// `product`: of a and b.
    fn centred(&self, group: usize, product: &CascadeTotals<4>, a: usize, b: usize) -> Scaled {
        let sum = |at: usize| self.sums[at].total(group).plus(&self.whole.total(group, at));
        let whole = if a == b { 3 + a } else { 2 };
        centred(self.counts[group], &product.total(group).plus(&self.whole.total(group, whole)), &sum(a), &sum(b))
    }

    pub(super) fn covariance(&mut self, groups: usize, ddof: i64) -> ArrayRef {
        self.resize(groups);
        let value = |(group, &count): (usize, &i64)| {
            if count <= ddof {
                return None;
            }
            if self.special[group] {
                return Some(f64::NAN);
            }
            Some(covariance(self.centred(group, &self.products, 0, 1), count, ddof, self.scale))
        };
        Arc::new(self.counts.iter().enumerate().map(value).collect::<Float64Array>())
    }

    /// Null where there are less than two pairs, or no two different values on a side.
    pub(super) fn correlation(&mut self, groups: usize) -> ArrayRef {
        self.resize(groups);
        let value = |(group, &count): (usize, &i64)| {
            if count < 2 {
                return None;
            }
            if self.special[group] {
                return Some(f64::NAN);
            }
            let squares = self.squares.as_ref()?;
            let product = self.centred(group, &self.products, 0, 1);
            let a = self.centred(group, &squares[0], 0, 0);
            let b = self.centred(group, &squares[1], 1, 1);
            correlation(&product, &a, &b)
        };
        Arc::new(self.counts.iter().enumerate().map(value).collect::<Float64Array>())
    }
}

/// Of `count` times the sum of products less the product of sums. `scale`: of both sides together.
pub(crate) fn covariance(centred: Scaled, count: i64, ddof: i64, scale: i8) -> f64 {
    let divisor = i128::from(count) * i128::from(count - ddof);
    nearest_quotient_of_tens(centred, divisor.unsigned_abs(), scale)
}

/// Of the same, and of that of each side with itself. None where a side is constant.
pub(crate) fn correlation(product: &Scaled, a: &Scaled, b: &Scaled) -> Option<f64> {
    if a.is_zero() || b.is_zero() {
        return None;
    }
    let (square, divisor) = (product.times(product), a.times(b));
    let root = nearest_root(square.value.magnitude(), square.power - divisor.power, divisor.value.magnitude());
    Some(if product.value.sign() == num_bigint::Sign::Minus { -root } else { root })
}

/// The double nearest to `value / (divisor * 10^scale)`.
fn nearest_quotient_of_tens(value: Scaled, divisor: u128, scale: i8) -> f64 {
    // 10^s = 100^s / 10^s.
    let tens = num_bigint::BigInt::from(10_u32).pow(u32::from(scale.unsigned_abs()));
    if scale < 0 {
        return nearest_quotient(Scaled::new(value.value * tens, value.power), divisor, 0, false);
    }
    nearest_quotient(Scaled::new(value.value * tens, value.power), divisor, scale, false)
}
