//! Lists: how long they are, single items, texts joined. O(n) time, of texts O(bytes).

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, UInt64Array, new_null_array};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use arrow_select::take::take;

use super::numbers::map;
use super::{Call, Operands, ScalarFunction, one, two};
use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::{Value, decode};

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction {
        name: "listLength",
        operands: Operands::exactly(1),
        kernel: |operands, call| {
            map(one(operands)?, call, |array| {
                let lists = Lists::of(array)?;
                let lengths = (0..array.len()).map(|row| i64::try_from(lists.range(row).len()).unwrap_or(i64::MAX));
                Ok(Arc::new(Int64Array::new(lengths.collect(), array.nulls().cloned())))
            })
        },
    },
    ScalarFunction { name: "listGet", operands: Operands::exactly(2), kernel: get },
    ScalarFunction { name: "listJoin", operands: Operands::exactly(2), kernel: join },
];

/// A column of lists: the items of all, and where those of each row lie.
pub(super) enum Lists<'a> {
    Small(&'a arrow_array::ListArray),
    Large(&'a arrow_array::LargeListArray),
    Fixed(&'a arrow_array::FixedSizeListArray, usize),
}

impl<'a> Lists<'a> {
    pub(super) fn of(array: &'a ArrayRef) -> Result<Self> {
        match array.data_type() {
            DataType::List(_) => Ok(Self::Small(array.as_list())),
            DataType::LargeList(_) => Ok(Self::Large(array.as_list())),
            DataType::FixedSizeList(_, size) => Ok(Self::Fixed(array.as_fixed_size_list(), usize::try_from(*size).unwrap_or(0))),
            other => Err(Error::TypeMismatch(format!("expected lists, received {other}"))),
        }
    }

    pub(super) fn items(&self) -> &ArrayRef {
        match self {
            Self::Small(lists) => lists.values(),
            Self::Large(lists) => lists.values(),
            Self::Fixed(lists, _) => lists.values(),
        }
    }

    /// Arrow's offsets are never negative.
    pub(super) fn range(&self, row: usize) -> std::ops::Range<usize> {
        match self {
            Self::Small(lists) => {
                let offsets = lists.value_offsets();
                usize::try_from(offsets[row]).unwrap_or(0)..usize::try_from(offsets[row + 1]).unwrap_or(0)
            }
            Self::Large(lists) => {
                let offsets = lists.value_offsets();
                usize::try_from(offsets[row]).unwrap_or(0)..usize::try_from(offsets[row + 1]).unwrap_or(0)
            }
            Self::Fixed(_, size) => row * size..(row + 1) * size,
        }
    }
}

/// The rows of two operands, each of all rows, or of one that stands for all.
pub(super) fn rows_of(left: &Value, right: &Value, length: usize) -> (usize, usize, Option<NullBuffer>) {
    let step = |value: &Value| usize::from(!value.is_literal());
    let nulls = |value: &Value| if value.is_literal() { None } else { value.array().logical_nulls() };
    debug_assert!([left, right].iter().all(|value| value.is_literal() || value.array().len() == length));
    (step(left), step(right), NullBuffer::union(nulls(left).as_ref(), nulls(right).as_ref()))
}

fn get(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (list, place) = two(operands)?;
    if list.is_all_null() || place.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let (list, place) = (list.decoded()?, place.decoded()?);
    let lists = Lists::of(list.array())?;
    let (list_step, place_step, nulls) = rows_of(&list, &place, call.length);
    let places: Box<dyn Fn(usize) -> i128> = match Carrier::of(place.array()) {
        Some(Carrier::Signed(values)) => Box::new(move |row| values[row * place_step].into()),
        Some(Carrier::Unsigned(values)) => Box::new(move |row| values[row * place_step].into()),
        _ => return Err(Error::TypeMismatch(format!("expected integers, received {}", place.array().data_type()))),
    };
    let at = |row: usize| {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return None;
        }
        let range = lists.range(row * list_step);
        let length = i128::try_from(range.len()).ok()?;
        let place = places(row);
        let place = if place < 0 { place + length } else { place };
        let place = usize::try_from(place).ok().filter(|&place| place < range.len())?;
        u64::try_from(range.start + place).ok()
    };
    let rows: UInt64Array = (0..call.length).map(at).collect();
    Ok(Value::Array(decode(&take(lists.items(), &rows, None)?)?))
}

/// The most text of a column with offsets of 32 bits.
const MOST: usize = 0x7fff_ffff;

fn join(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (list, separator) = two(operands)?;
    if list.is_all_null() || separator.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let (list, separator) = (list.decoded()?, separator.decoded()?);
    let lists = Lists::of(list.array())?;
    let items = decode(lists.items())?;
    let expected = |array: &ArrayRef| Error::TypeMismatch(format!("expected texts, received {}", array.data_type()));
    let texts = ByteRows::of(&items).ok_or_else(|| expected(&items))?;
    let separators = ByteRows::of(separator.array()).ok_or_else(|| expected(separator.array()))?;
    let (list_step, separator_step, nulls) = rows_of(&list, &separator, call.length);
    // Operands of this function are texts.
    let text_of = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
    let mut joined = StringBuilder::new();
    let mut used = 0_usize;
    let mut text = String::new();
    for row in 0..call.length {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            joined.append_null();
            continue;
        }
        text.clear();
        let there = lists.range(row * list_step).filter(|&item| items.is_valid(item));
        for (count, item) in there.enumerate() {
            if count > 0 {
                text.push_str(text_of(separators.value(row * separator_step)));
            }
            text.push_str(text_of(texts.value(item)));
        }
        used = used.saturating_add(text.len());
        if used > MOST {
            return Err(Error::OutOfMemory { bytes: used, limit: MOST });
        }
        joined.append_value(&text);
    }
    Ok(Value::Array(Arc::new(joined.finish())))
}
