//! Against integers: doubles are whole multiples of 2^-1074.
#![allow(clippy::unwrap_used)]

use num_bigint::BigInt;
use proptest::prelude::*;

use super::ExactTotals;

/// In units of 2^-1074.
fn units(value: f64) -> BigInt {
    let bits = value.to_bits();
    let exponent = (bits >> 52) & 0x7ff;
    let fraction = BigInt::from(bits & ((1 << 52) - 1));
    let magnitude = if exponent == 0 { fraction } else { (fraction + (1_u64 << 52)) << (exponent - 1) };
    if value.is_sign_negative() { -magnitude } else { magnitude }
}

/// Whether no other double is nearer to `sum / count`, and of two as near this is the even one.
fn is_nearest(sum: &BigInt, count: usize, value: f64) -> bool {
    let distance = |other: f64| {
        let difference = sum - units(other) * BigInt::from(count);
        if difference < BigInt::from(0) { -difference } else { difference }
    };
    let greatest_half: BigInt = (units(f64::MAX) * 2 + (BigInt::from(1) << 2045_u32)) * BigInt::from(count);
    let twice = BigInt::from(2) * if *sum < BigInt::from(0) { -sum.clone() } else { sum.clone() };
    if value.is_infinite() {
        return twice >= greatest_half && value.is_sign_negative() == (*sum < BigInt::from(0));
    }
    if twice >= greatest_half {
        return false;
    }
    let own = distance(value);
    let even = value.to_bits() & 1 == 0;
    [value.next_up(), value.next_down()]
        .into_iter()
        .filter(|other| other.is_finite())
        .all(|other| own < distance(other) || (own == distance(other) && even))
}

fn totals(values: &[f64], cut: usize, at_once: bool) -> ExactTotals {
    let mut whole = ExactTotals::default();
    whole.resize(2);
    for part in values.chunks(cut.max(1)) {
        let mut partial = ExactTotals::default();
        partial.resize(1);
        if at_once {
            partial.add_all(0, part);
        } else {
            part.iter().for_each(|&value| partial.add(0, value));
        }
        whole.merge(1, &partial, 0);
    }
    whole
}

/// Any finite double, powers of two, ties, and values that cancel.
fn value() -> impl Strategy<Value = f64> {
    let finite = any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |value| value.is_finite());
    let power =
        (0_u64..2047, any::<bool>()).prop_map(|(exponent, negative)| f64::from_bits(exponent << 52) * if negative { -1.0 } else { 1.0 });
    let plain = (-1_000_000_i32..1_000_000).prop_map(|cents| f64::from(cents) / 100.0);
    let special = proptest::sample::select(vec![
        1e308,
        -1e308,
        f64::MAX,
        -f64::MAX,
        1.0,
        -1.0,
        f64::EPSILON / 2.0,
        1.0 + f64::EPSILON,
        f64::from_bits(1),
        -f64::from_bits(1),
        f64::MIN_POSITIVE,
        1e16,
        -1e16,
        0.0,
        -0.0,
    ]);
    prop_oneof![finite, power, plain, special]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn sums_and_means_are_the_nearest_doubles(
        values in proptest::collection::vec(value(), 1..80),
        cut in 1_usize..90,
        at_once: bool,
    ) {
        let sum = values.iter().fold(BigInt::from(0), |sum, &value| sum + units(value));
        let result = totals(&values, cut, at_once);
        prop_assert!(is_nearest(&sum, 1, result.quotient(1, 1)), "sum {}", result.quotient(1, 1));
        let count = i64::try_from(values.len()).unwrap();
        prop_assert!(is_nearest(&sum, values.len(), result.quotient(1, count)), "mean {}", result.quotient(1, count));
    }

    #[test]
    fn means_of_values_of_like_size_are_the_nearest_doubles(
        values in proptest::collection::vec(-1e3..1e3, 1..200),
        cut in 1_usize..210,
    ) {
        let sum = values.iter().fold(BigInt::from(0), |sum, &value| sum + units(value));
        let count = i64::try_from(values.len()).unwrap();
        prop_assert!(is_nearest(&sum, values.len(), totals(&values, cut, true).quotient(1, count)));
    }
}

#[test]
fn long_runs_of_one_group() {
    // Blocks without a loss, with one, and an incomplete one.
    let mut values: Vec<f64> = (0..3000).map(|i| f64::from(i) * 0.1).collect();
    values.extend((0..3000).map(|i| f64::from(i % 7) * 2f64.powi(i % 900)));
    values.push(1.5);
    let sum = values.iter().fold(BigInt::from(0), |sum, &value| sum + units(value));
    for cut in [1, 7, 512, 513, 4096, 10_000] {
        assert!(is_nearest(&sum, 1, totals(&values, cut, true).quotient(1, 1)), "{cut}");
        assert!(is_nearest(&sum, 1, totals(&values, cut, false).quotient(1, 1)), "{cut}");
    }
}

#[test]
fn the_sign_of_zero() {
    let total = |values: &[f64]| totals(values, 3, true).quotient(1, 1).to_bits();
    assert_eq!(total(&[-0.0; 20]), (-0.0_f64).to_bits());
    assert_eq!(total(&[-0.0, 0.0, -0.0]), 0);
    assert_eq!(total(&[1.0, -1.0, -0.0]), 0);
    assert_eq!(total(&[1e308, 1e308, -1e308, -1e308]), 0);
    assert_eq!(totals(&[-0.0; 4], 1, false).quotient(1, 4).to_bits(), (-0.0_f64).to_bits());
}

#[test]
fn infinities_and_nan_are_values() {
    for at_once in [true, false] {
        let total = |values: &[f64]| totals(values, 50, at_once).quotient(1, 1);
        assert_eq!(total(&[1e308, f64::INFINITY, 1e308, -1e308]), f64::INFINITY);
        assert_eq!(total(&[1e308, 1e308, f64::NEG_INFINITY]), f64::NEG_INFINITY);
        assert!(total(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
        assert!(total(&[1e308, 1e308, f64::NAN]).is_nan());
        assert!(total(&[f64::INFINITY; 40]).is_infinite());
        let mut mixed = vec![1.0; 40];
        mixed[17] = f64::NEG_INFINITY;
        assert_eq!(total(&mixed), f64::NEG_INFINITY);
    }
}

#[test]
fn overflows_only_where_the_total_does() {
    let result = |values: &[f64], count| totals(values, 2, true).quotient(1, count);
    assert_eq!(result(&[1e308, 1e308, -1e308], 1), 1e308);
    assert_eq!(result(&[f64::MAX; 8], 8), f64::MAX);
    assert_eq!(result(&[f64::MAX; 8], 1), f64::INFINITY);
    assert_eq!(result(&[-f64::MAX, -f64::MAX], 1), f64::NEG_INFINITY);
    // Half a unit in the last place beyond the greatest double is a tie, which goes to infinity.
    assert_eq!(result(&[f64::MAX, 2f64.powi(970)], 1), f64::INFINITY);
    assert_eq!(result(&[f64::MAX, 2f64.powi(970), -f64::from_bits(1)], 1), f64::MAX);
}
