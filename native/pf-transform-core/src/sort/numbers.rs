//! Numbers, instants and booleans as unsigned integers of the same order.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{AnyDictionaryArray, Array, ArrayRef, UInt32Array};
use arrow_schema::DataType;

use crate::compare::order_of;
use crate::error::Result;
use crate::scalar::reinterpret;

const SIGN: u64 = 1 << 63;

/// Which bits of a decimal a number is.
#[derive(Clone, Copy)]
pub(super) enum Half {
    High,
    Low,
}

/// A column of values of at most 64 bits, or half of a column of decimals.
pub(super) struct Number {
    array: ArrayRef,
    half: Half,
    /// the least and the greatest of the integers, nulls aside
    pub low: u64,
    pub high: u64,
}

/// The column with integers in the place of dates, times and durations; none for what is no number.
pub(super) fn as_number(array: &ArrayRef) -> Result<Option<ArrayRef>> {
    Ok(match array.data_type() {
        DataType::Date32 | DataType::Time32(_) => Some(reinterpret(array, &DataType::Int32)?),
        DataType::Date64 | DataType::Time64(_) | DataType::Timestamp(..) | DataType::Duration(_) => {
            Some(reinterpret(array, &DataType::Int64)?)
        }
        other if other.is_integer() || other.is_floating() || matches!(other, DataType::Boolean | DataType::Decimal128(..)) => {
            Some(array.clone())
        }
        _ => None,
    })
}

impl Number {
    pub const fn new(array: ArrayRef, half: Half) -> Self {
        Self { array, half, low: 0, high: u64::MAX }
    }

    /// The integers of rows `start .. start + out.len()`, by how far they are from the least, or from the greatest.
    pub fn fill(&self, start: usize, out: &mut [u64], descending: bool) {
        self.raw(start, out);
        if descending {
            out.iter_mut().for_each(|slot| *slot = self.high.wrapping_sub(*slot));
        } else if self.low > 0 {
            out.iter_mut().for_each(|slot| *slot = slot.wrapping_sub(self.low));
        }
    }

    /// The integers of rows as they are; any for nulls.
    pub fn raw(&self, start: usize, out: &mut [u64]) {
        macro_rules! each {
            ($type:ty, $code:expr) => {{
                let values = &self.array.as_primitive::<$type>().values()[start..start + out.len()];
                out.iter_mut().zip(values).for_each(|(slot, &value)| *slot = $code(value));
            }};
        }
        match self.array.data_type() {
            DataType::Boolean => {
                let values = self.array.as_boolean().values();
                out.iter_mut().enumerate().for_each(|(offset, slot)| *slot = u64::from(values.value(start + offset)));
            }
            DataType::Int8 => each!(Int8Type, |value| signed(i64::from(value))),
            DataType::Int16 => each!(Int16Type, |value| signed(i64::from(value))),
            DataType::Int32 => each!(Int32Type, |value| signed(i64::from(value))),
            DataType::Int64 => each!(Int64Type, signed),
            DataType::UInt8 => each!(UInt8Type, u64::from),
            DataType::UInt16 => each!(UInt16Type, u64::from),
            DataType::UInt32 => each!(UInt32Type, u64::from),
            DataType::UInt64 => each!(UInt64Type, |value| value),
            DataType::Float16 => each!(Float16Type, |value: half::f16| single(value.to_f32())),
            DataType::Float32 => each!(Float32Type, single),
            DataType::Float64 => each!(Float64Type, double),
            _ => match self.half {
                Half::High => each!(Decimal128Type, |value: i128| signed(high_half(value))),
                Half::Low => each!(Decimal128Type, low_half),
            },
        }
    }
}

const fn signed(value: i64) -> u64 {
    value.cast_unsigned() ^ SIGN
}

/// The integer of that code.
pub(super) const fn signed_of(code: u64) -> i64 {
    (code ^ SIGN).cast_signed()
}

/// The double of that code; NaN for the last ones.
pub(super) fn double_of(code: u64) -> f64 {
    f64::from_bits(if code & SIGN == 0 { !code } else { code ^ SIGN })
}

#[allow(clippy::cast_possible_truncation)] // the upper half is what the shift leaves
const fn high_half(value: i128) -> i64 {
    (value >> 64) as i64
}

#[allow(clippy::cast_possible_truncation)] // the lower half is what is wanted
const fn low_half(value: i128) -> u64 {
    value as u64
}

/// NaN after all numbers, −0 as 0.
fn double(value: f64) -> u64 {
    if value.is_nan() {
        return u64::MAX;
    }
    let bits = (value + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn single(value: f32) -> u64 {
    if value.is_nan() {
        return u64::from(u32::MAX);
    }
    let bits = (value + 0.0).to_bits();
    u64::from(if bits >> 31 == 0 { bits | 1 << 31 } else { !bits })
}

/// The place of each row's value among the values of a dictionary; equal values have one place.
pub(super) fn ranks(dictionary: &dyn AnyDictionaryArray) -> Result<ArrayRef> {
    let values = crate::value::decode(dictionary.values())?;
    let mut places = vec![0_u32; values.len()];
    if values.data_type() != &DataType::Null {
        let order = order_of(&values, &values)?;
        let mut sorted = (0..values.len()).filter(|&value| values.is_valid(value)).collect::<Vec<_>>();
        sorted.sort_unstable_by(|&a, &b| order(a, b));
        let mut place = 0;
        for (at, &value) in sorted.iter().enumerate() {
            if at > 0 && order(sorted[at - 1], value) == Ordering::Less {
                place += 1;
            }
            places[value] = place;
        }
    }
    let rows = value_of_rows(dictionary, &places);
    Ok(Arc::new(UInt32Array::new(rows.into(), dictionary.logical_nulls())))
}

/// What belongs to the dictionary's value of each row; any of it for null rows.
pub(super) fn value_of_rows<T: Copy + Default>(dictionary: &dyn AnyDictionaryArray, values: &[T]) -> Vec<T> {
    if values.is_empty() {
        return vec![T::default(); dictionary.keys().len()];
    }
    dictionary.normalized_keys().into_iter().map(|key| values.get(key).copied().unwrap_or_default()).collect()
}
