//! Totals of doubles that are right to the last bit, per group.
//!
//! A pair of doubles per group takes the sum and its rounding errors (`TwoSum`, twice). As long as the second addition loses nothing, the
//! pair is the exact total, which is nearly always: the errors of values of like size have few bits. What a pair cannot take goes to the
//! group's side account, exactly too; so totals do not depend on the order of rows, batches and threads, and no row is read twice.
//! O(1) per value; 16 bytes per group, and side accounts of up to 700 bytes for groups that need one.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use num_bigint::BigUint;

use super::lanes::{LANES, Lanes};
use super::long::Long;
use super::nearest::nearest_ratio;
use super::pair::{pair_quotient, two_sum};

/// Values that a side account keeps one by one before it takes a long accumulator.
const PENDING: usize = 16;
/// Values whose losses are looked at together where all rows are of one group.
const BLOCK: usize = 512;

/// sum + error is the exact total. Begins at −0, to which −0 adds up.
#[derive(Clone, Copy)]
struct Pair {
    sum: f64,
    error: f64,
}

const NOTHING: Pair = Pair { sum: -0.0, error: 0.0 };

/// What does not fit the pair of a group.
#[derive(Default)]
struct Aside {
    /// infinities and NaN, added as IEEE 754 says; 0 without any
    special: f64,
    pending: Vec<f64>,
    long: Option<Box<Long>>,
}

impl Aside {
    fn push(&mut self, value: f64) {
        match &mut self.long {
            Some(long) => long.add(value),
            None if self.pending.len() < PENDING => self.pending.push(value),
            None => self.long().add(value),
        }
    }

    fn long(&mut self) -> &mut Long {
        let pending = std::mem::take(&mut self.pending);
        let long = self.long.get_or_insert_default();
        pending.into_iter().for_each(|value| long.add(value));
        long
    }

    fn merge(&mut self, other: &Self) {
        self.special += other.special;
        if let Some(long) = &other.long {
            self.long().merge(long);
        }
        other.pending.iter().for_each(|&value| self.push(value));
    }
}

#[derive(Default)]
pub(in crate::aggregate) struct ExactTotals {
    pairs: Vec<Pair>,
    aside: HashMap<usize, Aside, FixedState>,
}

impl ExactTotals {
    pub(in crate::aggregate) fn resize(&mut self, groups: usize) {
        self.pairs.resize(groups, NOTHING);
    }

    pub(in crate::aggregate) fn len(&self) -> usize {
        self.pairs.len()
    }

    #[inline]
    pub(in crate::aggregate) fn add(&mut self, group: usize, value: f64) {
        let pair = &mut self.pairs[group];
        let (sum, rounding) = two_sum(pair.sum, value);
        let (error, lost) = two_sum(pair.error, rounding);
        // What was lost is NaN, which is not 0 either, after an overflow and for infinities and NaN.
        if lost == 0.0 {
            *pair = Pair { sum, error };
        } else {
            self.add_aside(group, value);
        }
    }

    #[cold]
    fn add_aside(&mut self, group: usize, value: f64) {
        let pair = &mut self.pairs[group];
        let aside = self.aside.entry(group).or_default();
        if !value.is_finite() {
            aside.special += value;
            return;
        }
        let (sum, rounding) = two_sum(pair.sum, value);
        if sum.is_finite() && rounding.is_finite() {
            let (error, lost) = two_sum(pair.error, rounding);
            *pair = Pair { sum, error };
            aside.push(lost);
        } else {
            aside.push(pair.sum);
            pair.sum = value;
        }
    }

    /// Adds values to one group. Null rows may be there as −0, which changes no total.
    pub(in crate::aggregate) fn add_all(&mut self, group: usize, values: &[f64]) {
        let mut lanes = Lanes::default();
        for block in values.chunks(BLOCK) {
            let (whole, rest) = block.as_chunks::<LANES>();
            if !lanes.add(whole) {
                self.add_long(group, whole.as_flattened());
            }
            rest.iter().for_each(|&value| self.add(group, value));
        }
        for (sum, error) in lanes.pairs() {
            self.add(group, sum);
            if error != 0.0 {
                self.add(group, error);
            }
        }
    }

    #[cold]
    fn add_long(&mut self, group: usize, values: &[f64]) {
        let aside = self.aside.entry(group).or_default();
        // The sign of a sum of zeros is the business of the pair.
        let all_negative = values.iter().all(|value| value.is_sign_negative() && *value == 0.0);
        debug_assert!(!all_negative, "zeros are never lost");
        for &value in values {
            if value.is_finite() {
                aside.long().add(value);
            } else {
                aside.special += value;
            }
        }
    }

    /// Adds a group of other totals.
    pub(in crate::aggregate) fn merge(&mut self, group: usize, others: &Self, other: usize) {
        let Pair { sum, error } = others.pairs[other];
        self.add(group, sum);
        if error != 0.0 {
            self.add(group, error);
        }
        if let Some(aside) = others.aside.get(&other) {
            self.aside.entry(group).or_default().merge(aside);
        }
    }

    /// The double nearest to the total divided by `count`, which is positive.
    pub(in crate::aggregate) fn quotient(&self, group: usize, count: i64) -> f64 {
        let pair = self.pairs[group];
        let aside = self.aside.get(&group);
        if let Some(aside) = aside
            && aside.special != 0.0
        {
            return aside.special;
        }
        #[allow(clippy::cast_precision_loss)]
        let divisor = count as f64;
        let quotient = if aside.is_none() { pair_quotient(pair.sum, pair.error, divisor) } else { None };
        quotient.unwrap_or_else(|| long_quotient(pair, aside, count))
    }
}

#[cold]
fn long_quotient(pair: Pair, aside: Option<&Aside>, count: i64) -> f64 {
    let mut long = aside.and_then(|aside| aside.long.as_deref()).cloned().unwrap_or_default();
    aside.into_iter().flat_map(|aside| &aside.pending).for_each(|&value| long.add(value));
    long.add(pair.sum);
    long.add(pair.error);
    nearest_ratio(&long.total(), -1074, &BigUint::from(count.unsigned_abs()))
}

#[cfg(test)]
mod tests;
