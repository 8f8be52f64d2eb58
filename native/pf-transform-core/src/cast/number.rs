//! Casts between numbers, and between integers and bool.

use std::sync::Arc;

use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray};
use arrow_schema::DataType;
use num_bigint::{BigInt, Sign};

use super::{map_bool, map_rows, no_cast};
use crate::error::Result;
use crate::numeric::{Carrier, float_parts};

/// bool → integer as 0 and 1; `None` when the target is not an integer.
pub(super) fn from_bool(array: &BooleanArray, target: &DataType) -> Option<ArrayRef> {
    fn ints<T: ArrowPrimitiveType>(array: &BooleanArray) -> ArrayRef
    where
        T::Native: From<bool>,
    {
        let values = array.values().iter().map(T::Native::from).collect::<Vec<_>>();
        Arc::new(PrimitiveArray::<T>::new(values.into(), array.nulls().cloned()))
    }
    Some(match target {
        DataType::Int8 => ints::<Int8Type>(array),
        DataType::Int16 => ints::<Int16Type>(array),
        DataType::Int32 => ints::<Int32Type>(array),
        DataType::Int64 => ints::<Int64Type>(array),
        DataType::UInt8 => ints::<UInt8Type>(array),
        DataType::UInt16 => ints::<UInt16Type>(array),
        DataType::UInt32 => ints::<UInt32Type>(array),
        DataType::UInt64 => ints::<UInt64Type>(array),
        _ => return None,
    })
}

/// number → number or bool.
pub(super) fn from_carrier(array: &ArrayRef, values: &Carrier, target: &DataType) -> Result<ArrayRef> {
    let source: &dyn Array = array;
    let show = |row: usize| show(values, row);
    Ok(match target {
        DataType::Int8 => Arc::new(integers::<Int8Type>(source, values, target)?),
        DataType::Int16 => Arc::new(integers::<Int16Type>(source, values, target)?),
        DataType::Int32 => Arc::new(integers::<Int32Type>(source, values, target)?),
        DataType::Int64 => Arc::new(integers::<Int64Type>(source, values, target)?),
        DataType::UInt8 => Arc::new(integers::<UInt8Type>(source, values, target)?),
        DataType::UInt16 => Arc::new(integers::<UInt16Type>(source, values, target)?),
        DataType::UInt32 => Arc::new(integers::<UInt32Type>(source, values, target)?),
        DataType::UInt64 => Arc::new(integers::<UInt64Type>(source, values, target)?),
        DataType::Float64 => Arc::new(PrimitiveArray::<Float64Type>::new(values.to_float(), source.nulls().cloned())),
        DataType::Float32 => Arc::new(PrimitiveArray::<Float32Type>::new(to_f32(values).into(), source.nulls().cloned())),
        DataType::Float16 => {
            let halves = values.to_float().iter().map(|&value| half::f16::from_f64(value)).collect::<Vec<_>>();
            Arc::new(PrimitiveArray::<Float16Type>::new(halves.into(), source.nulls().cloned()))
        }
        DataType::Boolean => {
            let as_bool = |row| match integer(values, row) {
                Some(0) => Some(false),
                Some(1) => Some(true),
                _ => None,
            };
            Arc::new(map_bool(source, as_bool, show)?)
        }
        DataType::Decimal128(precision, scale) => {
            let result = map_rows::<Decimal128Type>(source, target, |row| decimal(values, row, *precision, *scale), show)?;
            Arc::new(result.with_precision_and_scale(*precision, *scale)?)
        }
        other => return Err(no_cast(source.data_type(), other)),
    })
}

fn integers<T: ArrowPrimitiveType>(array: &dyn Array, values: &Carrier, target: &DataType) -> Result<PrimitiveArray<T>>
where
    T::Native: TryFrom<i128> + TryFrom<i64>,
{
    if let Carrier::Signed(signed) = values {
        // Free of i128 for the common case.
        return map_rows::<T>(array, target, |row| T::Native::try_from(signed[row]).ok(), |row| signed[row].to_string());
    }
    map_rows::<T>(array, target, |row| integer(values, row).and_then(|value| T::Native::try_from(value).ok()), |row| show(values, row))
}

/// The value truncated toward zero; `None` for NaN, infinities and floats beyond 128 bits.
#[allow(clippy::cast_possible_truncation)]
fn integer(values: &Carrier, row: usize) -> Option<i128> {
    match values {
        Carrier::Signed(values) => Some(values[row].into()),
        Carrier::Unsigned(values) => Some(values[row].into()),
        Carrier::Float(values) => {
            let value = values[row].trunc();
            (value.abs() < 1.7e38).then_some(value as i128)
        }
        Carrier::Decimal(values, scale) => match u32::try_from(*scale) {
            Ok(scale) => Some(values[row] / 10_i128.checked_pow(scale)?),
            Err(_) => values[row].checked_mul(10_i128.checked_pow(u32::from(scale.unsigned_abs()))?),
        },
    }
}

/// Rounded once, not by way of float64.
fn nearest_f32(unscaled: i128, scale: i8) -> f32 {
    format!("{unscaled}e{}", -i32::from(scale)).parse().unwrap_or(f32::NAN)
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn to_f32(values: &Carrier) -> Vec<f32> {
    match values {
        Carrier::Signed(values) => values.iter().map(|&value| value as f32).collect(),
        Carrier::Unsigned(values) => values.iter().map(|&value| value as f32).collect(),
        Carrier::Float(values) => values.iter().map(|&value| value as f32).collect(),
        Carrier::Decimal(values, scale) => values.iter().map(|&value| nearest_f32(value, *scale)).collect(),
    }
}

/// A decimal of the target's scale, halves away from zero; `None` beyond the precision, for NaN and for infinities.
fn decimal(values: &Carrier, row: usize, precision: u8, scale: i8) -> Option<i128> {
    let (mantissa, exponent, from) = match values {
        Carrier::Signed(values) => (BigInt::from(values[row]), 0, 0),
        Carrier::Unsigned(values) => (BigInt::from(values[row]), 0, 0),
        Carrier::Decimal(values, from) => (BigInt::from(values[row]), 0, *from),
        Carrier::Float(values) => {
            let (mantissa, exponent) = float_parts(values[row])?;
            (BigInt::from(mantissa), exponent, 0)
        }
    };
    // mantissa × 2^exponent × 10^power as a fraction of integers
    let power = i32::from(scale) - i32::from(from);
    let ten = |power: i32| BigInt::from(10u8).pow(power.max(0).unsigned_abs());
    let negative = mantissa.sign() == Sign::Minus;
    let numerator = (mantissa.magnitude() * ten(power).magnitude()) << exponent.max(0).unsigned_abs();
    let denominator = ten(-power).magnitude().clone() << (-exponent).max(0).unsigned_abs();
    let magnitude = (&numerator * 2u8 + &denominator) / (denominator * 2u8);
    let magnitude = i128::try_from(magnitude).ok()?;
    if magnitude.unsigned_abs() >= 10_u128.checked_pow(u32::from(precision))? {
        return None;
    }
    Some(if negative { -magnitude } else { magnitude })
}

fn show(values: &Carrier, row: usize) -> String {
    match values {
        Carrier::Signed(values) => values[row].to_string(),
        Carrier::Unsigned(values) => values[row].to_string(),
        Carrier::Float(values) => super::text::float(values[row]),
        Carrier::Decimal(values, scale) => super::decimal_text(&values[row].into(), *scale),
    }
}
