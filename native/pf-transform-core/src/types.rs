//! Column types as the JSON that every part of ParquetFrame uses, and their Arrow equivalents.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema, TimeUnit};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Unit of a time, timestamp or duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Unit {
    S,
    Ms,
    Us,
    Ns,
}

/// Unit of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum DateUnit {
    Day,
    Millisecond,
}

/// A column type as JSON: `{"id":"timestamp","unit":"us","timezone":"UTC"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "camelCase")]
#[allow(missing_docs)]
pub enum TypeJson {
    Null,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float16,
    Float32,
    Float64,
    Utf8,
    LargeUtf8,
    Utf8View,
    Binary,
    LargeBinary,
    BinaryView,
    #[serde(rename_all = "camelCase")]
    FixedSizeBinary {
        byte_width: i32,
    },
    Decimal {
        precision: u8,
        scale: i8,
    },
    Date {
        unit: DateUnit,
    },
    Time {
        unit: Unit,
    },
    Timestamp {
        unit: Unit,
        timezone: Option<String>,
    },
    Duration {
        unit: Unit,
    },
    Dictionary {
        index: Box<TypeJson>,
        values: Box<TypeJson>,
        ordered: bool,
    },
    List {
        item: Box<FieldJson>,
    },
    LargeList {
        item: Box<FieldJson>,
    },
    FixedSizeList {
        item: Box<FieldJson>,
        size: i32,
    },
    Struct {
        fields: Vec<FieldJson>,
    },
    #[serde(rename_all = "camelCase")]
    Map {
        entries: Box<FieldJson>,
        keys_sorted: bool,
    },
}

/// A field as JSON: `{"name","type","nullable"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FieldJson {
    pub name: String,
    #[serde(rename = "type")]
    pub data_type: TypeJson,
    pub nullable: bool,
}

const fn to_arrow_unit(unit: Unit) -> TimeUnit {
    match unit {
        Unit::S => TimeUnit::Second,
        Unit::Ms => TimeUnit::Millisecond,
        Unit::Us => TimeUnit::Microsecond,
        Unit::Ns => TimeUnit::Nanosecond,
    }
}

const fn from_arrow_unit(unit: TimeUnit) -> Unit {
    match unit {
        TimeUnit::Second => Unit::S,
        TimeUnit::Millisecond => Unit::Ms,
        TimeUnit::Microsecond => Unit::Us,
        TimeUnit::Nanosecond => Unit::Ns,
    }
}

impl TypeJson {
    /// The Arrow type.
    #[must_use]
    pub fn to_arrow(&self) -> DataType {
        match self {
            Self::Null => DataType::Null,
            Self::Bool => DataType::Boolean,
            Self::Int8 => DataType::Int8,
            Self::Int16 => DataType::Int16,
            Self::Int32 => DataType::Int32,
            Self::Int64 => DataType::Int64,
            Self::Uint8 => DataType::UInt8,
            Self::Uint16 => DataType::UInt16,
            Self::Uint32 => DataType::UInt32,
            Self::Uint64 => DataType::UInt64,
            Self::Float16 => DataType::Float16,
            Self::Float32 => DataType::Float32,
            Self::Float64 => DataType::Float64,
            Self::Utf8 => DataType::Utf8,
            Self::LargeUtf8 => DataType::LargeUtf8,
            Self::Utf8View => DataType::Utf8View,
            Self::Binary => DataType::Binary,
            Self::LargeBinary => DataType::LargeBinary,
            Self::BinaryView => DataType::BinaryView,
            Self::FixedSizeBinary { byte_width } => DataType::FixedSizeBinary(*byte_width),
            Self::Decimal { precision, scale } => DataType::Decimal128(*precision, *scale),
            Self::Date { unit: DateUnit::Day } => DataType::Date32,
            Self::Date { unit: DateUnit::Millisecond } => DataType::Date64,
            Self::Time { unit: unit @ (Unit::S | Unit::Ms) } => DataType::Time32(to_arrow_unit(*unit)),
            Self::Time { unit } => DataType::Time64(to_arrow_unit(*unit)),
            Self::Timestamp { unit, timezone } => DataType::Timestamp(to_arrow_unit(*unit), timezone.as_deref().map(Into::into)),
            Self::Duration { unit } => DataType::Duration(to_arrow_unit(*unit)),
            Self::Dictionary { index, values, .. } => DataType::Dictionary(Box::new(index.to_arrow()), Box::new(values.to_arrow())),
            Self::List { item } => DataType::List(item.to_arrow()),
            Self::LargeList { item } => DataType::LargeList(item.to_arrow()),
            Self::FixedSizeList { item, size } => DataType::FixedSizeList(item.to_arrow(), *size),
            Self::Struct { fields } => DataType::Struct(fields.iter().map(FieldJson::to_arrow).collect()),
            Self::Map { entries, keys_sorted } => DataType::Map(entries.to_arrow(), *keys_sorted),
        }
    }

    /// The JSON type of an Arrow type.
    ///
    /// # Errors
    /// `UnsupportedType` for Arrow types that ParquetFrame does not have (decimals beyond 128 bits, intervals, unions, run ends).
    pub fn from_arrow(data_type: &DataType) -> Result<Self> {
        Ok(match data_type {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Bool,
            DataType::Int8 => Self::Int8,
            DataType::Int16 => Self::Int16,
            DataType::Int32 => Self::Int32,
            DataType::Int64 => Self::Int64,
            DataType::UInt8 => Self::Uint8,
            DataType::UInt16 => Self::Uint16,
            DataType::UInt32 => Self::Uint32,
            DataType::UInt64 => Self::Uint64,
            DataType::Float16 => Self::Float16,
            DataType::Float32 => Self::Float32,
            DataType::Float64 => Self::Float64,
            DataType::Utf8 => Self::Utf8,
            DataType::LargeUtf8 => Self::LargeUtf8,
            DataType::Utf8View => Self::Utf8View,
            DataType::Binary => Self::Binary,
            DataType::LargeBinary => Self::LargeBinary,
            DataType::BinaryView => Self::BinaryView,
            DataType::FixedSizeBinary(byte_width) => Self::FixedSizeBinary { byte_width: *byte_width },
            DataType::Decimal128(precision, scale) => Self::Decimal { precision: *precision, scale: *scale },
            DataType::Date32 => Self::Date { unit: DateUnit::Day },
            DataType::Date64 => Self::Date { unit: DateUnit::Millisecond },
            DataType::Time32(unit) | DataType::Time64(unit) => Self::Time { unit: from_arrow_unit(*unit) },
            DataType::Timestamp(unit, timezone) => {
                Self::Timestamp { unit: from_arrow_unit(*unit), timezone: timezone.as_deref().map(str::to_owned) }
            }
            DataType::Duration(unit) => Self::Duration { unit: from_arrow_unit(*unit) },
            DataType::Dictionary(index, values) => {
                Self::Dictionary { index: Box::new(Self::from_arrow(index)?), values: Box::new(Self::from_arrow(values)?), ordered: false }
            }
            DataType::List(item) => Self::List { item: Box::new(FieldJson::from_arrow(item)?) },
            DataType::LargeList(item) => Self::LargeList { item: Box::new(FieldJson::from_arrow(item)?) },
            DataType::FixedSizeList(item, size) => Self::FixedSizeList { item: Box::new(FieldJson::from_arrow(item)?), size: *size },
            DataType::Struct(fields) => {
                Self::Struct { fields: fields.iter().map(|field| FieldJson::from_arrow(field)).collect::<Result<_>>()? }
            }
            DataType::Map(entries, keys_sorted) => {
                Self::Map { entries: Box::new(FieldJson::from_arrow(entries)?), keys_sorted: *keys_sorted }
            }
            other => {
                return Err(Error::UnsupportedType(format!("the type {other} is not supported")));
            }
        })
    }
}

impl FieldJson {
    /// The Arrow field.
    #[must_use]
    pub fn to_arrow(&self) -> FieldRef {
        Arc::new(Field::new(&self.name, self.data_type.to_arrow(), self.nullable))
    }

    /// The JSON field of an Arrow field.
    ///
    /// # Errors
    /// `UnsupportedType`, as [`TypeJson::from_arrow`], naming the field.
    pub fn from_arrow(field: &Field) -> Result<Self> {
        Ok(Self {
            name: field.name().clone(),
            data_type: TypeJson::from_arrow(field.data_type())
                .map_err(|error| Error::UnsupportedType(format!("column \"{}\": {error}", field.name())))?,
            nullable: field.is_nullable(),
        })
    }
}

/// An Arrow schema from its JSON fields.
#[must_use]
pub fn schema_to_arrow(fields: &[FieldJson]) -> Schema {
    Schema::new(fields.iter().map(FieldJson::to_arrow).collect::<Vec<_>>())
}

/// The JSON fields of an Arrow schema.
///
/// # Errors
/// `UnsupportedType`, as [`TypeJson::from_arrow`].
pub fn schema_from_arrow(schema: &Schema) -> Result<Vec<FieldJson>> {
    schema.fields().iter().map(|field| FieldJson::from_arrow(field)).collect()
}
