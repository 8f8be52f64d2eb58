//! Literals as typed JSON: 64-bit integers, decimals and instants as decimal strings, binary as hexadecimal.

use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, BooleanArray, Date32Array, Date64Array, Decimal128Array, Float16Array, Float32Array,
    Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, LargeBinaryArray, LargeStringArray, NullArray, StringArray,
    StringViewArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array, cast::AsArray, new_null_array,
};
use arrow_schema::DataType;
use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::types::TypeJson;

/// The value of a parameter. Numbers may be JSON numbers or strings (`"NaN"`, `"-Infinity"`, `"9007199254740993"`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct ScalarJson(pub Value);

fn refuse(value: &Value, target: &DataType) -> Error {
    Error::InvalidArgument(format!("the literal {value} is not a value of type {target}"))
}

fn parse<T: std::str::FromStr>(value: &Value, target: &DataType) -> Result<T> {
    let parsed = match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    };
    parsed.ok_or_else(|| refuse(value, target))
}

fn parse_float(value: &Value, target: &DataType) -> Result<f64> {
    match value {
        Value::Number(number) => number.as_f64().ok_or_else(|| refuse(value, target)),
        Value::String(text) => match text.as_str() {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            other => other.parse().map_err(|_| refuse(value, target)),
        },
        _ => Err(refuse(value, target)),
    }
}

fn parse_binary(value: &Value, target: &DataType) -> Result<Vec<u8>> {
    let text = value.as_str().ok_or_else(|| refuse(value, target))?;
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return Err(refuse(value, target));
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| refuse(value, target))).collect()
}

impl ScalarJson {
    /// The value as an array of length 1 of the given type.
    ///
    /// # Errors
    /// `InvalidArgument` if the value is not one of the type.
    pub fn to_array(&self, data_type: &TypeJson) -> Result<ArrayRef> {
        let target = data_type.to_arrow();
        let value = &self.0;
        if value.is_null() {
            return Ok(new_null_array(&target, 1));
        }
        let text = || value.as_str().ok_or_else(|| refuse(value, &target));
        Ok(match &target {
            DataType::Null => Arc::new(NullArray::new(1)),
            DataType::Boolean => Arc::new(BooleanArray::from(vec![value.as_bool().ok_or_else(|| refuse(value, &target))?])),
            DataType::Int8 => Arc::new(Int8Array::from(vec![parse::<i8>(value, &target)?])),
            DataType::Int16 => Arc::new(Int16Array::from(vec![parse::<i16>(value, &target)?])),
            DataType::Int32 => Arc::new(Int32Array::from(vec![parse::<i32>(value, &target)?])),
            DataType::Int64 => Arc::new(Int64Array::from(vec![parse::<i64>(value, &target)?])),
            DataType::UInt8 => Arc::new(UInt8Array::from(vec![parse::<u8>(value, &target)?])),
            DataType::UInt16 => Arc::new(UInt16Array::from(vec![parse::<u16>(value, &target)?])),
            DataType::UInt32 => Arc::new(UInt32Array::from(vec![parse::<u32>(value, &target)?])),
            DataType::UInt64 => Arc::new(UInt64Array::from(vec![parse::<u64>(value, &target)?])),
            DataType::Float16 => Arc::new(Float16Array::from(vec![half::f16::from_f64(parse_float(value, &target)?)])),
            #[allow(clippy::cast_possible_truncation)]
            DataType::Float32 => Arc::new(Float32Array::from(vec![parse_float(value, &target)? as f32])),
            DataType::Float64 => Arc::new(Float64Array::from(vec![parse_float(value, &target)?])),
            DataType::Utf8 => Arc::new(StringArray::from(vec![text()?])),
            DataType::LargeUtf8 => Arc::new(LargeStringArray::from(vec![text()?])),
            DataType::Utf8View => Arc::new(StringViewArray::from(vec![text()?])),
            DataType::Binary => Arc::new(BinaryArray::from(vec![&*parse_binary(value, &target)?])),
            DataType::LargeBinary => Arc::new(LargeBinaryArray::from(vec![&*parse_binary(value, &target)?])),
            DataType::BinaryView => Arc::new(BinaryViewArray::from(vec![&*parse_binary(value, &target)?])),
            DataType::FixedSizeBinary(width) => {
                let mut builder = FixedSizeBinaryBuilder::new(*width);
                builder.append_value(parse_binary(value, &target)?).map_err(|_| refuse(value, &target))?;
                Arc::new(builder.finish())
            }
            DataType::Decimal128(precision, scale) => {
                Arc::new(Decimal128Array::from(vec![parse::<i128>(value, &target)?]).with_precision_and_scale(*precision, *scale)?)
            }
            DataType::Date32 => Arc::new(Date32Array::from(vec![parse::<i32>(value, &target)?])),
            DataType::Date64 => Arc::new(Date64Array::from(vec![parse::<i64>(value, &target)?])),
            DataType::Time32(_) => {
                let raw = Int32Array::from(vec![parse::<i32>(value, &target)?]);
                reinterpret(&raw, &target)?
            }
            DataType::Time64(_) | DataType::Timestamp(_, _) | DataType::Duration(_) => {
                let raw = Int64Array::from(vec![parse::<i64>(value, &target)?]);
                reinterpret(&raw, &target)?
            }
            other => {
                return Err(Error::UnsupportedType(format!("literals of type {other} are not supported")));
            }
        })
    }
}

/// The same buffers under another type of the same width.
///
/// # Errors
/// `Internal` if the layouts differ.
pub fn reinterpret(array: &dyn Array, target: &DataType) -> Result<ArrayRef> {
    let data = array.to_data().into_builder().data_type(target.clone()).build()?;
    Ok(arrow_array::make_array(data))
}

/// True when the only value of a literal array is null.
#[must_use]
pub fn is_null_literal(array: &ArrayRef) -> bool {
    array.data_type() == &DataType::Null || array.is_null(0)
}

/// A string literal, whatever its encoding.
#[must_use]
pub fn string_literal(array: &ArrayRef) -> Option<&str> {
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(0)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(0)),
        DataType::Utf8View => Some(array.as_string_view().value(0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_literal_has_the_type_it_is_declared_with() {
        let types = [
            (json!({"id": "binary"}), json!("00ff")),
            (json!({"id": "largeBinary"}), json!("00ff")),
            (json!({"id": "binaryView"}), json!("00ff")),
            (json!({"id": "fixedSizeBinary", "byteWidth": 2}), json!("00ff")),
            (json!({"id": "utf8"}), json!("a")),
            (json!({"id": "largeUtf8"}), json!("a")),
            (json!({"id": "utf8View"}), json!("a")),
            (json!({"id": "float16"}), json!(1.5)),
            (json!({"id": "float32"}), json!("NaN")),
            (json!({"id": "decimal", "precision": 5, "scale": 2}), json!("100")),
            (json!({"id": "date", "unit": "day"}), json!("1")),
            (json!({"id": "date", "unit": "millisecond"}), json!("1")),
            (json!({"id": "time", "unit": "ms"}), json!("1")),
            (json!({"id": "time", "unit": "ns"}), json!("1")),
            (json!({"id": "timestamp", "unit": "us", "timezone": "+01:00"}), json!("1")),
            (json!({"id": "duration", "unit": "s"}), json!("1")),
        ];
        for (data_type, value) in types {
            let declared: TypeJson = serde_json::from_value(data_type).expect("a type");
            for value in [ScalarJson(value), ScalarJson(Value::Null)] {
                let array = value.to_array(&declared).expect("a value of the type");
                assert_eq!((array.data_type(), array.len()), (&declared.to_arrow(), 1));
            }
        }
    }
}
