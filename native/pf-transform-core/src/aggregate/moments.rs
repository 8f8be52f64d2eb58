//! Skewness and kurtosis of numbers in ascending order: each step in doubles, as the catalogue says, so that every engine has the same bits.

/// A sum and its errors.
#[derive(Default)]
struct Sum {
    sum: f64,
    error: f64,
}

impl Sum {
    fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        let part = sum - self.sum;
        self.error += self.sum - (sum - part) + (value - part);
        self.sum = sum;
    }

    fn total(&self) -> f64 {
        self.sum + self.error
    }
}

/// Means of powers of the differences from the mean, in a unit of their own.
struct Powers {
    square: f64,
    cube: f64,
    fourth: f64,
}

/// 2^-e for a number of the size of 2^e, within the normal powers of two.
fn scale_for(size: f64) -> f64 {
    // The exponent with its bias of 1023; that of the scale is the opposite one.
    let exponent = ((size.to_bits() >> 52) & 0x7ff).clamp(1, 2045);
    f64::from_bits((2046 - exponent) << 52)
}

/// NaN where a value is not finite, none where all are equal.
#[allow(clippy::cast_precision_loss)]
fn powers(sorted: &[f64]) -> Option<Powers> {
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    if !first.is_finite() || !last.is_finite() {
        return Some(Powers { square: f64::NAN, cube: f64::NAN, fourth: f64::NAN });
    }
    #[allow(clippy::float_cmp)]
    if first == last {
        return None;
    }
    let count = sorted.len() as f64;
    // Powers of two: nothing overflows, and nothing is rounded that counts.
    let scale = scale_for(first.abs().max(last.abs()));
    let mut total = Sum::default();
    sorted.iter().for_each(|value| total.add(value * scale));
    let mean = total.total() / count;
    let mut rest = Sum::default();
    sorted.iter().for_each(|value| rest.add(value * scale - mean));
    let low = rest.total() / count;
    let difference = |value: f64| value * scale - mean - low;
    let unit = scale_for(difference(first).abs().max(difference(last).abs()));
    let (mut squares, mut cubes, mut fourths) = (Sum::default(), Sum::default(), Sum::default());
    for &value in sorted {
        let d = difference(value) * unit;
        let square = d * d;
        squares.add(square);
        cubes.add(square * d);
        fourths.add(square * square);
    }
    Some(Powers { square: squares.total() / count, cube: cubes.total() / count, fourth: fourths.total() / count })
}

/// Of values in ascending order; `bias`: of all there are, not of a sample.
#[allow(clippy::cast_precision_loss)]
pub(super) fn skewness(sorted: &[f64], bias: bool) -> Option<f64> {
    if sorted.len() < if bias { 1 } else { 3 } {
        return None;
    }
    let count = sorted.len() as f64;
    let means = powers(sorted)?;
    let value = means.cube / (means.square * means.square.sqrt());
    Some(canonical(if bias { value } else { value * (count * (count - 1.0)).sqrt() / (count - 2.0) }))
}

/// The same of the excess kurtosis.
#[allow(clippy::cast_precision_loss)]
pub(super) fn kurtosis(sorted: &[f64], bias: bool) -> Option<f64> {
    if sorted.len() < if bias { 1 } else { 4 } {
        return None;
    }
    let count = sorted.len() as f64;
    let means = powers(sorted)?;
    let value = means.fourth / (means.square * means.square) - 3.0;
    let sample = || ((count + 1.0) * value + 6.0) * ((count - 1.0) / ((count - 2.0) * (count - 3.0)));
    Some(canonical(if bias { value } else { sample() }))
}

/// NaN has one bit pattern.
const fn canonical(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value }
}

#[cfg(test)]
mod tests {
    use super::{kurtosis, skewness};

    #[test]
    fn of_few_values_and_of_equal_ones() {
        assert_eq!(skewness(&[1.0, 2.0], false), None);
        assert_eq!(skewness(&[1.0, 2.0], true), Some(0.0));
        assert_eq!(skewness(&[0.1, 0.1, 0.1], false), None);
        assert_eq!(kurtosis(&[1.0, 2.0, 4.0], false), None);
        assert_eq!(kurtosis(&[-1.0, 1.0], true), Some(-2.0));
        assert!(skewness(&[1.0, 2.0, f64::NAN], false).is_some_and(f64::is_nan));
    }

    #[test]
    fn sizes_do_not_matter() {
        let values = [1.0, 2.0, 4.0, 8.0];
        let of = |scale: f64| skewness(&values.map(|value| value * scale), false);
        assert_eq!(of(1.0), of(2f64.powi(1020)));
        assert_eq!(of(1.0), of(2f64.powi(-1074)));
        assert_eq!(kurtosis(&values, false), kurtosis(&values.map(|value| value * 2f64.powi(1020)), false));
    }
}
