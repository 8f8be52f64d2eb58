//! The values that both sides of a key can have: what one side has beyond them equals nothing on the other.

use arrow_schema::DataType;

use crate::compare::{Temporal, temporal};
use crate::error::{Error, Result};
use crate::type_text::type_text;

/// What keys of two columns are compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    Bool,
    /// int64
    Signed,
    /// uint64
    Unsigned,
    /// float64: NaN equals itself, −0 is 0
    Float,
    /// integers of 128 bits with so many digits after the point
    Decimal(i8),
    /// int64 in units of so many nanoseconds
    Instant(i128),
    Bytes,
    /// one side has nothing but nulls
    Nothing,
}

#[derive(PartialEq)]
enum Family {
    Bool,
    Integer,
    Wide,
    Float,
    Decimal(i8),
    Instant(i128, Temporal),
    Text,
    Binary,
    Null,
}

fn family(data_type: &DataType) -> Option<Family> {
    Some(match data_type {
        DataType::Dictionary(_, values) => return family(values),
        DataType::Null => Family::Null,
        DataType::Boolean => Family::Bool,
        DataType::UInt64 => Family::Wide,
        other if other.is_integer() => Family::Integer,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Family::Float,
        DataType::Decimal128(_, scale) => Family::Decimal(*scale),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Family::Text,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => Family::Binary,
        other => {
            let (factor, kind) = temporal(other)?;
            Family::Instant(factor, kind)
        }
    })
}

impl Domain {
    /// # Errors
    /// `TypeMismatch` for types of different families.
    pub fn of(left: &DataType, right: &DataType) -> Result<Self> {
        let both = family(left).zip(family(right)).and_then(|(left, right)| match (left, right) {
            (Family::Null, _) | (_, Family::Null) => Some(Self::Nothing),
            (Family::Bool, Family::Bool) => Some(Self::Bool),
            (Family::Text, Family::Text) | (Family::Binary, Family::Binary) => Some(Self::Bytes),
            (Family::Instant(a, kind), Family::Instant(b, other)) if kind == other => Some(Self::Instant(a.max(b))),
            (Family::Float, Family::Float) => Some(Self::Float),
            (Family::Decimal(a), Family::Decimal(b)) => Some(Self::Decimal(a.min(b))),
            (Family::Decimal(scale), Family::Float) | (Family::Float, Family::Decimal(scale)) => Some(Self::Decimal(scale)),
            (Family::Decimal(scale), Family::Integer | Family::Wide) | (Family::Integer | Family::Wide, Family::Decimal(scale)) => {
                Some(Self::Decimal(scale.min(0)))
            }
            (Family::Wide, Family::Wide | Family::Float) | (Family::Float, Family::Wide) => Some(Self::Unsigned),
            (Family::Integer | Family::Wide | Family::Float, Family::Integer | Family::Wide) | (Family::Integer, Family::Float) => {
                Some(Self::Signed)
            }
            _ => None,
        });
        let refused = || Error::TypeMismatch(format!("join cannot compare {} with {}", type_text(left), type_text(right)));
        both.ok_or_else(refused)
    }
}
