//! Numeric columns widened to a few carriers, and exact comparison between them (never through a rounding conversion).

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_buffer::ScalarBuffer;
use arrow_schema::DataType;
use num_bigint::BigInt;

/// Values of a numeric column in the narrowest carrier that holds its type exactly. Slots of nulls hold arbitrary values.
#[derive(Debug, Clone)]
pub enum Carrier {
    /// int8 … int64, uint8 … uint32
    Signed(ScalarBuffer<i64>),
    /// uint64
    Unsigned(ScalarBuffer<u64>),
    /// float16, float32, float64
    Float(ScalarBuffer<f64>),
    /// decimal: unscaled values and the number of digits after the point
    Decimal(ScalarBuffer<i128>, i8),
}

fn widen<T: ArrowPrimitiveType, U: From<T::Native> + arrow_buffer::ArrowNativeType>(array: &dyn Array) -> ScalarBuffer<U> {
    array.as_primitive::<T>().values().iter().map(|&value| U::from(value)).collect()
}

impl Carrier {
    /// The values of a numeric array; `None` for other types.
    #[must_use]
    pub fn of(array: &dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Int8 => Self::Signed(widen::<Int8Type, i64>(array)),
            DataType::Int16 => Self::Signed(widen::<Int16Type, i64>(array)),
            DataType::Int32 => Self::Signed(widen::<Int32Type, i64>(array)),
            DataType::Int64 => Self::Signed(array.as_primitive::<Int64Type>().values().clone()),
            DataType::UInt8 => Self::Signed(widen::<UInt8Type, i64>(array)),
            DataType::UInt16 => Self::Signed(widen::<UInt16Type, i64>(array)),
            DataType::UInt32 => Self::Signed(widen::<UInt32Type, i64>(array)),
            DataType::UInt64 => Self::Unsigned(array.as_primitive::<UInt64Type>().values().clone()),
            DataType::Float16 => Self::Float(widen::<Float16Type, f64>(array)),
            DataType::Float32 => Self::Float(widen::<Float32Type, f64>(array)),
            DataType::Float64 => Self::Float(array.as_primitive::<Float64Type>().values().clone()),
            DataType::Decimal128(_, scale) => Self::Decimal(array.as_primitive::<Decimal128Type>().values().clone(), *scale),
            _ => return None,
        })
    }

    /// The values as float64, each rounded to nearest.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn to_float(&self) -> ScalarBuffer<f64> {
        match self {
            Self::Signed(values) => values.iter().map(|&value| value as f64).collect(),
            Self::Unsigned(values) => values.iter().map(|&value| value as f64).collect(),
            Self::Float(values) => values.clone(),
            Self::Decimal(values, scale) => values.iter().map(|&value| decimal_to_float(value, *scale)).collect(),
        }
    }
}

/// Nearest float64 to `unscaled / 10^scale`.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn decimal_to_float(unscaled: i128, scale: i8) -> f64 {
    if scale == 0 {
        return unscaled as f64;
    }
    // The decimal text is exact and the standard library parses text to the nearest value.
    format!("{unscaled}e{}", -i32::from(scale)).parse().unwrap_or(f64::NAN)
}

/// Order of floats in ParquetFrame: NaN equals itself and is greater than every number; -0 equals 0.
#[must_use]
#[inline]
pub fn compare_floats(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

const TWO_63: f64 = 9_223_372_036_854_775_808.0;
const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// Exact order of an integer and a float.
#[must_use]
#[inline]
#[allow(clippy::cast_possible_truncation)]
pub fn compare_signed_float(a: i64, b: f64) -> Ordering {
    if b.is_nan() || b >= TWO_63 {
        return Ordering::Less;
    }
    if b < -TWO_63 {
        return Ordering::Greater;
    }
    let whole = b.trunc();
    a.cmp(&(whole as i64)).then_with(|| compare_floats(0.0, b - whole))
}

/// Exact order of an unsigned integer and a float.
#[must_use]
#[inline]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn compare_unsigned_float(a: u64, b: f64) -> Ordering {
    if b.is_nan() || b >= TWO_64 {
        return Ordering::Less;
    }
    if b < 0.0 {
        return Ordering::Greater;
    }
    let whole = b.trunc();
    a.cmp(&(whole as u64)).then_with(|| compare_floats(0.0, b - whole))
}

fn power_of_ten(exponent: u32) -> BigInt {
    BigInt::from(10u8).pow(exponent)
}

/// Exact order of two decimals of any scales.
#[must_use]
pub fn compare_decimals(a: i128, a_scale: i8, b: i128, b_scale: i8) -> Ordering {
    if a_scale == b_scale {
        return a.cmp(&b);
    }
    let lift = |value: i128, by: i32| BigInt::from(value) * power_of_ten(u32::try_from(by.max(0)).unwrap_or(0));
    let (a_scale, b_scale) = (i32::from(a_scale), i32::from(b_scale));
    lift(a, b_scale - a_scale).cmp(&lift(b, a_scale - b_scale))
}

/// A finite float as `mantissa × 2^exponent`, exactly.
#[must_use]
pub fn float_parts(value: f64) -> Option<(i64, i32)> {
    if !value.is_finite() {
        return None;
    }
    let bits = value.to_bits();
    let raw_exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let fraction = i64::try_from(bits & 0x000f_ffff_ffff_ffff).unwrap_or(0);
    let (mantissa, exponent) = if raw_exponent == 0 { (fraction, -1074) } else { (fraction | (1 << 52), raw_exponent - 1075) };
    Some((if value.is_sign_negative() { -mantissa } else { mantissa }, exponent))
}

/// Exact order of a decimal and a float.
#[must_use]
pub fn compare_decimal_float(a: i128, scale: i8, b: f64) -> Ordering {
    let Some((mantissa, exponent)) = float_parts(b) else {
        return if b == f64::NEG_INFINITY { Ordering::Greater } else { Ordering::Less };
    };
    let (mut left, mut right) = (BigInt::from(a), BigInt::from(mantissa));
    let scale = i32::from(scale);
    if scale >= 0 {
        right *= power_of_ten(scale.unsigned_abs());
    } else {
        left *= power_of_ten(scale.unsigned_abs());
    }
    if exponent >= 0 {
        right <<= exponent.unsigned_abs();
    } else {
        left <<= exponent.unsigned_abs();
    }
    left.cmp(&right)
}

/// A function that gives the exact order of row `i` of one carrier and row `j` of the other.
#[must_use]
pub fn comparator(a: &Carrier, b: &Carrier) -> Box<dyn Fn(usize, usize) -> Ordering + Send + Sync> {
    match (a.clone(), b.clone()) {
        (Carrier::Signed(a), Carrier::Signed(b)) => Box::new(move |i, j| a[i].cmp(&b[j])),
        (Carrier::Unsigned(a), Carrier::Unsigned(b)) => Box::new(move |i, j| a[i].cmp(&b[j])),
        (Carrier::Signed(a), Carrier::Unsigned(b)) => Box::new(move |i, j| i128::from(a[i]).cmp(&i128::from(b[j]))),
        (Carrier::Unsigned(a), Carrier::Signed(b)) => Box::new(move |i, j| i128::from(a[i]).cmp(&i128::from(b[j]))),
        (Carrier::Float(a), Carrier::Float(b)) => Box::new(move |i, j| compare_floats(a[i], b[j])),
        (Carrier::Signed(a), Carrier::Float(b)) => Box::new(move |i, j| compare_signed_float(a[i], b[j])),
        (Carrier::Float(a), Carrier::Signed(b)) => Box::new(move |i, j| compare_signed_float(b[j], a[i]).reverse()),
        (Carrier::Unsigned(a), Carrier::Float(b)) => Box::new(move |i, j| compare_unsigned_float(a[i], b[j])),
        (Carrier::Float(a), Carrier::Unsigned(b)) => Box::new(move |i, j| compare_unsigned_float(b[j], a[i]).reverse()),
        (Carrier::Decimal(a, s), Carrier::Decimal(b, t)) => Box::new(move |i, j| compare_decimals(a[i], s, b[j], t)),
        (Carrier::Decimal(a, s), Carrier::Signed(b)) => Box::new(move |i, j| compare_decimals(a[i], s, b[j].into(), 0)),
        (Carrier::Signed(a), Carrier::Decimal(b, t)) => Box::new(move |i, j| compare_decimals(a[i].into(), 0, b[j], t)),
        (Carrier::Decimal(a, s), Carrier::Unsigned(b)) => Box::new(move |i, j| compare_decimals(a[i], s, b[j].into(), 0)),
        (Carrier::Unsigned(a), Carrier::Decimal(b, t)) => Box::new(move |i, j| compare_decimals(a[i].into(), 0, b[j], t)),
        (Carrier::Decimal(a, s), Carrier::Float(b)) => Box::new(move |i, j| compare_decimal_float(a[i], s, b[j])),
        (Carrier::Float(a), Carrier::Decimal(b, t)) => Box::new(move |i, j| compare_decimal_float(b[j], t, a[i]).reverse()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_beyond_the_mantissa_compare_exactly() {
        assert_eq!(compare_signed_float(9_007_199_254_740_993, 9_007_199_254_740_992.0), Ordering::Greater);
        assert_eq!(compare_signed_float(i64::MAX, TWO_63), Ordering::Less);
        assert_eq!(compare_signed_float(i64::MIN, -TWO_63), Ordering::Equal);
        assert_eq!(compare_unsigned_float(u64::MAX, TWO_64), Ordering::Less);
        assert_eq!(compare_signed_float(3, 3.5), Ordering::Less);
        assert_eq!(compare_signed_float(-3, -3.5), Ordering::Greater);
        assert_eq!(compare_signed_float(0, f64::NAN), Ordering::Less);
        assert_eq!(compare_signed_float(0, -0.0), Ordering::Equal);
    }

    #[test]
    fn decimals_compare_exactly_with_floats() {
        // 0.1 as float64 is a little more than one tenth.
        assert_eq!(compare_decimal_float(1, 1, 0.1), Ordering::Less);
        assert_eq!(compare_decimal_float(5, 1, 0.5), Ordering::Equal);
        assert_eq!(compare_decimal_float(-5, 1, f64::NEG_INFINITY), Ordering::Greater);
        assert_eq!(compare_decimal_float(1, 38, 5e-324), Ordering::Greater);
        assert_eq!(compare_decimals(10, 1, 100, 2), Ordering::Equal);
    }
}
