//! Arithmetic of instants, times and durations: in the unit of the result, the finer of the two, so that nothing is lost. O(n) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;

use crate::arithmetic::wrapped;
use crate::compare::{instants, nanoseconds};
use crate::error::{Error, Excess, Result};
use crate::expression::{Function, Overflow};
use crate::functions::Call;
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::type_text::type_text;
use crate::value::Value;

/// What to do about a count beyond 64 bits.
pub(crate) const TO_COARSER: &str = "cast to a coarser unit, or give overflow: \"wrap\" or \"null\"";

/// Whether results of this type are counts of a unit.
#[must_use]
pub const fn is_temporal(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp(..) | DataType::Duration(_))
}

/// Values as counts of the result's unit; an integer is a number of times.
fn counts(value: &Value, target: &DataType) -> Result<Box<dyn Fn(usize) -> i128>> {
    let unit = match target {
        DataType::Timestamp(unit, _) | DataType::Duration(unit) => nanoseconds(*unit),
        other => return Err(Error::TypeMismatch(format!("{other} has no arithmetic"))),
    };
    let step = usize::from(!value.is_literal());
    if let Some((values, factor, _)) = instants(value.array())? {
        let factor = factor / unit;
        return Ok(Box::new(move |row| i128::from(values[row * step]) * factor));
    }
    match Carrier::of(value.array()) {
        Some(Carrier::Signed(values)) => Ok(Box::new(move |row| values[row * step].into())),
        Some(Carrier::Unsigned(values)) => Ok(Box::new(move |row| values[row * step].into())),
        _ => Err(Error::TypeMismatch(format!("{} is not an instant, a time or a duration", value.array().data_type()))),
    }
}

/// Adds, subtracts or multiplies.
///
/// # Errors
/// `IntegerOverflow` for a count beyond 64 bits, in mode `error`.
pub fn binary(function: Function, left: &Value, right: &Value, nulls: Option<&NullBuffer>, call: &Call<'_>) -> Result<Value> {
    let (a, b) = (counts(left, call.data_type)?, counts(right, call.data_type)?);
    let mut values = Vec::with_capacity(call.length);
    let mut valid = Vec::with_capacity(call.length);
    for row in 0..call.length {
        if nulls.is_some_and(|nulls| nulls.is_null(row)) {
            values.push(0);
            valid.push(false);
            continue;
        }
        let (x, y) = (a(row), b(row));
        let result = match function {
            Function::Add => x + y,
            Function::Subtract => x - y,
            _ => x * y,
        };
        let (value, fits) = match (i64::try_from(result), call.overflow) {
            (Ok(value), _) => (value, true),
            (Err(_), Overflow::Wrap) => (wrapped(result), true),
            (Err(_), Overflow::Null) => (0, false),
            (Err(_), Overflow::Error) => {
                return Err(Error::IntegerOverflow(Box::new(Excess {
                    operation: format!("{} of {x} and {y}", function.name()),
                    result: result.to_string(),
                    target: type_text(call.data_type),
                    cure: TO_COARSER,
                    row: Some(row),
                })));
            }
        };
        values.push(value);
        valid.push(fits);
    }
    let array: ArrayRef = Arc::new(Int64Array::new(values.into(), Some(NullBuffer::new(BooleanBuffer::from(valid)))));
    debug_assert_eq!(array.len(), call.length);
    Ok(Value::Array(reinterpret(&array, call.data_type)?))
}
