//! Casts between text and numbers or bool.

use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::DataType;

use super::{does_not_fit, no_cast, strings};
use crate::error::Result;
use crate::numeric::Carrier;

/// A float as JavaScript prints it.
pub(super) fn float(value: f64) -> String {
    ryu_js::Buffer::new().format(value).to_owned()
}

/// A decimal with all digits of its scale.
pub(super) fn decimal(unscaled: i128, scale: i8) -> String {
    let Ok(places) = usize::try_from(scale) else {
        let zeros = if unscaled == 0 { 0 } else { usize::from(scale.unsigned_abs()) };
        return format!("{unscaled}{}", "0".repeat(zeros));
    };
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if unscaled < 0 { "-" } else { "" };
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
            Carrier::Decimal(values, scale) => text.write_str(&decimal(values[row], *scale)),
        };
        rows.append_value(&text);
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
        other => return Err(no_cast(array.data_type(), other)),
    })
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
        .map(|(row, text)| text.map(|text| f(text).ok_or_else(|| does_not_fit(format!("{text:?}"), target, row))).transpose())
        .collect()
}
