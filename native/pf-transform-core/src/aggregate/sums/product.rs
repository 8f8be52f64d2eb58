//! Exact totals of doubles, or of products of two, per group.
//!
//! A few doubles per group take the sum, its rounding errors, theirs and so on (`TwoSum` in a cascade, which loses nothing); what is left after
//! the last goes to a long accumulator, and what doubles cannot multiply is multiplied as integers. So totals do not depend on the order of
//! rows, batches and threads. O(1) per value; 8 bytes per group and double, and side accounts for groups that need one.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use num_bigint::BigInt;

use super::long::Long;
use super::pair::{two_product, two_sum};
use super::scaled::Scaled;

/// Factors of products that doubles hold without loss, with what the product misses.
const LEAST: f64 = f64::from_bits((1023 - 480) << 52);
const GREATEST: f64 = f64::from_bits((1023 + 480) << 52);
/// Sums of values up to here do not overflow.
const LARGEST: f64 = f64::from_bits((1023 + 960) << 52);

#[derive(Default)]
struct Aside {
    long: Option<Box<Long>>,
    /// in units of 2^-2148
    beyond: BigInt,
}

/// `WIDTH` doubles per group: two take most sums of values, four those of products.
#[derive(Default)]
pub(in crate::aggregate) struct CascadeTotals<const WIDTH: usize> {
    parts: Vec<[f64; WIDTH]>,
    aside: HashMap<usize, Aside, FixedState>,
}

impl<const WIDTH: usize> CascadeTotals<WIDTH> {
    pub(in crate::aggregate) fn resize(&mut self, groups: usize) {
        self.parts.resize(groups, [0.0; WIDTH]);
    }

    /// Adds a finite value.
    #[inline]
    pub(in crate::aggregate) fn add(&mut self, group: usize, value: f64) {
        if value.abs() < LARGEST {
            self.push(group, value);
        } else {
            self.aside.entry(group).or_default().beyond += Scaled::of(value).shifted(-2148);
        }
    }

    /// Adds the product of two finite values.
    #[inline]
    pub(in crate::aggregate) fn add_product(&mut self, group: usize, a: f64, b: f64) {
        if moderate(a) && moderate(b) {
            let (product, missed) = two_product(a, b);
            self.push_pair(group, product, missed);
        } else {
            self.add_beyond(group, a, b);
        }
    }

    #[cold]
    fn add_beyond(&mut self, group: usize, a: f64, b: f64) {
        let product = Scaled::of(a).times(&Scaled::of(b));
        self.aside.entry(group).or_default().beyond += product.shifted(-2148);
    }

    #[inline]
    fn push(&mut self, group: usize, value: f64) {
        let mut rest = value;
        for part in &mut self.parts[group] {
            if rest == 0.0 {
                return;
            }
            (*part, rest) = two_sum(*part, rest);
        }
        if rest != 0.0 {
            self.push_long(group, rest);
        }
    }

    /// Adds a double and what it misses: the errors of both go down the cascade together.
    #[inline]
    fn push_pair(&mut self, group: usize, value: f64, missed: f64) {
        let parts = &mut self.parts[group];
        let (mut high, mut low) = (value, missed);
        for part in &mut *parts {
            let rest;
            (*part, rest) = two_sum(*part, high);
            (high, low) = two_sum(rest, low);
            if high == 0.0 {
                return;
            }
        }
        self.push_long(group, high);
        if low != 0.0 {
            self.push_long(group, low);
        }
    }

    #[cold]
    fn push_long(&mut self, group: usize, value: f64) {
        self.aside.entry(group).or_default().long.get_or_insert_default().add(value);
    }

    /// Adds a group of other totals.
    pub(in crate::aggregate) fn merge(&mut self, group: usize, others: &Self, other: usize) {
        others.parts[other].iter().for_each(|&part| self.push(group, part));
        if let Some(aside) = others.aside.get(&other) {
            let own = self.aside.entry(group).or_default();
            own.beyond += &aside.beyond;
            if let Some(long) = &aside.long {
                own.long.get_or_insert_default().merge(long);
            }
        }
    }

    /// The doubles whose exact sum is the total; none where more than these are needed.
    pub(super) fn doubles(&self, group: usize) -> Option<[f64; WIDTH]> {
        (self.aside.is_empty() || !self.aside.contains_key(&group)).then(|| self.parts[group])
    }

    pub(in crate::aggregate) fn total(&self, group: usize) -> Scaled {
        let sum =
            self.parts[group].iter().fold(Scaled::default(), |sum, &part| if part == 0.0 { sum } else { sum.plus(&Scaled::of(part)) });
        let Some(aside) = self.aside.get(&group) else {
            return sum;
        };
        let long = aside.long.as_ref().map_or_else(Scaled::default, |long| Scaled::new(long.total(), -1074));
        sum.plus(&long).plus(&Scaled::new(aside.beyond.clone(), -2148))
    }
}

/// Products of these, and what they miss, are doubles; so are those with 0.
#[inline]
fn moderate(value: f64) -> bool {
    let size = value.abs();
    (size > LEAST && size < GREATEST) || size == 0.0
}
