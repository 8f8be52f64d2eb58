//! The double nearest to a ratio of integers, ties to even.

use num_bigint::{BigInt, BigUint, Sign};

/// The double nearest to `numerator * 2^exponent / denominator`; infinite beyond the range of doubles, 0 for 0.
pub(crate) fn nearest_ratio(numerator: &BigInt, exponent: i64, denominator: &BigUint) -> f64 {
    let magnitude = numerator.magnitude();
    if numerator.sign() == Sign::NoSign {
        return 0.0;
    }
    // 66 bits of quotient or more; that something is left over goes into one bit below them.
    let missing = (66 + denominator.bits()).saturating_sub(magnitude.bits());
    let scaled = magnitude << missing;
    let quotient = &scaled / denominator;
    let left_over = &quotient * denominator != scaled;
    let value = (quotient << 1_u32) | BigUint::from(u8::from(left_over));
    let value = scaled_to_double(&value, exponent - i64::try_from(missing).unwrap_or(i64::MAX) - 1);
    if numerator.sign() == Sign::Minus { -value } else { value }
}

/// The double nearest to the square root of `numerator * 2^exponent / denominator`, rounded once.
pub(in crate::aggregate) fn nearest_root(numerator: &BigUint, exponent: i64, denominator: &BigUint) -> f64 {
    if *numerator == BigUint::ZERO {
        return 0.0;
    }
    // 132 bits of quotient or more, so that its root has 66; that something is left over goes into one bit below them.
    let missing = (132 + denominator.bits()).saturating_sub(numerator.bits());
    let missing = missing + u64::from((exponent - i64::try_from(missing).unwrap_or(0)) % 2 != 0);
    let scaled = numerator << missing;
    let quotient = &scaled / denominator;
    let root = quotient.sqrt();
    let left_over = &root * &root != quotient || &quotient * denominator != scaled;
    let value = (root << 1_u32) | BigUint::from(u8::from(left_over));
    scaled_to_double(&value, (exponent - i64::try_from(missing).unwrap_or(i64::MAX)) / 2 - 1)
}

/// `value * 2^exponent`, rounded once.
fn scaled_to_double(value: &BigUint, exponent: i64) -> f64 {
    let bits = i64::try_from(value.bits()).unwrap_or(i64::MAX);
    // Doubles have 53 bits, and none below 2^-1074.
    let dropped = (bits - 53).max(-1074 - exponent).max(0);
    if dropped > bits {
        return 0.0;
    }
    let (kept, up) = match u64::try_from(dropped) {
        Ok(dropped) if dropped > 0 => {
            let kept = value >> dropped;
            let half = value.bit(dropped - 1);
            let more = value.trailing_zeros().is_some_and(|zeros| zeros < dropped - 1);
            let up = half && (more || kept.bit(0));
            (kept, up)
        }
        _ => (value.clone(), false),
    };
    // At most 53 bits, which a double holds exactly.
    let rounded = u64::try_from(&kept).unwrap_or(u64::MAX) + u64::from(up);
    let power = exponent + dropped;
    // Two steps: 2^power alone may be beyond the range.
    let first = power.clamp(-1000, 1000);
    #[allow(clippy::cast_precision_loss)]
    let rounded = rounded as f64;
    rounded * power_of_two(first) * power_of_two(power - first)
}

/// 2^power, 0 or infinity beyond the range of normal doubles.
fn power_of_two(power: i64) -> f64 {
    match u64::try_from(power + 1023) {
        Ok(biased) if biased > 2046 => f64::INFINITY,
        Ok(biased) if biased > 0 => f64::from_bits(biased << 52),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest_ratio;
    use num_bigint::{BigInt, BigUint};

    fn nearest(numerator: i128, exponent: i64, denominator: u64) -> f64 {
        nearest_ratio(&BigInt::from(numerator), exponent, &BigUint::from(denominator))
    }

    #[test]
    fn ties_go_to_even() {
        assert_eq!(nearest((1 << 53) + 1, 0, 1), 9_007_199_254_740_992.0);
        assert_eq!(nearest((1 << 53) + 3, 0, 1), 9_007_199_254_740_996.0);
        assert_eq!(nearest(((1 << 53) + 1) * 3 + 1, 0, 3), 9_007_199_254_740_994.0);
        assert_eq!(nearest(-((1 << 53) + 1), 0, 1), -9_007_199_254_740_992.0);
    }

    #[test]
    fn the_ends_of_the_range() {
        assert_eq!(nearest(1, -1074, 1), f64::from_bits(1));
        assert_eq!(nearest(1, -1075, 1), 0.0);
        assert_eq!(nearest(3, -1076, 1), f64::from_bits(1));
        assert_eq!(nearest(3, -1075, 1), f64::from_bits(2));
        assert_eq!(nearest((1 << 53) - 1, 971, 1), f64::MAX);
        assert_eq!(nearest((1 << 54) - 1, 970, 1), f64::INFINITY);
        assert_eq!(nearest(1, 5000, 1), f64::INFINITY);
        assert_eq!(nearest(1, -5000, 7), 0.0);
    }

    #[test]
    fn quotients_of_integers() {
        for numerator in -300_i32..300 {
            for denominator in 1_u32..40 {
                assert_eq!(nearest(numerator.into(), 0, denominator.into()), f64::from(numerator) / f64::from(denominator));
            }
        }
    }
}
