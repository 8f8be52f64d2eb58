//! Sums of two doubles without loss, and their quotient by a count.
//!
//! Knuth's TwoSum (The Art of Computer Programming 2, 4.2.2) and Dekker's product (Numerische Mathematik 18, 1971).

/// `a + b` as the nearest double and what it misses, which is a double again. Not finite where the sum overflows.
#[inline(always)]
pub(super) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// A double in two halves of at most 26 bits.
#[inline(always)]
fn split(value: f64) -> (f64, f64) {
    const FACTOR: f64 = 134_217_729.0; // 2^27 + 1
    let scaled = FACTOR * value;
    let high = scaled - (scaled - value);
    (high, value - high)
}

/// `a * b` as the nearest double and what it misses; for factors of moderate size.
#[inline(always)]
pub(super) fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    let missed = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, missed)
}

/// Within these magnitudes no product here overflows or loses bits below the smallest double.
const LEAST: f64 = f64::from_bits((1023 - 800) << 52);
const GREATEST: f64 = f64::from_bits((1023 + 800) << 52);

/// The double nearest to `(sum + error) / count`, or none where that takes more than doubles to tell. `count` is positive.
pub(super) fn pair_quotient(sum: f64, error: f64, count: f64) -> Option<f64> {
    if error == 0.0 {
        return Some(sum / count);
    }
    let (high, low) = two_sum(sum, error);
    if count == 1.0 {
        return Some(high);
    }
    if low == 0.0 {
        return Some(high / count);
    }
    if !(LEAST..GREATEST).contains(&high.abs()) {
        return None;
    }
    let quotient = high / count;
    let (product, missed) = two_product(quotient, count);
    // The remainder of a division is a double: nothing is rounded up to here.
    let remainder = (high - product) - missed;
    let (left, missed) = two_sum(remainder, low);
    let correction = left / count;
    // Two roundings moved the correction by less than 2^-51 of it. Where that cannot change the sum, the sum is right.
    let doubt = correction.abs() * f64::from_bits((1023 - 50) << 52);
    let nearest = quotient + (correction - doubt);
    if nearest == quotient + (correction + doubt) {
        return Some(nearest);
    }
    // Means of few values are often halfway between two doubles. Then the correction is exact, and one addition rounds as it should.
    (missed == 0.0 && two_product(correction, count) == (left, 0.0)).then_some(quotient + correction)
}

#[cfg(test)]
mod tests {
    use super::{pair_quotient, two_sum};

    #[test]
    fn means_of_few_values_take_no_more_than_doubles() {
        // Sums of values of 53 bits, many of which are halfway between two doubles.
        let value = |i: u64| f64::from_bits((1022 << 52) | (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 12));
        let mut untold = 0;
        for i in 0..10_000 {
            let (sum, error) = two_sum(value(i), value(i + 7));
            untold += u32::from(pair_quotient(sum, error, 2.0).is_none());
            let (sum, more) = two_sum(sum, value(i + 13));
            untold += u32::from(pair_quotient(sum, error + more, 3.0).is_none());
        }
        assert!(untold < 10, "{untold} of 20000");
    }
}
