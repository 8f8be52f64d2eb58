//! Key columns in the form in which both sides are compared.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use num_bigint::BigInt;

use super::domain::Domain;
use crate::bytes::ByteRows;
use crate::compare::instants;
use crate::error::{Error, Result};
use crate::numeric::{Carrier, float_parts};
use crate::value::decode;

const SIGN: u64 = 1 << 63;

/// A key column, one value per row.
pub(super) struct Canonical {
    pub values: Values,
    /// which rows are not null
    pub nulls: Option<NullBuffer>,
    /// which rows have a value that the other side can have; all where absent
    pub possible: Option<Vec<bool>>,
}

pub(super) enum Values {
    /// in the order of what they stand for, so that a column has a range
    Words(Vec<u64>),
    Wide(Vec<i128>),
    Bytes(ByteRows),
    /// nothing but nulls
    None,
}

impl Canonical {
    pub fn of(column: &ArrayRef, domain: Domain) -> Result<Self> {
        let column = decode(column)?;
        let nulls = column.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        let (values, possible) = match domain {
            Domain::Nothing => (Values::None, None),
            Domain::Bool => {
                let bits = column.as_boolean_opt().ok_or_else(|| mismatch(&column))?.values();
                (Values::Words(bits.iter().map(u64::from).collect()), None)
            }
            Domain::Bytes => (Values::Bytes(ByteRows::of(&column).ok_or_else(|| mismatch(&column))?), None),
            Domain::Instant(unit) => {
                let (values, factor, _) = instants(&column)?.ok_or_else(|| mismatch(&column))?;
                match i64::try_from(unit / factor) {
                    Ok(1) => (Values::Words(values.iter().map(|&value| signed(value)).collect()), None),
                    times => {
                        let times = times.unwrap_or(i64::MAX);
                        words(values.iter().map(|&value| (value % times == 0).then(|| signed(value / times))))
                    }
                }
            }
            Domain::Signed => match carrier(&column)? {
                Carrier::Signed(values) => (Values::Words(values.iter().map(|&value| signed(value)).collect()), None),
                Carrier::Unsigned(values) => words(values.iter().map(|&value| i64::try_from(value).ok().map(signed))),
                Carrier::Float(values) => words(values.iter().map(|&value| whole(value).and_then(|v| i64::try_from(v).ok()).map(signed))),
                Carrier::Decimal(..) => return Err(mismatch(&column)),
            },
            Domain::Unsigned => match carrier(&column)? {
                Carrier::Unsigned(values) => (Values::Words(values.to_vec()), None),
                Carrier::Signed(values) => words(values.iter().map(|&value| u64::try_from(value).ok())),
                Carrier::Float(values) => words(values.iter().map(|&value| whole(value).and_then(|v| u64::try_from(v).ok()))),
                Carrier::Decimal(..) => return Err(mismatch(&column)),
            },
            Domain::Float => match carrier(&column)? {
                Carrier::Float(values) => (Values::Words(values.iter().map(|&value| float(value)).collect()), None),
                _ => return Err(mismatch(&column)),
            },
            Domain::Decimal(scale) => match carrier(&column)? {
                Carrier::Signed(values) => wide(values.iter().map(|&value| rescaled(value.into(), 0, scale))),
                Carrier::Unsigned(values) => wide(values.iter().map(|&value| rescaled(value.into(), 0, scale))),
                Carrier::Decimal(values, own) if own == scale => (Values::Wide(values.to_vec()), None),
                Carrier::Decimal(values, own) => wide(values.iter().map(|&value| rescaled(value, own, scale))),
                Carrier::Float(values) => wide(values.iter().map(|&value| unscaled(value, scale))),
            },
        };
        Ok(Self { values, nulls, possible })
    }
}

fn mismatch(column: &ArrayRef) -> Error {
    Error::Internal(format!("a key of type {} is not of the type bound", column.data_type()))
}

fn carrier(column: &ArrayRef) -> Result<Carrier> {
    Carrier::of(column).ok_or_else(|| mismatch(column))
}

fn words(values: impl Iterator<Item = Option<u64>>) -> (Values, Option<Vec<bool>>) {
    let (words, possible) = values.map(|value| (value.unwrap_or(0), value.is_some())).unzip();
    (Values::Words(words), Some(possible))
}

fn wide(values: impl Iterator<Item = Option<i128>>) -> (Values, Option<Vec<bool>>) {
    let (wide, possible) = values.map(|value| (value.unwrap_or(0), value.is_some())).unzip();
    (Values::Wide(wide), Some(possible))
}

const fn signed(value: i64) -> u64 {
    value.cast_unsigned() ^ SIGN
}

fn float(value: f64) -> u64 {
    if value.is_nan() {
        return u64::MAX;
    }
    let bits = (value + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

/// A float that is a whole number below 2¹²⁷, as that.
#[allow(clippy::cast_possible_truncation)] // it is whole and in range
fn whole(value: f64) -> Option<i128> {
    (value.trunc() == value && value.abs() < 1e38).then_some(value as i128)
}

/// An unscaled value with fewer digits after the point, if the others are zero.
fn rescaled(value: i128, own: i8, scale: i8) -> Option<i128> {
    let digits = u32::try_from(i32::from(own) - i32::from(scale)).ok()?;
    match 10_i128.checked_pow(digits) {
        Some(power) => (value % power == 0).then(|| value / power),
        None => (value == 0).then_some(0),
    }
}

/// A float as the unscaled value of a decimal, if it is one exactly.
fn unscaled(value: f64, scale: i8) -> Option<i128> {
    let (mantissa, exponent) = float_parts(value)?;
    if mantissa == 0 {
        return Some(0);
    }
    let ten = |power: i32| BigInt::from(10).pow(u32::try_from(power).unwrap_or(0));
    let two = |power: i32| BigInt::from(1) << u32::try_from(power).unwrap_or(0);
    let above = BigInt::from(mantissa) * two(exponent) * ten(scale.into());
    let below = two(-exponent) * ten(-i32::from(scale));
    let quotient = &above / &below;
    (&quotient * &below == above).then(|| i128::try_from(quotient).ok()).flatten()
}
