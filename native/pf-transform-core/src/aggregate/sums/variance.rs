//! Variances and the like from exact sums: the double nearest to the exact value, or to its root.

use num_bigint::{BigInt, BigUint};

use super::nearest::{nearest_ratio, nearest_root};
use super::pair::{two_product, two_sum};
use super::product::CascadeTotals;
use super::scaled::Scaled;
use super::whole::WholeTotals;

/// Within these magnitudes no product here overflows or loses bits below the smallest double.
const LEAST: f64 = f64::from_bits((1023 - 400) << 52);
const GREATEST: f64 = f64::from_bits((1023 + 400) << 52);
/// What is not known of `n * sum of x^2` and of the squared sum, as a share of the former.
const UNKNOWN: f64 = f64::from_bits((1023 - 96) << 52);
/// What is left of `n * sum of x^2` where little enough cancels for two doubles to tell.
const LEFT: f64 = f64::from_bits((1023 - 40) << 52);
/// Integers that a double holds exactly.
const EXACT: i128 = 1 << 53;

/// The variance of a group of `count` values whose exact sums these are, or its root. `scale`: digits after the point, of decimals.
pub(in crate::aggregate) fn variance(
    (sums, squares, whole): (&CascadeTotals<2>, &CascadeTotals<4>, &WholeTotals<2>),
    group: usize,
    count: i64,
    ddof: i64,
    scale: i8,
    root: bool,
) -> f64 {
    let divisor = i128::from(count) * i128::from(count - ddof);
    if scale == 0
        && divisor <= EXACT
        && let (Some(sums), Some(squares)) = (sums.doubles(group), squares.doubles(group))
        && let Some(value) = match whole.get(group) {
            [0, 0] => pair_variance(sums, squares, count, divisor, root),
            whole if squares == [0.0; 4] && sums == [0.0; 2] => whole_variance(whole, count, divisor, root),
            _ => None,
        }
    {
        return value;
    }
    let sum = sums.total(group).plus(&whole.total(group, 0));
    nearest_quotient(centred(count, &squares.total(group).plus(&whole.total(group, 1)), &sum, &sum), divisor.unsigned_abs(), scale, root)
}

/// `n * sum of xy - sum of x * sum of y`, exactly.
pub(in crate::aggregate) fn centred(count: i64, product: &Scaled, a: &Scaled, b: &Scaled) -> Scaled {
    Scaled::new(BigInt::from(count), 0).times(product).minus(&a.times(b))
}

/// The double nearest to `value / (divisor * 100^scale)`, or to its root.
pub(in crate::aggregate) fn nearest_quotient(value: Scaled, divisor: u128, scale: i8, root: bool) -> f64 {
    let hundreds = BigUint::from(100_u32).pow(u32::from(scale.unsigned_abs()));
    let (value, divisor) = if scale < 0 {
        (Scaled::new(value.value * BigInt::from(hundreds), value.power), BigUint::from(divisor))
    } else {
        (value, BigUint::from(divisor) * hundreds)
    };
    if root { nearest_root(value.value.magnitude(), value.power, &divisor) } else { nearest_ratio(&value.value, value.power, &divisor) }
}

/// None where it takes more than pairs of doubles to tell. The arrays add up exactly to the sums.
#[allow(clippy::cast_precision_loss)]
fn pair_variance([s0, s1]: [f64; 2], [q0, q1, q2, q3]: [f64; 4], count: i64, divisor: i128, root: bool) -> Option<f64> {
    let (count, divisor) = (count as f64, divisor as f64);
    let (sum, sum_low) = two_sum(s0, s1);
    let (high, low) = two_sum(q0, q1);
    let low = low + (q2 + q3);
    let moderate = |value: f64| value > LEAST && value < GREATEST;
    if !moderate(high) || !(sum == 0.0 || moderate(sum.abs())) {
        return None;
    }
    let (all, all_low) = two_product(high, count);
    let all_low = all_low + low * count;
    let (square, square_low) = two_product(sum, sum);
    let square_low = square_low + 2.0 * sum * sum_low;
    let (difference, missed) = two_sum(all, -square);
    let (left, left_low) = two_sum(difference, missed + (all_low - square_low));
    if left.is_nan() || left <= all * LEFT {
        return None;
    }
    quotient_or_root((left, left_low), divisor, (all / divisor) * UNKNOWN, root)
}

/// None where it takes more than pairs of doubles to tell.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn whole_variance([sum, square]: [i128; 2], count: i64, divisor: i128, root: bool) -> Option<f64> {
    let all = square.checked_mul(i128::from(count))?;
    let left = all - sum.checked_mul(sum)?;
    if left == 0 {
        return Some(0.0);
    }
    let high = left as f64;
    let low = (left - high as i128) as f64;
    let divisor = divisor as f64;
    if divisor == 1.0 && low == 0.0 && !root {
        return Some(high);
    }
    quotient_or_root((high, low), divisor, high / divisor * UNKNOWN, root)
}

/// The double nearest to `(left + left_low) / divisor`, or to its root, where `doubt` does not matter.
fn quotient_or_root((left, left_low): (f64, f64), divisor: f64, doubt: f64, root: bool) -> Option<f64> {
    let quotient = left / divisor;
    let (product, missed) = two_product(quotient, divisor);
    let correction = (left - product - missed + left_low) / divisor;
    if !root {
        return certain(quotient, correction, doubt);
    }
    let value = quotient.sqrt();
    let (product, missed) = two_product(value, value);
    let rest = quotient - product - missed + correction;
    certain(value, rest / (2.0 * value), doubt / (2.0 * value) + value * UNKNOWN)
}

fn certain(value: f64, correction: f64, doubt: f64) -> Option<f64> {
    let nearest = value + (correction - doubt);
    (nearest == value + (correction + doubt)).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::variance;
    use crate::aggregate::sums::{CascadeTotals, Scaled, WholeTotals, centred, nearest_quotient};

    fn both(values: &[f64], root: bool) -> (f64, f64) {
        let mut sums = CascadeTotals::<2>::default();
        let mut squares = CascadeTotals::<4>::default();
        sums.resize(1);
        squares.resize(1);
        let (mut sum, mut square) = (Scaled::default(), Scaled::default());
        for &value in values {
            sums.add(0, value);
            squares.add_product(0, value, value);
            sum = sum.plus(&Scaled::of(value));
            square = square.plus(&Scaled::of(value).times(&Scaled::of(value)));
        }
        let count = i64::try_from(values.len()).unwrap_or_default();
        let exact = nearest_quotient(centred(count, &square, &sum, &sum), (count * (count - 1)).unsigned_abs().into(), 0, root);
        (variance((&sums, &squares, &WholeTotals::default()), 0, count, 1, 0, root), exact)
    }

    #[test]
    fn as_whole_numbers_say() {
        let mut seed = 1_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed >> 11
        };
        for round in 0..2000_u32 {
            #[allow(clippy::cast_precision_loss)]
            let mut value = || {
                let unit = next() as f64 * f64::EPSILON / 2.0;
                match round % 4 {
                    0 => unit,
                    1 => 1e9 + unit,
                    2 => f64::from(u8::from(unit > 0.5)) * 0.1 + 1e12,
                    _ => (unit - 0.5) * 2f64.powi(i32::try_from(next() % 2000).unwrap_or(0) - 1000),
                }
            };
            let values = (0..2 + round % 30).map(|_| value()).collect::<Vec<_>>();
            for root in [false, true] {
                let (found, exact) = both(&values, root);
                assert_eq!(found.to_bits(), exact.to_bits(), "{values:?}");
            }
        }
    }

    #[test]
    fn whole_numbers_as_doubles_say() {
        let mut seed = 7_u64;
        for round in 0..3000_u32 {
            let mut value = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 11).cast_signed() >> (7 + round % 50)
            };
            let values = (0..2 + round % 9).map(|_| value() - i64::from(round % 3)).collect::<Vec<_>>();
            #[allow(clippy::cast_precision_loss)]
            let doubles = values.iter().map(|&value| value as f64).collect::<Vec<_>>();
            let count = i64::try_from(values.len()).unwrap_or_default();
            for root in [false, true] {
                let mut whole = WholeTotals::<2>::default();
                for &value in &values {
                    let value = i128::from(value);
                    let [sum, square] = &mut whole.of(1)[0];
                    *sum += value;
                    *square += value * value;
                }
                let (mut sums, mut squares) = (CascadeTotals::<2>::default(), CascadeTotals::<4>::default());
                sums.resize(1);
                squares.resize(1);
                let found = variance((&sums, &squares, &whole), 0, count, 1, 0, root);
                assert_eq!(found.to_bits(), both(&doubles, root).1.to_bits(), "{values:?}");
            }
        }
    }

    #[test]
    fn merging_changes_nothing() {
        let values = [1e300, 1.0, 3e-320, -1e300, 0.1, 7e15, f64::MAX];
        let mut whole = CascadeTotals::<4>::default();
        let mut parts = [CascadeTotals::<4>::default(), CascadeTotals::<4>::default()];
        whole.resize(1);
        parts.iter_mut().for_each(|part| part.resize(1));
        for (i, &value) in values.iter().enumerate() {
            whole.add_product(0, value, value);
            parts[i % 2].add_product(0, value, value);
        }
        let [mut first, second] = parts;
        first.merge(0, &second, 0);
        assert!(whole.total(0).minus(&first.total(0)).is_zero());
    }
}
