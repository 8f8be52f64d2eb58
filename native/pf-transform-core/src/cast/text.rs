//! Casts between text and numbers or bool.

use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};

use super::temporal::{time_of_text, time_text};
use super::{does_not_fit, no_cast, strings};
use crate::error::Result;
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::type_text::quoted;

/// A float as JavaScript prints it.
pub(super) fn float(value: f64) -> String {
    ryu_js::Buffer::new().format(value).to_owned()
}

/// A decimal with all digits of its scale.
pub(super) fn decimal(negative: bool, digits: String, scale: i8) -> String {
    let sign = if negative { "-" } else { "" };
    let Ok(places) = usize::try_from(scale) else {
        let zeros = if digits == "0" { 0 } else { usize::from(scale.unsigned_abs()) };
        return format!("{sign}{digits}{}", "0".repeat(zeros));
    };
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Numbers and bool as utf8.
pub(super) fn format(array: &ArrayRef) -> Result<ArrayRef> {
    let mut text = String::new();
    let mut rows = arrow_array::builder::StringBuilder::new();
    if array.data_type() == &DataType::Boolean {
        for value in array.as_boolean() {
            rows.append_option(value.map(|value| if value { "true" } else { "false" }));
        }
        return Ok(Arc::new(rows.finish()));
    }
    if let DataType::Time32(unit) | DataType::Time64(unit) = array.data_type() {
        return times(array, *unit);
    }
    let values = Carrier::of(array).ok_or_else(|| no_cast(array.data_type(), &DataType::Utf8))?;
    for row in 0..array.len() {
        if array.is_null(row) {
            rows.append_null();
            continue;
        }
        text.clear();
        // Writing to a String cannot fail.
        let _ = match &values {
            Carrier::Signed(values) => write!(text, "{}", values[row]),
            Carrier::Unsigned(values) => write!(text, "{}", values[row]),
            Carrier::Float(values) => text.write_str(ryu_js::Buffer::new().format(values[row])),
            Carrier::Decimal(values, scale) => text.write_str(&decimal(values[row] < 0, values[row].unsigned_abs().to_string(), *scale)),
        };
        rows.append_value(&text);
    }
    Ok(Arc::new(rows.finish()))
}

fn times(array: &ArrayRef, unit: TimeUnit) -> Result<ArrayRef> {
    let counts = reinterpret(array, if matches!(array.data_type(), DataType::Time32(_)) { &DataType::Int32 } else { &DataType::Int64 })?;
    let Some(Carrier::Signed(counts)) = Carrier::of(&counts) else {
        return Err(no_cast(array.data_type(), &DataType::Utf8));
    };
    let mut rows = arrow_array::builder::StringBuilder::new();
    for row in 0..array.len() {
        if array.is_null(row) {
            rows.append_null();
        } else {
            rows.append_value(
                time_text(counts[row], unit).ok_or_else(|| does_not_fit(counts[row], array.data_type(), &DataType::Utf8, row))?,
            );
        }
    }
    Ok(Arc::new(rows.finish()))
}

/// Text as numbers, strictly: an optional sign, digits, for floats a fraction and an exponent; no blanks, nothing else.
pub(super) fn parse(array: &ArrayRef, target: &DataType) -> Result<ArrayRef> {
    Ok(match target {
        DataType::Int8 => Arc::new(integers::<Int8Type>(array, target)?),
        DataType::Int16 => Arc::new(integers::<Int16Type>(array, target)?),
        DataType::Int32 => Arc::new(integers::<Int32Type>(array, target)?),
        DataType::Int64 => Arc::new(integers::<Int64Type>(array, target)?),
        DataType::UInt8 => Arc::new(integers::<UInt8Type>(array, target)?),
        DataType::UInt16 => Arc::new(integers::<UInt16Type>(array, target)?),
        DataType::UInt32 => Arc::new(integers::<UInt32Type>(array, target)?),
        DataType::UInt64 => Arc::new(integers::<UInt64Type>(array, target)?),
        DataType::Float64 => Arc::new(rows::<Float64Type>(array, target, parse_float::<f64>)?),
        DataType::Float32 => Arc::new(rows::<Float32Type>(array, target, parse_float::<f32>)?),
        DataType::Decimal128(precision, scale) => {
            let decimals = rows::<Decimal128Type>(array, target, |text| parse_decimal(text, *precision, *scale))?;
            Arc::new(decimals.with_precision_and_scale(*precision, *scale)?)
        }
        DataType::Time32(unit) => {
            let parse = |text: &str| time_of_text(text, *unit).and_then(|count| i32::try_from(count).ok());
            reinterpret(&rows::<Int32Type>(array, target, parse)?, target)?
        }
        DataType::Time64(unit) => reinterpret(&rows::<Int64Type>(array, target, |text| time_of_text(text, *unit))?, target)?,
        other => return Err(no_cast(array.data_type(), other)),
    })
}

/// Digits, without an exponent, of which none but zeros at the ends may be lost.
fn parse_decimal(text: &str, precision: u8, scale: i8) -> Option<i128> {
    let digits = unsigned(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let strict = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !strict(whole) || !strict(fraction) {
        return None;
    }
    let (mut whole, fraction) = (whole.trim_start_matches('0').to_owned(), fraction.trim_end_matches('0'));
    match usize::try_from(scale) {
        Ok(scale) if fraction.len() <= scale => write!(whole, "{fraction:0<scale$}").ok()?,
        Err(_) if fraction.is_empty() && whole.is_empty() => {}
        Err(_) if fraction.is_empty() => {
            let zeros = usize::from(scale.unsigned_abs());
            let kept = whole.len().checked_sub(zeros)?;
            if whole.split_off(kept).bytes().any(|byte| byte != b'0') {
                return None;
            }
        }
        _ => return None,
    }
    let unscaled = if whole.is_empty() { 0 } else { whole.parse::<i128>().ok()? };
    let fits = unscaled.unsigned_abs() < 10_u128.checked_pow(u32::from(precision))?;
    fits.then_some(if text.starts_with('-') { -unscaled } else { unscaled })
}

fn integers<T: ArrowPrimitiveType>(array: &ArrayRef, target: &DataType) -> Result<PrimitiveArray<T>>
where
    T::Native: TryFrom<i128>,
{
    rows::<T>(array, target, |text| {
        let digits = unsigned(text);
        let strict = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        strict.then(|| text.parse::<i128>().ok().and_then(|value| T::Native::try_from(value).ok())).flatten()
    })
}

/// Without one leading sign.
fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// The nearest value of the type itself: by way of a wider one it would be rounded twice.
fn parse_float<T: FromStr>(text: &str) -> Option<T> {
    match unsigned(text) {
        // Rust also reads other names of these.
        "NaN" if text != "NaN" => None,
        "NaN" | "Infinity" => text.parse().ok(),
        digits if digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') => text.parse().ok(),
        _ => None,
    }
}

fn rows<T: ArrowPrimitiveType>(array: &ArrayRef, target: &DataType, f: impl Fn(&str) -> Option<T::Native>) -> Result<PrimitiveArray<T>> {
    strings(array)
        .into_iter()
        .enumerate()
        .map(|(row, text)| text.map(|text| f(text).ok_or_else(|| does_not_fit(quoted(text), array.data_type(), target, row))).transpose())
        .collect()
}
