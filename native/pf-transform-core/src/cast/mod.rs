//! Checked casts: a value that does not fit the target is an error with the value and its row. O(n) time; one copy of the column.

mod number;
mod temporal;
mod text;

use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, LargeBinaryArray, LargeStringArray, StringArray, StringViewArray,
    new_null_array,
};
use arrow_schema::DataType;
use arrow_select::concat::concat;
use num_bigint::{BigInt, Sign};

use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::type_text::type_text;
use crate::value::{Value, decode};

/// Casts a value; a literal stays a literal.
///
/// # Errors
/// `CastFailed` for a value that does not fit, `TypeMismatch` for types between which there is no cast.
pub fn cast(value: &Value, target: &DataType, length: usize) -> Result<Value> {
    if value.is_all_null() {
        return Ok(Value::Array(new_null_array(target, length)));
    }
    Ok(match value {
        Value::Array(array) => Value::Array(cast_array(array, target)?),
        Value::Literal(array) => Value::Literal(cast_array(array, target)?),
    })
}

/// Casts a value; what does not fit is null. Where something does not, halves are tried, and halves of these.
///
/// # Errors
/// `TypeMismatch` for types between which there is no cast.
pub fn try_cast(value: &Value, target: &DataType, length: usize) -> Result<Value> {
    match (cast(value, target, length), value) {
        (Err(Error::CastFailed { .. }), Value::Literal(_)) => Ok(Value::Array(new_null_array(target, length))),
        (Err(Error::CastFailed { .. }), Value::Array(array)) => {
            let mut parts = Vec::new();
            in_halves(array, target, &mut parts)?;
            let parts = parts.iter().map(|part| part.as_ref()).collect::<Vec<_>>();
            Ok(Value::Array(concat(&parts)?))
        }
        (result, _) => result,
    }
}

fn in_halves(array: &ArrayRef, target: &DataType, parts: &mut Vec<ArrayRef>) -> Result<()> {
    let (half, length) = (array.len() / 2, array.len());
    match cast_array(array, target) {
        Err(Error::CastFailed { .. }) if length <= 1 => parts.push(new_null_array(target, length)),
        Err(Error::CastFailed { .. }) => {
            in_halves(&array.slice(0, half), target, parts)?;
            in_halves(&array.slice(half, length - half), target, parts)?;
        }
        result => parts.push(result?),
    }
    Ok(())
}

const fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

const fn is_binary(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_))
}

fn cast_array(array: &ArrayRef, target: &DataType) -> Result<ArrayRef> {
    if array.data_type() == target {
        return Ok(array.clone());
    }
    let array = &decode(array)?;
    let source = array.data_type();
    if source == target {
        return Ok(array.clone());
    }
    if is_text(source) && is_text(target) {
        return Ok(retext(array, target));
    }
    if is_binary(source) && is_binary(target) {
        return rebinary(array, target);
    }
    if is_text(source) {
        return text::parse(array, target);
    }
    if is_text(target) {
        return Ok(retext(&text::format(array)?, target));
    }
    if source == &DataType::Boolean
        && let Some(result) = number::from_bool(array.as_boolean(), target)
    {
        return Ok(result);
    }
    if let Some(count) = temporal::counted(array, target)? {
        return Ok(count);
    }
    if let Some(values) = Carrier::of(array) {
        return number::from_carrier(array, &values, target);
    }
    temporal::cast(array, target)?.ok_or_else(|| no_cast(source, target))
}

/// A decimal with all digits of its scale.
#[must_use]
pub fn decimal_text(unscaled: &BigInt, scale: i8) -> String {
    text::decimal(unscaled.sign() == Sign::Minus, unscaled.magnitude().to_string(), scale)
}

/// The error for a pair of types without a cast.
fn no_cast(source: &DataType, target: &DataType) -> Error {
    Error::TypeMismatch(format!("there is no cast from {} to {}", type_text(source), type_text(target)))
}

/// The error for a value that does not fit.
pub(crate) fn does_not_fit(value: impl std::fmt::Display, from: &DataType, target: &DataType, row: usize) -> Error {
    Error::CastFailed { value: value.to_string(), from: type_text(from), target: type_text(target), row: Some(row) }
}

fn strings(array: &ArrayRef) -> Vec<Option<&str>> {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
        _ => array.as_string_view().iter().collect(),
    }
}

pub(crate) fn retext(array: &ArrayRef, target: &DataType) -> ArrayRef {
    if array.data_type() == target {
        return array.clone();
    }
    let rows = strings(array);
    match target {
        DataType::Utf8 => Arc::new(rows.into_iter().collect::<StringArray>()),
        DataType::LargeUtf8 => Arc::new(rows.into_iter().collect::<LargeStringArray>()),
        _ => Arc::new(rows.into_iter().collect::<StringViewArray>()),
    }
}

pub(crate) fn rebinary(array: &ArrayRef, target: &DataType) -> Result<ArrayRef> {
    let bytes = ByteRows::of(array).ok_or_else(|| no_cast(array.data_type(), target))?;
    let rows = (0..array.len()).map(|row| (!array.is_null(row)).then(|| bytes.value(row)));
    Ok(match target {
        DataType::Binary => Arc::new(rows.collect::<BinaryArray>()),
        DataType::LargeBinary => Arc::new(rows.collect::<LargeBinaryArray>()),
        DataType::BinaryView => Arc::new(rows.collect::<BinaryViewArray>()),
        DataType::FixedSizeBinary(width) => {
            let mut builder = FixedSizeBinaryBuilder::with_capacity(array.len(), *width);
            for (row, value) in rows.enumerate() {
                match value {
                    None => builder.append_null(),
                    Some(value) => {
                        builder
                            .append_value(value)
                            .map_err(|_| does_not_fit(format!("a value of {} bytes", value.len()), array.data_type(), target, row))?;
                    }
                }
            }
            Arc::new(builder.finish())
        }
        other => return Err(no_cast(array.data_type(), other)),
    })
}

/// Casts each non-null row by `f`, which says `None` for values that do not fit.
fn map_rows<T: arrow_array::ArrowPrimitiveType>(
    array: &dyn Array,
    target: &DataType,
    f: impl Fn(usize) -> Option<T::Native>,
    show: impl Fn(usize) -> String,
) -> Result<arrow_array::PrimitiveArray<T>> {
    let mut values = Vec::with_capacity(array.len());
    for row in 0..array.len() {
        if array.is_null(row) {
            values.push(T::Native::default());
        } else {
            values.push(f(row).ok_or_else(|| does_not_fit(show(row), array.data_type(), target, row))?);
        }
    }
    Ok(arrow_array::PrimitiveArray::new(values.into(), array.nulls().cloned()))
}

/// Casts each non-null row to bool.
fn map_bool(array: &dyn Array, f: impl Fn(usize) -> Option<bool>, show: impl Fn(usize) -> String) -> Result<BooleanArray> {
    let mut values = Vec::with_capacity(array.len());
    for row in 0..array.len() {
        if array.is_null(row) {
            values.push(false);
        } else {
            values.push(f(row).ok_or_else(|| does_not_fit(show(row), array.data_type(), &DataType::Boolean, row))?);
        }
    }
    Ok(BooleanArray::new(values.into(), array.nulls().cloned()))
}
