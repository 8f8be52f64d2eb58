//! Sums and means of floats in moving frames: the double nearest to the exact value of every single frame. Values are whole numbers of a unit that divides them all; sums of these
//! are doubles where they are small enough, else integers of 128 bits, else of any size.

use arrow_array::ArrayRef;
use num_bigint::{BigInt, BigUint};
use rayon::prelude::*;

use super::cells::Cells;
use super::frames::Frames;
use super::layout::Layout;
use super::moving::{Moving, slide};
use super::rows::Counts;
use crate::aggregate::nearest_ratio;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::numeric::float_parts;

/// From here on a double no longer holds every whole number.
const SAFE: f64 = 9_007_199_254_740_992.0;
/// Bits of integers whose sums of 2^32 are looked for in 128 bits.
const ROOM: i32 = 127 - 32;
/// Values that are read for their extent at a time.
const CHUNK: usize = 1 << 16;

/// The exact sum of finite values.
trait Exact {
    fn clear(&mut self);
    fn add(&mut self, value: f64);
    fn subtract(&mut self, value: f64);
    /// The double nearest to it divided by `count`; 0 where it is 0.
    fn quotient(&self, count: i64) -> f64;
}

/// Sums that doubles hold.
#[derive(Clone, Default)]
struct Small(f64);

impl Exact for Small {
    fn clear(&mut self) {
        self.0 = 0.0;
    }
    #[inline]
    fn add(&mut self, value: f64) {
        self.0 += value;
    }
    #[inline]
    fn subtract(&mut self, value: f64) {
        self.0 -= value;
    }
    #[inline]
    #[allow(clippy::cast_precision_loss)] // there are no more than 2^32 rows
    fn quotient(&self, count: i64) -> f64 {
        // 0 - 0 is 0, and what is left of others is never -0.
        if self.0 == 0.0 { 0.0 } else { self.0 / count as f64 }
    }
}

/// The value as a whole number of 2^power.
#[inline]
fn units(value: f64, power: i32) -> i128 {
    let bits = value.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let fraction = i128::from(bits & ((1 << 52) - 1));
    let (magnitude, own) = if exponent == 0 { (fraction, -1074) } else { (fraction | (1 << 52), exponent - 1075) };
    // The last bits are zeros where the unit is larger than that of the double.
    let shifted = if own >= power { magnitude << (own - power) } else { magnitude >> (power - own).min(127) };
    if value.is_sign_negative() { -shifted } else { shifted }
}

/// Sums in units of 2^power that integers of 128 bits hold.
#[derive(Clone)]
struct Fixed {
    power: i32,
    total: i128,
}

impl Exact for Fixed {
    fn clear(&mut self) {
        self.total = 0;
    }
    #[inline]
    fn add(&mut self, value: f64) {
        self.total += units(value, self.power);
    }
    #[inline]
    fn subtract(&mut self, value: f64) {
        self.total -= units(value, self.power);
    }
    #[inline]
    #[allow(clippy::cast_precision_loss)] // rounded to nearest, once
    fn quotient(&self, count: i64) -> f64 {
        if self.total == 0 {
            return 0.0;
        }
        let magnitude = self.total.unsigned_abs();
        let count = u128::from(count.unsigned_abs());
        // 55 bits of quotient or more; that something is left over goes into the last of them.
        let wanted = (55 + (128 - count.leading_zeros())).saturating_sub(128 - magnitude.leading_zeros());
        let shifted = magnitude << wanted;
        let rounded = if count == 1 {
            shifted as f64
        } else {
            let quotient = shifted / count;
            (quotient | u128::from(quotient * count != shifted)) as f64
        };
        let power = self.power - i32::try_from(wanted).unwrap_or(0);
        let value = rounded * two_to(power);
        if !(-900..900).contains(&power) {
            return nearest_ratio(&BigInt::from(self.total), i64::from(self.power), &BigUint::from(count));
        }
        if self.total < 0 { -value } else { value }
    }
}

fn two_to(power: i32) -> f64 {
    let exponent = u64::try_from((power + 1023).clamp(1, 2046)).unwrap_or(1);
    f64::from_bits(exponent << 52)
}

/// Sums in units of 2^power, of any size.
#[derive(Clone)]
struct Long {
    power: i32,
    total: BigInt,
}

impl Long {
    fn units(&self, value: f64) -> BigInt {
        let (magnitude, power) = float_parts(value).unwrap_or((0, self.power));
        let shift = power - self.power;
        if shift >= 0 { BigInt::from(magnitude) << shift.unsigned_abs() } else { BigInt::from(magnitude) >> shift.unsigned_abs() }
    }
}

impl Exact for Long {
    fn clear(&mut self) {
        self.total = BigInt::ZERO;
    }
    fn add(&mut self, value: f64) {
        self.total += self.units(value);
    }
    fn subtract(&mut self, value: f64) {
        self.total -= self.units(value);
    }
    fn quotient(&self, count: i64) -> f64 {
        nearest_ratio(&self.total, i64::from(self.power), &BigUint::from(count.unsigned_abs()))
    }
}

/// The unit of all finite values, the greatest exponent above it, and about the sum of their magnitudes.
struct Extent {
    least: i32,
    greatest: i32,
    sum: f64,
    plain: bool,
}

impl Extent {
    const NOTHING: Self = Self { least: i32::MAX, greatest: i32::MIN, sum: 0.0, plain: true };

    fn of(values: &[f64]) -> Self {
        let mut extent = Self::NOTHING;
        let mut sum = 0.0;
        for &value in values {
            let bits = value.to_bits();
            if value == 0.0 {
                extent.plain &= bits == 0;
                continue;
            }
            let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
            if exponent == 0x7ff {
                extent.plain = false;
                continue;
            }
            let fraction = bits & ((1 << 52) - 1);
            let (magnitude, power) = if exponent == 0 { (fraction, -1074) } else { (fraction | (1 << 52), exponent - 1075) };
            extent.least = extent.least.min(power + i32::try_from(magnitude.trailing_zeros()).unwrap_or(0));
            extent.greatest = extent.greatest.max(power + 53);
            sum += value.abs();
        }
        extent.sum = sum;
        extent
    }

    fn with(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            greatest: self.greatest.max(other.greatest),
            sum: self.sum + other.sum,
            plain: self.plain && other.plain,
        }
    }
}

/// Values by position, with what decides sums alone.
struct State<'a, E> {
    values: &'a [f64],
    layout: &'a Layout,
    counts: &'a Counts,
    all: bool,
    /// neither NaN nor infinities nor -0 are among the values
    plain: bool,
    exact: E,
    count: i64,
    nans: i64,
    above: i64,
    below: i64,
    /// values that are not -0
    others: i64,
}

impl<E: Exact> State<'_, E> {
    #[inline]
    fn change(&mut self, position: usize, by: i64) {
        if !self.all && !self.counts.counts(self.layout.row(position)) {
            return;
        }
        self.count += by;
        let value = self.values[position];
        if !self.plain {
            if value.to_bits() != (-0.0_f64).to_bits() {
                self.others += by;
            }
            if !value.is_finite() {
                let special = if value.is_nan() {
                    &mut self.nans
                } else if value > 0.0 {
                    &mut self.above
                } else {
                    &mut self.below
                };
                *special += by;
                return;
            }
        }
        if by > 0 { self.exact.add(value) } else { self.exact.subtract(value) }
    }

    #[inline]
    fn quotient(&self, divisor: i64) -> f64 {
        if !self.plain {
            if self.nans > 0 || (self.above > 0 && self.below > 0) {
                return f64::NAN;
            }
            if self.above > 0 {
                return f64::INFINITY;
            }
            if self.below > 0 {
                return f64::NEG_INFINITY;
            }
            if self.others == 0 {
                return -0.0;
            }
        }
        self.exact.quotient(divisor)
    }
}

impl<E: Exact> Moving for State<'_, E> {
    fn clear(&mut self) {
        self.exact.clear();
        (self.count, self.nans, self.above, self.below, self.others) = (0, 0, 0, 0, 0);
    }
    #[inline]
    fn add(&mut self, position: usize) {
        self.change(position, 1);
    }
    #[inline]
    fn remove(&mut self, position: usize) {
        self.change(position, -1);
    }
}

/// Sums, or means, of the values at positions.
pub(super) fn float_totals(
    layout: &Layout,
    frames: &Frames,
    values: &[f64],
    counts: &Counts,
    mean: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let extent = values.par_chunks(CHUNK).map(Extent::of).reduce(|| Extent::NOTHING, Extent::with);
    let power = if extent.least == i32::MAX { 0 } else { extent.least };
    // Twice, so that the rounding of the sum itself does not matter.
    let most = extent.sum * 2.0;
    // A sum that is infinite says nothing of the unit, which may be infinite likewise.
    if most.is_finite() && most <= SAFE * 2.0_f64.powi(power) {
        run(layout, frames, values, counts, extent.plain, mean, &Small::default(), control)
    } else if extent.greatest.saturating_sub(power) <= ROOM {
        run(layout, frames, values, counts, extent.plain, mean, &Fixed { power, total: 0 }, control)
    } else {
        run(layout, frames, values, counts, extent.plain, mean, &Long { power, total: BigInt::ZERO }, control)
    }
}

#[allow(clippy::too_many_arguments)]
fn run<E: Exact + Clone + Sync>(
    layout: &Layout,
    frames: &Frames,
    values: &[f64],
    counts: &Counts,
    plain: bool,
    mean: bool,
    exact: &E,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let cells = Cells::new(layout.rows, true);
    let all = counts.all();
    let make = || State { values, layout, counts, all, plain, exact: exact.clone(), count: 0, nans: 0, above: 0, below: 0, others: 0 };
    layout.each_partition(control, make, |state, partition| {
        slide(state, frames, partition, |state, position| {
            if state.count > 0 {
                cells.set_float(layout.row(position), state.quotient(if mean { state.count } else { 1 }));
            }
            Ok::<_, Error>(())
        })
    })?;
    Ok(cells.floats())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_sums_are_rounded_as_long_ones() {
        let values = [0.1, 0.2, -0.3, 1.0 / 3.0, 1e-3, 123_456.789, -1e6, 2.5e-4];
        let Extent { least: power, greatest, .. } = Extent::of(&values);
        assert!(greatest - power <= ROOM);
        let (mut fixed, mut long) = (Fixed { power, total: 0 }, Long { power, total: BigInt::ZERO });
        for (at, &value) in values.iter().cycle().take(1000).enumerate() {
            let value = if at % 7 == 0 { -value } else { value };
            fixed.add(value);
            long.add(value);
            for count in [1, 2, 3, 7, 10, 1_000_003] {
                assert_eq!(fixed.quotient(count).to_bits(), long.quotient(count).to_bits(), "{at} {count}");
            }
        }
    }

    #[test]
    fn small_sums_are_exact() {
        let (mut small, mut long) = (Small::default(), Long { power: -1, total: BigInt::ZERO });
        for value in [0.5, -2.0, 1e6, 0.5, -0.5] {
            small.add(value);
            long.add(value);
            assert_eq!(small.quotient(3).to_bits(), long.quotient(3).to_bits());
        }
        small.subtract(999_998.5);
        assert_eq!(small.quotient(1).to_bits(), 0.0_f64.to_bits());
    }
}
