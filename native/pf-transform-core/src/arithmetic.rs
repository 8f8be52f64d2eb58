//! Arithmetic: integers of any width give int64 with a choice on overflow, any float operand gives float64; decimals, instants and durations
//! have modules of their own. O(n) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, new_null_array};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;
use num_bigint::BigInt;

use crate::decimal::{self, Target};
use crate::error::{Error, Excess, Result};
use crate::expression::{Function, Overflow};
use crate::functions::Call;
use crate::numeric::Carrier;
use crate::temporal;
use crate::type_text::type_text;
use crate::value::Value;

/// What to do about a number beyond int64.
pub(crate) const TO_FLOAT: &str = "cast to float64, or give overflow: \"wrap\" or \"null\"";

fn carrier(value: &Value) -> Result<Carrier> {
    Carrier::of(value.array())
        .ok_or_else(|| Error::TypeMismatch(format!("arithmetic takes numbers, received {}", value.array().data_type())))
}

fn nulls_of(value: &Value) -> Option<&NullBuffer> {
    if value.is_literal() { None } else { value.array().nulls() }
}

/// Applies a binary arithmetic function: which arithmetic it is follows from the type of the result.
///
/// # Errors
/// `TypeMismatch` for operands without arithmetic, `IntegerOverflow` and `DecimalOverflow` in mode `error`.
pub fn binary(function: Function, left: &Value, right: &Value, call: &Call<'_>) -> Result<Value> {
    let (left, right) = (left.decoded()?, right.decoded()?);
    if left.is_all_null() || right.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let nulls = NullBuffer::union(nulls_of(&left), nulls_of(&right));
    if temporal::is_temporal(call.data_type) {
        return temporal::binary(function, &left, &right, nulls.as_ref(), call);
    }
    let (a, b) = (carrier(&left)?, carrier(&right)?);
    let steps = (usize::from(!left.is_literal()), usize::from(!right.is_literal()));
    match call.data_type {
        DataType::Decimal128(precision, scale) => {
            let target = Target { precision: *precision, scale: *scale, overflow: call.overflow };
            decimal::binary(function, (&a, &b), steps, nulls.as_ref(), target, call.length)
        }
        DataType::Int64 => integers(function, &a, &b, steps, nulls, call.overflow, call.length),
        _ => {
            let values = floats(function, &a.to_float(), &b.to_float(), steps, call.length);
            Ok(Value::Array(Arc::new(Float64Array::new(values, nulls))))
        }
    }
}

fn zip<T: Copy, R>(a: &[T], b: &[T], steps: (usize, usize), length: usize, f: impl Fn(T, T) -> R) -> Vec<R> {
    match steps {
        (1, 1) => a[..length].iter().zip(&b[..length]).map(|(&x, &y)| f(x, y)).collect(),
        (1, _) => a[..length].iter().map(|&x| f(x, b[0])).collect(),
        (_, 1) => b[..length].iter().map(|&y| f(a[0], y)).collect(),
        _ => (0..length).map(|_| f(a[0], b[0])).collect(),
    }
}

fn floats(function: Function, a: &[f64], b: &[f64], steps: (usize, usize), length: usize) -> ScalarBuffer<f64> {
    match function {
        Function::Add => zip(a, b, steps, length, |x, y| x + y),
        Function::Subtract => zip(a, b, steps, length, |x, y| x - y),
        Function::Multiply => zip(a, b, steps, length, |x, y| x * y),
        Function::Divide => zip(a, b, steps, length, |x, y| x / y),
        Function::FloorDivide => zip(a, b, steps, length, floored_quotient),
        _ => zip(a, b, steps, length, floored_remainder),
    }
    .into()
}

/// The remainder of a quotient rounded down, with the sign of the divisor, also where it is 0; `%` is exact, and `x - (x / y).floor() * y` is not.
fn floored_remainder(x: f64, y: f64) -> f64 {
    let remainder = x % y;
    if remainder == 0.0 {
        if y < 0.0 { -0.0 } else { 0.0 }
    } else if (remainder < 0.0) == (y < 0.0) {
        remainder
    } else {
        remainder + y
    }
}

/// The exact quotient rounded down, so that it goes with the remainder: 1 / 0.1 is below 10, although it rounds to it.
fn floored_quotient(x: f64, y: f64) -> f64 {
    let quotient = (x / y).floor();
    let remainder = x % y;
    if remainder == 0.0 || !quotient.is_finite() {
        return quotient;
    }
    // A multiple of y without what is left over, but for its rounding.
    let multiple = (x - remainder) / y;
    let below = multiple.floor();
    let truncated = if multiple - below >= 0.5 { below + 1.0 } else { below } + 0.0;
    if (remainder < 0.0) == (y < 0.0) { truncated } else { truncated - 1.0 }
}

/// The mathematical result where it fits i128, `None` where it is null (division by zero). Operands fit 65 bits, so only a product of two
/// uint64 can leave i128; it then saturates, which is outside int64 as well.
fn exact(function: Function, x: i128, y: i128) -> Option<i128> {
    match function {
        Function::Add => Some(x + y),
        Function::Subtract => Some(x - y),
        Function::Multiply => Some(x.saturating_mul(y)),
        Function::FloorDivide if y != 0 => Some(floor_divide(x, y)),
        Function::Modulo if y != 0 => Some(x - floor_divide(x, y) * y),
        _ => None,
    }
}

fn floor_divide(x: i128, y: i128) -> i128 {
    let quotient = x / y;
    if x % y != 0 && (x < 0) != (y < 0) { quotient - 1 } else { quotient }
}

/// The result in full, also where it was saturated.
fn shown(function: Function, x: i128, y: i128, result: i128) -> String {
    match function {
        Function::Multiply => (BigInt::from(x) * BigInt::from(y)).to_string(),
        _ => result.to_string(),
    }
}

/// Modulo 2^64.
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn wrapped(value: i128) -> i64 {
    value as i64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
const fn wrap(function: Function, x: i128, y: i128, result: i128) -> i64 {
    match function {
        // Saturated above; modulo 2^64 the product of the low words is right.
        Function::Multiply => (x as u64).wrapping_mul(y as u64) as i64,
        _ => wrapped(result),
    }
}

fn integers(
    function: Function,
    a: &Carrier,
    b: &Carrier,
    steps: (usize, usize),
    nulls: Option<NullBuffer>,
    overflow: Overflow,
    length: usize,
) -> Result<Value> {
    if let (Carrier::Signed(a), Carrier::Signed(b)) = (a, b) {
        let checked = match function {
            Function::Add => Some(fast(a, b, steps, length, i64::overflowing_add)),
            Function::Subtract => Some(fast(a, b, steps, length, i64::overflowing_sub)),
            Function::Multiply => Some(fast(a, b, steps, length, i64::overflowing_mul)),
            _ => None,
        };
        if let Some((values, overflowed)) = checked
            && (!overflowed || overflow == Overflow::Wrap)
        {
            return Ok(Value::Array(Arc::new(Int64Array::new(values.into(), nulls))));
        }
    }
    let wide = |carrier: &Carrier, row: usize| match carrier {
        Carrier::Signed(values) => i128::from(values[row]),
        Carrier::Unsigned(values) => i128::from(values[row]),
        Carrier::Float(_) | Carrier::Decimal(..) => 0,
    };
    let mut values = Vec::with_capacity(length);
    let mut valid = Vec::with_capacity(length);
    for row in 0..length {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            values.push(0);
            valid.push(false);
            continue;
        }
        let (x, y) = (wide(a, row * steps.0), wide(b, row * steps.1));
        match exact(function, x, y) {
            None => {
                values.push(0);
                valid.push(false);
            }
            Some(result) => match (i64::try_from(result), overflow) {
                (Ok(result), _) => {
                    values.push(result);
                    valid.push(true);
                }
                (Err(_), Overflow::Wrap) => {
                    values.push(wrap(function, x, y, result));
                    valid.push(true);
                }
                (Err(_), Overflow::Null) => {
                    values.push(0);
                    valid.push(false);
                }
                (Err(_), Overflow::Error) => {
                    return Err(Error::IntegerOverflow(Box::new(Excess {
                        operation: format!("{} of {x} and {y}", function.name()),
                        result: shown(function, x, y, result),
                        target: type_text(&DataType::Int64),
                        cure: TO_FLOAT,
                        row: Some(row),
                    })));
                }
            },
        }
    }
    Ok(Value::Array(Arc::new(Int64Array::new(values.into(), Some(NullBuffer::new(BooleanBuffer::from(valid)))))))
}

/// All results, wrapped, and whether any row overflowed (possibly one that is null).
fn fast(a: &[i64], b: &[i64], steps: (usize, usize), length: usize, f: impl Fn(i64, i64) -> (i64, bool)) -> (Vec<i64>, bool) {
    let overflowed = std::cell::Cell::new(false);
    let values = zip(a, b, steps, length, |x, y| {
        let (value, over) = f(x, y);
        overflowed.set(overflowed.get() | over);
        value
    });
    (values, overflowed.get())
}

/// `-x`: as `0 - x` for integers, decimals and durations, the flipped sign for floats.
///
/// # Errors
/// As [`binary`].
pub fn negate(value: &Value, call: &Call<'_>) -> Result<Value> {
    let value = value.decoded()?;
    if !value.is_all_null()
        && let Some(Carrier::Float(values)) = Carrier::of(value.array())
    {
        let negated: ScalarBuffer<f64> = values.iter().map(|x| -x).collect();
        let array: ArrayRef = Arc::new(Float64Array::new(negated, value.array().nulls().cloned()));
        return Ok(if value.is_literal() { Value::Literal(array) } else { Value::Array(array) });
    }
    let zero = Value::Literal(Arc::new(Int64Array::from(vec![0])));
    binary(Function::Subtract, &zero, &value, call)
}
