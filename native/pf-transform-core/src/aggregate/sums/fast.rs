//! Totals of doubles per group in the order in which they come; they overflow only where the mathematical total does.
//!
//! A plain running sum of `[1e308, 1e308, -1e308, -1e308, 0.1]` is infinite on the way. What would overflow is set aside, scaled down, and
//! comes back when the total is asked for. O(1) per value; memory beside the totals only for groups that came near the largest double.

use std::collections::HashMap;

/// Scales finite doubles so that 2^64 of them cannot overflow; a power of two, so that nothing is rounded at this size.
const DOWN: f64 = f64::from_bits((1023 - 128) << 52);
const UP: f64 = f64::from_bits((1023 + 128) << 52);

/// Running sums of values of one group: as many as keep additions from waiting for each other.
const LANES: usize = 8;

#[derive(Default)]
pub(in crate::aggregate) struct FastTotals {
    totals: Vec<f64>,
    /// group → total of what was set aside, times `DOWN`
    aside: HashMap<usize, f64>,
}

impl FastTotals {
    pub(in crate::aggregate) fn resize(&mut self, groups: usize) {
        self.totals.resize(groups, -0.0);
    }

    pub(in crate::aggregate) fn len(&self) -> usize {
        self.totals.len()
    }

    #[inline]
    pub(in crate::aggregate) fn add(&mut self, group: usize, value: f64) {
        let total = &mut self.totals[group];
        let next = *total + value;
        if next.is_finite() {
            *total = next;
        } else {
            self.overflow(group, value);
        }
    }

    #[cold]
    fn overflow(&mut self, group: usize, value: f64) {
        let total = &mut self.totals[group];
        if total.is_finite() && value.is_finite() {
            *self.aside.entry(group).or_default() += *total * DOWN;
            *total = value;
        } else {
            // Infinities and NaN among the values.
            *total += value;
        }
    }

    /// Adds values to one group.
    pub(in crate::aggregate) fn add_all(&mut self, group: usize, values: &[f64]) {
        let (whole, rest) = values.as_chunks::<LANES>();
        let mut sums = [-0.0; LANES];
        for row in whole {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        if sums.iter().all(|sum| sum.is_finite()) {
            sums.iter().chain(rest).for_each(|&value| self.add(group, value));
        } else {
            values.iter().for_each(|&value| self.add(group, value));
        }
    }

    /// Adds a group of other totals.
    pub(in crate::aggregate) fn merge(&mut self, group: usize, others: &Self, other: usize) {
        self.add(group, others.totals[other]);
        if let Some(aside) = others.aside.get(&other) {
            *self.aside.entry(group).or_default() += aside;
        }
    }

    /// The total divided by `count`.
    #[allow(clippy::cast_precision_loss)]
    pub(in crate::aggregate) fn quotient(&self, group: usize, count: i64) -> f64 {
        let by = count as f64;
        let total = self.totals[group];
        match self.aside.get(&group) {
            Some(aside) if total.is_finite() => (aside + total * DOWN) / by * UP,
            _ => total / by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FastTotals;

    fn total(values: &[f64], by: i64) -> f64 {
        let mut totals = FastTotals::default();
        totals.resize(1);
        values.iter().for_each(|&value| totals.add(0, value));
        totals.quotient(0, by)
    }

    #[test]
    fn overflows_only_where_the_total_does() {
        assert_eq!(total(&[1e308, 1e308, -1e308, -1e308], 1), 0.0);
        assert_eq!(total(&[1e308, 1e308, 1e308], 3), 1e308);
        assert_eq!(total(&[f64::MAX; 8], 8), f64::MAX);
        assert_eq!(total(&[1e308, 1e308], 1), f64::INFINITY);
        assert_eq!(total(&[-1e308, -1e308], 1), f64::NEG_INFINITY);
    }

    #[test]
    fn small_values_are_within_the_bound_of_a_sum() {
        let total = total(&[1e308, 1e308, -1e308, -1e308, 0.1], 1);
        assert!((total - 0.1).abs() <= 2.0 * 5.0 * 2f64.powi(-53) * 1e308, "{total}");
    }

    #[test]
    fn infinities_and_nan_are_values() {
        assert_eq!(total(&[1e308, f64::INFINITY, 1e308, -1e308], 1), f64::INFINITY);
        assert!(total(&[f64::INFINITY, f64::NEG_INFINITY], 1).is_nan());
        assert!(total(&[1e308, 1e308, f64::NAN], 1).is_nan());
        assert_eq!(total(&[1e308, 1e308, f64::NEG_INFINITY], 1), f64::NEG_INFINITY);
    }

    #[test]
    fn merges_what_was_set_aside() {
        let mut totals = FastTotals::default();
        totals.resize(2);
        let mut others = FastTotals::default();
        others.resize(1);
        [1e308, 1e308].iter().for_each(|&value| totals.add(1, value));
        [-1e308, -1e308].iter().for_each(|&value| others.add(0, value));
        totals.merge(1, &others, 0);
        assert_eq!((totals.quotient(0, 1), totals.quotient(1, 1)), (0.0, 0.0));
    }
}
