//! Totals of decimals per group, in units of the last digit. 256 bits hold the total of more values than there can be.

use arrow_buffer::i256;
use num_bigint::{BigInt, BigUint};

use super::nearest::nearest_ratio;
use crate::cast::decimal_text;

/// Every total fits the widest decimal up to here.
const PRECISION: u32 = 38;
/// Integers that a double holds exactly.
const EXACT: u128 = 1 << 53;

#[derive(Default)]
pub(in crate::aggregate) struct DecimalTotals {
    totals: Vec<i256>,
}

impl DecimalTotals {
    pub(in crate::aggregate) fn resize(&mut self, groups: usize) {
        self.totals.resize(groups, i256::ZERO);
    }

    pub(in crate::aggregate) fn len(&self) -> usize {
        self.totals.len()
    }

    #[inline]
    pub(in crate::aggregate) fn add(&mut self, group: usize, value: i128) {
        let total = &mut self.totals[group];
        *total = total.wrapping_add(i256::from_i128(value));
    }

    pub(in crate::aggregate) fn merge(&mut self, group: usize, others: &Self, other: usize) {
        let total = &mut self.totals[group];
        *total = total.wrapping_add(others.totals[other]);
    }

    /// The total, or none where it has more than 38 digits.
    pub(in crate::aggregate) fn total(&self, group: usize) -> Option<i128> {
        self.totals[group].to_i128().filter(|total| total.unsigned_abs() < 10_u128.pow(PRECISION))
    }

    /// The total in full, whatever its size.
    pub(in crate::aggregate) fn text(&self, group: usize, scale: i8) -> String {
        decimal_text(&BigInt::from_signed_bytes_le(&self.totals[group].to_le_bytes()), scale)
    }

    /// The double nearest to the total divided by `count`, with `scale` digits after the point.
    #[allow(clippy::cast_precision_loss)]
    pub(in crate::aggregate) fn mean(&self, group: usize, count: i64, scale: i8) -> f64 {
        let total = self.totals[group];
        let digits = u32::from(scale.unsigned_abs());
        let divisor = u128::from(count.unsigned_abs()).checked_mul(10_u128.checked_pow(digits).unwrap_or(u128::MAX));
        if let (Some(total), Some(divisor)) = (total.to_i128(), divisor)
            && scale >= 0
            && total.unsigned_abs() <= EXACT
            && divisor <= EXACT
        {
            return total as f64 / divisor as f64;
        }
        let total = BigInt::from_signed_bytes_le(&total.to_le_bytes());
        let count = BigUint::from(count.unsigned_abs());
        let power = BigUint::from(10_u32).pow(digits);
        if scale < 0 { nearest_ratio(&(total * BigInt::from(power)), 0, &count) } else { nearest_ratio(&total, 0, &(count * power)) }
    }
}

#[cfg(test)]
mod tests {
    use super::DecimalTotals;

    fn totals(values: &[i128]) -> DecimalTotals {
        let mut totals = DecimalTotals::default();
        totals.resize(1);
        values.iter().for_each(|&value| totals.add(0, value));
        totals
    }

    #[test]
    fn overflows_only_where_the_total_does() {
        let most = 10_i128.pow(38) - 1;
        assert_eq!(totals(&[most, most, -most]).total(0), Some(most));
        assert_eq!(totals(&[most, 1]).total(0), None);
        assert_eq!(totals(&[-most, -1]).total(0), None);
        assert_eq!(totals(&[most, most, most]).mean(0, 3, 0), 1e38);
    }

    #[test]
    fn means_are_rounded_once() {
        assert_eq!(totals(&[1995, 5]).mean(0, 2, 2), 10.0);
        assert_eq!(totals(&[1]).mean(0, 3, 1), 1.0 / 30.0);
        assert_eq!(totals(&[15]).mean(0, 2, -3), 7500.0);
        assert_eq!(totals(&[9_007_199_254_740_993, 9_007_199_254_740_993]).mean(0, 2, 0), 9_007_199_254_740_992.0);
        assert_eq!(totals(&[9_007_199_254_740_993, 9_007_199_254_740_994]).mean(0, 2, 0), 9_007_199_254_740_994.0);
    }
}
