//! Functions of the bits of two integers, in 64 bits. O(n) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Int64Array, new_null_array};
use arrow_buffer::NullBuffer;

use super::{Call, Operands, ScalarFunction, two};
use crate::arithmetic::wrapped;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "bitAnd", operands: Operands::exactly(2), kernel: |operands, call| on_bits(operands, call, |a, b| Some(a & b)) },
    ScalarFunction { name: "bitOr", operands: Operands::exactly(2), kernel: |operands, call| on_bits(operands, call, |a, b| Some(a | b)) },
    ScalarFunction { name: "bitXor", operands: Operands::exactly(2), kernel: |operands, call| on_bits(operands, call, |a, b| Some(a ^ b)) },
    ScalarFunction {
        name: "shiftLeft",
        operands: Operands::exactly(2),
        kernel: |operands, call| on_bits(operands, call, |a, by| places(by).map(|by| a.unbounded_shl(by))),
    },
    ScalarFunction {
        name: "shiftRight",
        operands: Operands::exactly(2),
        kernel: |operands, call| on_bits(operands, call, |a, by| places(by).map(|by| a.unbounded_shr(by))),
    },
];

/// A number of places, all that are too many being the same; `None` below 0.
fn places(count: i64) -> Option<u32> {
    u64::try_from(count).ok().map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

fn on_bits(operands: &[Value], call: &Call<'_>, f: impl Fn(i64, i64) -> Option<i64>) -> Result<Value> {
    let (left, right) = two(operands)?;
    if left.is_all_null() || right.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let (left, right) = (left.decoded()?, right.decoded()?);
    let (a, b) = (bits(&left)?, bits(&right)?);
    let nulls = NullBuffer::union(nulls_of(&left), nulls_of(&right));
    let is_null = |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    let results: Int64Array = (0..call.length).map(|row| if is_null(row) { None } else { f(a(row), b(row)) }).collect();
    Ok(Value::Array(Arc::new(results)))
}

fn nulls_of(value: &Value) -> Option<&NullBuffer> {
    if value.is_literal() { None } else { value.array().nulls() }
}

/// The values in two's complement, row by row.
fn bits(value: &Value) -> Result<Box<dyn Fn(usize) -> i64>> {
    let step = usize::from(!value.is_literal());
    match Carrier::of(value.array()) {
        Some(Carrier::Signed(values)) => Ok(Box::new(move |row| values[row * step])),
        Some(Carrier::Unsigned(values)) => Ok(Box::new(move |row| wrapped(values[row * step].into()))),
        _ => Err(Error::TypeMismatch(format!("expected integers, received {}", value.array().data_type()))),
    }
}
