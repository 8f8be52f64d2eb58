//! Typed statistics of column chunks as JSON values.

use arrow_schema::DataType;
use parquet::basic::{ColumnOrder, SortOrder, Type as PhysicalType};
use parquet::file::metadata::ColumnChunkMetaData;
use serde::Serialize;
use serde_json::{Value, json};

use crate::base64;

/// Bounds and counts of one column chunk, or merged over several.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnStatistics {
    /// smallest value, null if unknown
    pub min: Value,
    /// greatest value, null if unknown
    pub max: Value,
    /// false when a bound may be truncated or unknown
    pub exact: bool,
    /// nulls, if known
    pub null_count: Option<u64>,
    /// distinct values, if known
    pub distinct_count: Option<u64>,
    /// the bounds as ordered values, for merging
    #[serde(skip)]
    bounds: Option<(Bound, Bound)>,
}

/// A bound in a form that can be ordered.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Bound {
    Bool(bool),
    Integer(i128),
    Float(f64),
    Bytes(Vec<u8>),
}

const SAFE: i128 = 1 << 53;

fn to_json(bound: &Bound, data_type: &DataType) -> Value {
    match bound {
        Bound::Bool(value) => json!(value),
        Bound::Integer(value) => {
            let plain = matches!(
                data_type,
                DataType::Int8
                    | DataType::Int16
                    | DataType::Int32
                    | DataType::Int64
                    | DataType::UInt8
                    | DataType::UInt16
                    | DataType::UInt32
                    | DataType::UInt64
            );
            match i64::try_from(*value) {
                Ok(small) if plain && value.abs() < SAFE => json!(small),
                _ => json!(value.to_string()),
            }
        }
        Bound::Float(value) if value.is_finite() => {
            // JSON readers make no difference between 1 and 1.0.
            json!(value)
        }
        Bound::Float(value) => json!(if value.is_nan() {
            "NaN"
        } else if *value > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }),
        Bound::Bytes(bytes) => match data_type {
            DataType::Utf8 => json!(String::from_utf8_lossy(bytes)),
            _ => json!(base64::encode(bytes)),
        },
    }
}

/// Big-endian two's complement of at most 16 bytes.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    if bytes.is_empty() || bytes.len() > 16 {
        return None;
    }
    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    Some(bytes.iter().fold(sign, |value: i128, &byte| (value << 8) | i128::from(byte)))
}

fn bound(bytes: &[u8], physical: PhysicalType, data_type: &DataType) -> Option<Bound> {
    let unsigned = matches!(data_type, DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64);
    Some(match physical {
        PhysicalType::BOOLEAN => Bound::Bool(*bytes.first()? != 0),
        PhysicalType::INT32 => {
            let value = i32::from_le_bytes(bytes.try_into().ok()?);
            Bound::Integer(if unsigned { value.cast_unsigned().into() } else { value.into() })
        }
        PhysicalType::INT64 => {
            let value = i64::from_le_bytes(bytes.try_into().ok()?);
            Bound::Integer(if unsigned { value.cast_unsigned().into() } else { value.into() })
        }
        PhysicalType::FLOAT => Bound::Float(f32::from_le_bytes(bytes.try_into().ok()?).into()),
        PhysicalType::DOUBLE => Bound::Float(f64::from_le_bytes(bytes.try_into().ok()?)),
        PhysicalType::INT96 => return None,
        PhysicalType::BYTE_ARRAY | PhysicalType::FIXED_LEN_BYTE_ARRAY => match data_type {
            DataType::Decimal128(..) | DataType::Decimal256(..) => Bound::Integer(big_endian(bytes)?),
            DataType::Float16 => {
                let value = half::f16::from_le_bytes(bytes.try_into().ok()?);
                Bound::Float(value.into())
            }
            DataType::Utf8 => Bound::Bytes(std::str::from_utf8(bytes).ok()?.as_bytes().to_vec()),
            _ => Bound::Bytes(bytes.to_vec()),
        },
    })
}

/// Types whose order is that of signed values: for these the deprecated fields of old writers are right.
#[must_use]
pub fn signed_order(physical: PhysicalType, data_type: &DataType) -> bool {
    match physical {
        PhysicalType::INT32 | PhysicalType::INT64 => {
            !matches!(data_type, DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64)
        }
        PhysicalType::BOOLEAN | PhysicalType::FLOAT | PhysicalType::DOUBLE => true,
        _ => false,
    }
}

/// The statistics of one column chunk: what of them can be true.
#[must_use]
pub fn column_statistics(chunk: &ColumnChunkMetaData, order: ColumnOrder, data_type: &DataType) -> Option<ColumnStatistics> {
    let statistics = chunk.statistics()?;
    let physical = statistics.physical_type();
    let ordered = !matches!(order, ColumnOrder::TYPE_DEFINED_ORDER(SortOrder::UNDEFINED));
    let trusted = ordered && (!statistics.is_min_max_deprecated() || signed_order(physical, data_type));
    // A decimal of fixed length that is cut short is another number.
    let whole = |bytes: &[u8]| {
        let cut =
            physical == PhysicalType::FIXED_LEN_BYTE_ARRAY && matches!(data_type, DataType::Decimal128(..) | DataType::Decimal256(..));
        !cut || usize::try_from(chunk.column_descr().type_length()) == Ok(bytes.len())
    };
    let bounds = match (statistics.min_bytes_opt(), statistics.max_bytes_opt()) {
        (Some(min), Some(max)) if trusted && whole(min) && whole(max) => {
            bound(min, physical, data_type).zip(bound(max, physical, data_type))
        }
        _ => None,
    }
    // A bound that is NaN says nothing, nor do bounds in the wrong order: other writers compared bytes or signs.
    .filter(|(min, max)| min <= max);
    let values = u64::try_from(chunk.num_values()).unwrap_or(0);
    let null_count = statistics.null_count_opt().filter(|&count| count <= values);
    // Where all values are null there is nothing to bound: one of the two is wrong, and nothing says which.
    let contradicts = bounds.is_some() && null_count == Some(values);
    let (bounds, null_count) = if contradicts { (None, None) } else { (bounds, null_count) };
    let variable = physical == PhysicalType::BYTE_ARRAY && !matches!(data_type, DataType::Decimal128(..));
    let complete = !variable || (statistics.min_is_exact() && statistics.max_is_exact());
    Some(ColumnStatistics {
        min: bounds.as_ref().map_or(Value::Null, |(min, _)| to_json(min, data_type)),
        max: bounds.as_ref().map_or(Value::Null, |(_, max)| to_json(max, data_type)),
        exact: bounds.is_some() && complete,
        null_count,
        distinct_count: statistics.distinct_count_opt().filter(|&count| count <= values),
        bounds,
    })
}

impl ColumnStatistics {
    /// Whether every value that is neither null nor NaN is known to lie between two bounds.
    #[must_use]
    pub const fn has_bounds(&self) -> bool {
        self.bounds.is_some()
    }
}

/// Statistics over several row groups; bounds are unknown when those of one are.
#[must_use]
pub fn merge(parts: &[ColumnStatistics], data_type: &DataType) -> Option<ColumnStatistics> {
    let (first, rest) = parts.split_first()?;
    let mut merged = first.clone();
    for part in rest {
        merged.bounds = match (merged.bounds.take(), &part.bounds) {
            (Some((min, max)), Some((other_min, other_max))) => {
                Some((if *other_min < min { other_min.clone() } else { min }, if *other_max > max { other_max.clone() } else { max }))
            }
            _ => None,
        };
        merged.exact &= part.exact;
        merged.null_count = merged.null_count.zip(part.null_count).map(|(a, b)| a + b);
        // Distinct values of parts do not add up.
        merged.distinct_count = None;
    }
    merged.min = merged.bounds.as_ref().map_or(Value::Null, |(min, _)| to_json(min, data_type));
    merged.max = merged.bounds.as_ref().map_or(Value::Null, |(_, max)| to_json(max, data_type));
    merged.exact &= merged.bounds.is_some();
    Some(merged)
}
