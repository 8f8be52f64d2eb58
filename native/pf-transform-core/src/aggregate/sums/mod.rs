//! Totals of many values per group: of floats exactly or in any order, of decimals exactly.

mod decimals;
mod exact;
mod fast;
mod lanes;
mod long;
mod nearest;
mod pair;
mod product;
mod scaled;
mod variance;
mod whole;

pub(super) use self::decimals::DecimalTotals;
pub(super) use self::exact::ExactTotals;
pub(super) use self::fast::FastTotals;
pub(super) use self::nearest::{nearest_ratio, nearest_root};
pub(super) use self::product::CascadeTotals;
pub(super) use self::scaled::Scaled;
pub(super) use self::variance::{centred, nearest_quotient, variance};
pub(super) use self::whole::{WholeTotals, small_integers};

/// Float totals, as the call asked for them.
pub(super) enum FloatTotals {
    /// the double nearest to the exact value: order and threads cannot show
    Exact(ExactTotals),
    /// added as they come, within 2·n·u·Σ|x|
    Fast(FastTotals),
}

impl FloatTotals {
    pub(super) fn new(fast: bool) -> Self {
        if fast { Self::Fast(FastTotals::default()) } else { Self::Exact(ExactTotals::default()) }
    }

    pub(super) fn resize(&mut self, groups: usize) {
        match self {
            Self::Exact(totals) => totals.resize(groups),
            Self::Fast(totals) => totals.resize(groups),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Exact(totals) => totals.len(),
            Self::Fast(totals) => totals.len(),
        }
    }

    /// Adds a group of other totals of the same kind.
    pub(super) fn merge(&mut self, group: usize, others: &Self, other: usize) {
        match (self, others) {
            (Self::Exact(own), Self::Exact(others)) => own.merge(group, others, other),
            (Self::Fast(own), Self::Fast(others)) => own.merge(group, others, other),
            // Aggregators that are merged have one plan.
            (Self::Exact(_), Self::Fast(_)) | (Self::Fast(_), Self::Exact(_)) => {}
        }
    }

    /// The total divided by `count`; NaN has one bit pattern, whatever came in.
    pub(super) fn quotient(&self, group: usize, count: i64) -> f64 {
        let value = match self {
            Self::Exact(totals) => totals.quotient(group, count),
            Self::Fast(totals) => totals.quotient(group, count),
        };
        if value.is_nan() { f64::NAN } else { value }
    }
}
