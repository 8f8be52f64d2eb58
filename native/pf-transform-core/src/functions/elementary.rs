//! Elementary functions of floats, by the crate `libm` on every platform, so that all give the same bits. O(n) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Float64Array, new_null_array};
use arrow_buffer::{NullBuffer, ScalarBuffer};

use super::numbers::map;
use super::{Call, Kernel, Operands, ScalarFunction, one, two};
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::Value;

const fn of_one(name: &'static str, kernel: Kernel) -> ScalarFunction {
    ScalarFunction { name, operands: Operands::exactly(1), kernel }
}

const fn of_two(name: &'static str, kernel: Kernel) -> ScalarFunction {
    ScalarFunction { name, operands: Operands::exactly(2), kernel }
}

const DEGREES_PER_RADIAN: f64 = 57.295_779_513_082_32;
const RADIANS_PER_DEGREE: f64 = 0.017_453_292_519_943_295;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    of_one("exp", |operands, call| unary(operands, call, libm::exp)),
    of_one("ln", |operands, call| unary(operands, call, libm::log)),
    of_one("log2", |operands, call| unary(operands, call, libm::log2)),
    of_one("log10", |operands, call| unary(operands, call, libm::log10)),
    of_two("log", |operands, call| binary(operands, call, logarithm)),
    of_two("pow", |operands, call| binary(operands, call, libm::pow)),
    of_one("cbrt", |operands, call| unary(operands, call, libm::cbrt)),
    of_one("sin", |operands, call| unary(operands, call, libm::sin)),
    of_one("cos", |operands, call| unary(operands, call, libm::cos)),
    of_one("tan", |operands, call| unary(operands, call, libm::tan)),
    of_one("asin", |operands, call| unary(operands, call, libm::asin)),
    of_one("acos", |operands, call| unary(operands, call, libm::acos)),
    of_one("atan", |operands, call| unary(operands, call, libm::atan)),
    of_two("atan2", |operands, call| binary(operands, call, libm::atan2)),
    of_one("sinh", |operands, call| unary(operands, call, libm::sinh)),
    of_one("cosh", |operands, call| unary(operands, call, libm::cosh)),
    of_one("tanh", |operands, call| unary(operands, call, libm::tanh)),
    of_one("degrees", |operands, call| unary(operands, call, |x| x * DEGREES_PER_RADIAN)),
    of_one("radians", |operands, call| unary(operands, call, |x| x * RADIANS_PER_DEGREE)),
];

#[allow(clippy::float_cmp)]
fn logarithm(x: f64, base: f64) -> f64 {
    if base == 2.0 {
        libm::log2(x)
    } else if base == 10.0 {
        libm::log10(x)
    } else {
        libm::log(x) / libm::log(base)
    }
}

/// NaN has one form, whichever it came from.
const fn canonical(x: f64) -> f64 {
    if x.is_nan() { f64::NAN } else { x }
}

fn floats(array: &ArrayRef) -> Result<ScalarBuffer<f64>> {
    match Carrier::of(array) {
        Some(carrier) => Ok(carrier.to_float()),
        None => Err(Error::TypeMismatch(format!("expected numbers, received {}", array.data_type()))),
    }
}

fn unary(operands: &[Value], call: &Call<'_>, f: impl Fn(f64) -> f64) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let values: ScalarBuffer<f64> = floats(array)?.iter().map(|&x| canonical(f(x))).collect();
        Ok(Arc::new(Float64Array::new(values, array.nulls().cloned())))
    })
}

fn binary(operands: &[Value], call: &Call<'_>, f: impl Fn(f64, f64) -> f64) -> Result<Value> {
    let (left, right) = two(operands)?;
    if left.is_all_null() || right.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let (left, right) = (left.decoded()?, right.decoded()?);
    let (a, b) = (floats(left.array())?, floats(right.array())?);
    let (a_step, b_step) = (usize::from(!left.is_literal()), usize::from(!right.is_literal()));
    let values: ScalarBuffer<f64> = (0..call.length).map(|row| canonical(f(a[row * a_step], b[row * b_step]))).collect();
    let nulls_of = |value: &Value| if value.is_literal() { None } else { value.array().nulls().cloned() };
    let nulls = NullBuffer::union(nulls_of(&left).as_ref(), nulls_of(&right).as_ref());
    Ok(Value::Array(Arc::new(Float64Array::new(values, nulls))))
}
