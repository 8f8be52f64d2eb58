//! Equality that knows null, and membership in a list of values. O(n) time for values that a set holds, O(n · values) for others.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, new_null_array};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder, NullBuffer};
use arrow_select::nullif::nullif;
use foldhash::fast::RandomState;

use super::{Call, LazyFunction, Operands, ScalarFunction, two};
use crate::bytes::ByteRows;
use crate::compare::{compare, instants};
use crate::error::Result;
use crate::evaluate::{booleans, evaluate};
use crate::expression::{Bound, Function};
use crate::numeric::Carrier;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "nullIf", operands: Operands::exactly(2), kernel: null_if },
    ScalarFunction { name: "isDistinctFrom", operands: Operands::exactly(2), kernel: |operands, call| distinct(operands, call, true) },
    ScalarFunction { name: "isNotDistinctFrom", operands: Operands::exactly(2), kernel: |operands, call| distinct(operands, call, false) },
];

/// Of any number of operands.
pub(super) const VARIADIC: &[LazyFunction] = &[LazyFunction { name: "isIn", at_least: 2, kernel: is_in }];

fn null_if(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (left, right) = two(operands)?;
    if left.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let equal = booleans(&compare(Function::Equal, left, right, call.length)?, call.length)?;
    Ok(Value::Array(nullif(&left.decoded()?.into_rows(call.length)?, &equal)?))
}

/// Which rows of a value are null; `None`: none.
fn nulls_of(value: &Value, length: usize) -> Option<NullBuffer> {
    match value {
        _ if value.is_all_null() => Some(NullBuffer::new_null(length)),
        Value::Literal(_) => None,
        Value::Array(array) => array.logical_nulls(),
    }
}

fn distinct(operands: &[Value], call: &Call<'_>, differ: bool) -> Result<Value> {
    let (left, right) = two(operands)?;
    let equal = booleans(&compare(Function::Equal, left, right, call.length)?, call.length)?;
    let (a, b) = (nulls_of(left, call.length), nulls_of(right, call.length));
    let is_null = |nulls: &Option<NullBuffer>, row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    let same = |row: usize| if equal.is_valid(row) { equal.value(row) } else { is_null(&a, row) && is_null(&b, row) };
    let bits = BooleanBuffer::collect_bool(call.length, |row| same(row) != differ);
    Ok(Value::Array(Arc::new(BooleanArray::new(bits, None))))
}

/// Whether a value is among others, as in SQL: constants of its type are looked up in a set, others compared one by one.
fn is_in(operands: &[Bound], batch: &RecordBatch, call: &Call<'_>) -> Result<Value> {
    let values = operands.iter().map(|operand| evaluate(operand, batch)).collect::<Result<Vec<_>>>()?;
    let Some((value, among)) = values.split_first() else { return Ok(Value::Array(new_null_array(call.data_type, call.length))) };
    if value.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let array = value.decoded()?.into_rows(call.length)?;
    let (constants, others): (Vec<_>, Vec<_>) =
        among.iter().filter(|other| !other.is_all_null()).partition(|other| other.is_literal() && same_keys(&array, other.array()));
    let constants: Vec<ArrayRef> = constants.into_iter().map(|constant| constant.array().clone()).collect();
    let mut found = if constants.is_empty() { BooleanBuffer::new_unset(call.length) } else { looked_up(&array, &constants)? };
    let mut unknown = if among.iter().any(Value::is_all_null) { Some(BooleanBuffer::new_set(call.length)) } else { None };
    let rows = Value::Array(array.clone());
    for other in others {
        let equal = booleans(&compare(Function::Equal, &rows, other, call.length)?, call.length)?;
        found = &found | &true_bits(&equal);
        if let Some(nulls) = nulls_of(other, call.length) {
            let null = !nulls.inner();
            unknown = Some(unknown.map_or_else(|| null.clone(), |unknown| &unknown | &null));
        }
    }
    let decided = unknown.map(|unknown| NullBuffer::new(&found | &!&unknown));
    let nulls = NullBuffer::union(array.nulls(), decided.as_ref());
    Ok(Value::Array(Arc::new(BooleanArray::new(found, nulls))))
}

/// The rows that are true, not null.
fn true_bits(array: &BooleanArray) -> BooleanBuffer {
    array.nulls().map_or_else(|| array.values().clone(), |nulls| array.values() & nulls.inner())
}

/// What equal values have in common, whatever their width or encoding.
enum Keys {
    Signed(arrow_buffer::ScalarBuffer<i64>),
    Unsigned(arrow_buffer::ScalarBuffer<u64>),
    Float(arrow_buffer::ScalarBuffer<f64>),
    Bytes(ByteRows),
}

impl Keys {
    /// `None` for types whose values are compared in other ways.
    fn of(array: &ArrayRef) -> Result<Option<Self>> {
        if let Some(bytes) = ByteRows::of(array) {
            return Ok(Some(Self::Bytes(bytes)));
        }
        if let Some((values, ..)) = instants(array)? {
            return Ok(Some(Self::Signed(values)));
        }
        Ok(match Carrier::of(array) {
            Some(Carrier::Signed(values)) => Some(Self::Signed(values)),
            Some(Carrier::Unsigned(values)) => Some(Self::Unsigned(values)),
            Some(Carrier::Float(values)) => Some(Self::Float(values)),
            Some(Carrier::Decimal(..)) | None => None,
        })
    }
}

/// NaN is one, and -0 is 0.
const fn float_key(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

/// Whether values of two arrays are equal where their keys are.
fn same_keys(a: &ArrayRef, b: &ArrayRef) -> bool {
    let (a, b) = (a.data_type(), b.data_type());
    let is_bytes = |data_type: &arrow_schema::DataType| data_type.is_binary() || data_type.is_string();
    (a.is_integer() && b.is_integer())
        || (a.is_floating() && b.is_floating())
        || (is_bytes(a) && is_bytes(b))
        || (a == b && a.is_temporal())
}

fn looked_up(array: &ArrayRef, constants: &[ArrayRef]) -> Result<BooleanBuffer> {
    let length = array.len();
    let keys = constants.iter().map(Keys::of).collect::<Result<Vec<_>>>()?;
    Ok(match Keys::of(array)? {
        Some(Keys::Signed(values)) => {
            let set = collect(keys.iter().filter_map(|key| match key {
                Some(Keys::Signed(values)) => Some(values[0]),
                Some(Keys::Unsigned(values)) => i64::try_from(values[0]).ok(),
                _ => None,
            }));
            BooleanBuffer::collect_bool(length, |row| set.contains(&values[row]))
        }
        Some(Keys::Unsigned(values)) => {
            let set = collect(keys.iter().filter_map(|key| match key {
                Some(Keys::Signed(values)) => u64::try_from(values[0]).ok(),
                Some(Keys::Unsigned(values)) => Some(values[0]),
                _ => None,
            }));
            BooleanBuffer::collect_bool(length, |row| set.contains(&values[row]))
        }
        Some(Keys::Float(values)) => {
            let set =
                collect(keys.iter().filter_map(|key| if let Some(Keys::Float(values)) = key { Some(float_key(values[0])) } else { None }));
            BooleanBuffer::collect_bool(length, |row| set.contains(&float_key(values[row])))
        }
        Some(Keys::Bytes(values)) => {
            let set = collect(keys.iter().filter_map(|key| if let Some(Keys::Bytes(bytes)) = key { Some(bytes.value(0)) } else { None }));
            let mut bits = BooleanBufferBuilder::new(length);
            // What stands at a null of a view may be no bytes at all.
            (0..length).for_each(|row| bits.append(!array.is_null(row) && set.contains(values.value(row))));
            bits.finish()
        }
        None => BooleanBuffer::new_unset(length),
    })
}

fn collect<T: Eq + Hash>(keys: impl Iterator<Item = T>) -> HashSet<T, RandomState> {
    keys.collect()
}
