//! Rows of text operands, and results made row by row.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, LargeStringArray, StringArray, StringViewArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::case::map_ascii;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::Value;

/// A text operand: a text per row, or one for all rows.
#[derive(Debug)]
pub(super) struct Texts {
    encoding: Encoding,
    /// 0 where one value stands for every row
    step: usize,
    nulls: Option<NullBuffer>,
}

#[derive(Debug)]
enum Encoding {
    Utf8(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    /// Dictionaries are decoded; what is null in every row is a text that is null.
    pub(super) fn of(value: &Value) -> Result<Self> {
        let value = value.decoded()?;
        let array = value.array();
        let encoding = match array.data_type() {
            DataType::Utf8 => Encoding::Utf8(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Encoding::Large(array.as_string::<i64>().clone()),
            DataType::Utf8View => Encoding::View(array.as_string_view().clone()),
            DataType::Null => Encoding::Utf8(StringArray::new_null(array.len())),
            other => return Err(Error::TypeMismatch(format!("expected text, received {other}"))),
        };
        let nulls = match &encoding {
            Encoding::Utf8(texts) => texts.nulls(),
            Encoding::Large(texts) => texts.nulls(),
            Encoding::View(texts) => texts.nulls(),
        };
        let nulls = nulls.cloned();
        Ok(Self { encoding, step: usize::from(!value.is_literal()), nulls })
    }

    /// The text of a row; unspecified where it is null.
    #[inline]
    pub(super) fn get(&self, row: usize) -> &str {
        let at = row * self.step;
        match &self.encoding {
            Encoding::Utf8(texts) => texts.value(at),
            Encoding::Large(texts) => texts.value(at),
            Encoding::View(texts) => texts.value(at),
        }
    }

    /// The one text for all rows, where it is one and not null.
    pub(super) fn constant(&self) -> Option<&str> {
        (self.step == 0 && self.nulls.is_none()).then(|| self.get(0))
    }

    /// Where the bytes of all rows lie one after the other: they, and where each row ends in them, the first being where the first row begins.
    pub(super) fn joined(&self) -> Option<(&[u8], Ends<'_>)> {
        match &self.encoding {
            Encoding::Utf8(texts) if self.step == 1 => Some((texts.value_data(), Ends::Small(texts.value_offsets()))),
            Encoding::Large(texts) if self.step == 1 => Some((texts.value_data(), Ends::Large(texts.value_offsets()))),
            _ => None,
        }
    }

    /// How many bytes the texts of so many rows have, about.
    pub(super) fn bytes(&self, length: usize) -> usize {
        match self.joined() {
            Some((_, ends)) => ends.at(length) - ends.at(0),
            None if self.step == 0 => self.get(0).len().saturating_mul(length),
            None => 16 * length,
        }
    }

    /// Whether all texts are known to be ASCII, at a look at all of their bytes.
    pub(super) fn is_ascii(&self, length: usize) -> bool {
        self.joined().is_some_and(|(data, ends)| data[ends.at(0)..ends.at(length)].is_ascii())
    }

    /// All texts with their bytes mapped, where they lie one after the other and are ASCII.
    pub(super) fn ascii_mapped(&self, map: fn(&mut [u8])) -> Result<Option<ArrayRef>> {
        match &self.encoding {
            Encoding::Utf8(texts) if self.step == 1 => map_ascii(texts, map),
            Encoding::Large(texts) if self.step == 1 => map_ascii(texts, map),
            _ => Ok(None),
        }
    }

    pub(super) fn nulls(&self, length: usize) -> Option<NullBuffer> {
        nulls_of(self.nulls.as_ref(), self.step, length)
    }
}

/// Offsets of rows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ends<'a> {
    Small(&'a [i32]),
    Large(&'a [i64]),
}

impl Ends<'_> {
    /// Arrow's offsets are never negative.
    #[inline]
    pub(super) fn at(self, row: usize) -> usize {
        match self {
            Self::Small(offsets) => usize::try_from(offsets[row]).unwrap_or(0),
            Self::Large(offsets) => usize::try_from(offsets[row]).unwrap_or(0),
        }
    }
}

/// Nulls of an operand, one bit for each row.
pub(super) fn nulls_of(nulls: Option<&NullBuffer>, step: usize, length: usize) -> Option<NullBuffer> {
    match nulls {
        Some(nulls) if step == 0 => nulls.is_null(0).then(|| NullBuffer::new_null(length)),
        other => other.cloned(),
    }
}

/// Null where one of the operands is.
pub(super) fn any_null(nulls: impl IntoIterator<Item = Option<NullBuffer>>) -> Option<NullBuffer> {
    nulls.into_iter().fold(None, |all, one| NullBuffer::union(all.as_ref(), one.as_ref()))
}

/// A bool for each row that is not null.
pub(super) fn test_rows(length: usize, nulls: Option<NullBuffer>, mut test: impl FnMut(usize) -> bool) -> Value {
    let bits = match &nulls {
        None => BooleanBuffer::collect_bool(length, &mut test),
        Some(valid) => BooleanBuffer::collect_bool(length, |row| valid.is_valid(row) && test(row)),
    };
    Value::Array(Arc::new(BooleanArray::new(bits, nulls)))
}

/// An int64 for each row that is not null.
pub(super) fn count_rows(length: usize, nulls: Option<NullBuffer>, mut count: impl FnMut(usize) -> usize) -> Value {
    let mut counted = |row| i64::try_from(count(row)).unwrap_or(i64::MAX);
    let counts: ScalarBuffer<i64> = match &nulls {
        None => (0..length).map(counted).collect(),
        Some(valid) => (0..length).map(|row| if valid.is_valid(row) { counted(row) } else { 0 }).collect(),
    };
    Value::Array(Arc::new(Int64Array::new(counts, nulls)))
}

/// A whole number operand, 64 bits wide.
#[derive(Debug)]
pub(super) struct Integers {
    values: Carrier,
    step: usize,
    nulls: Option<NullBuffer>,
}

impl Integers {
    pub(super) fn of(value: &Value) -> Result<Self> {
        let value = value.decoded()?;
        let step = usize::from(!value.is_literal());
        let array = value.array();
        let nulls = array.logical_nulls();
        let values = if array.data_type() == &DataType::Null {
            Carrier::Signed(vec![0; array.len()].into())
        } else {
            Carrier::of(array).ok_or_else(|| Error::TypeMismatch(format!("expected an integer, received {}", array.data_type())))?
        };
        Ok(Self { values, step, nulls })
    }

    /// Exactly, also of uint64.
    #[inline]
    pub(super) fn get(&self, row: usize) -> i128 {
        let at = row * self.step;
        match &self.values {
            Carrier::Signed(values) => values[at].into(),
            Carrier::Unsigned(values) => values[at].into(),
            _ => 0,
        }
    }

    pub(super) fn nulls(&self, length: usize) -> Option<NullBuffer> {
        nulls_of(self.nulls.as_ref(), self.step, length)
    }
}

/// A count of code points: none below zero, and as many as there can be beyond that.
pub(super) fn count_of(value: i128) -> usize {
    usize::try_from(value.max(0)).unwrap_or(usize::MAX)
}
