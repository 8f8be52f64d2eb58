//! The least and the greatest of several operands, and values kept between bounds. O(n · operands) time, one copy of the values per operand.

use std::cmp::Ordering;

use arrow_array::{Array, ArrayRef, new_null_array};
use arrow_buffer::ScalarBuffer;
use arrow_select::interleave::interleave;

use super::choice::typed;
use super::{Call, Operands, ScalarFunction};
use crate::compare::order_of;
use crate::error::Result;
use crate::numeric::Carrier;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "least", operands: Operands::at_least(1), kernel: |operands, call| extreme(Ordering::Less, operands, call) },
    ScalarFunction {
        name: "greatest",
        operands: Operands::at_least(1),
        kernel: |operands, call| extreme(Ordering::Greater, operands, call),
    },
    ScalarFunction { name: "clip", operands: Operands::exactly(3), kernel: clip },
];

/// A column or a constant of the type of the result.
struct Side {
    array: ArrayRef,
    step: usize,
}

impl Side {
    /// `None` where all rows are null.
    fn of(value: &Value, call: &Call<'_>) -> Result<Option<Self>> {
        if value.is_all_null() {
            return Ok(None);
        }
        Ok(Some(Self { array: typed(value, call)?, step: usize::from(!value.is_literal()) }))
    }

    fn is_null(&self, row: usize) -> bool {
        self.array.is_null(row * self.step)
    }
}

/// The rows of one side where `takes` says so, of the other elsewhere.
fn picked(so: &Side, other: &Side, call: &Call<'_>, takes: impl Fn(usize) -> bool) -> Result<Side> {
    let picks: Vec<(usize, usize)> =
        (0..call.length).map(|row| if takes(row) { (1, row * other.step) } else { (0, row * so.step) }).collect();
    Ok(Side { array: interleave(&[so.array.as_ref(), other.array.as_ref()], &picks)?, step: 1 })
}

fn extreme(wanted: Ordering, operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let mut best: Option<Side> = None;
    for operand in operands {
        let Some(other) = Side::of(operand, call)? else { continue };
        best = Some(match best {
            None => other,
            Some(so) => {
                let order = order_of(&other.array, &so.array)?;
                let comes = |row: usize| !other.is_null(row) && (so.is_null(row) || order(row * other.step, row * so.step) == wanted);
                picked(&so, &other, call, comes)?
            }
        });
    }
    finished(best, call)
}

/// The values of a column of floats.
fn floats(side: &Side) -> Option<ScalarBuffer<f64>> {
    match Carrier::of(&side.array) {
        Some(Carrier::Float(values)) => Some(values),
        _ => None,
    }
}

fn clip(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [value, lower, upper] = operands else { return Err(super::wrong_number(3, operands.len())) };
    let Some(mut value) = Side::of(value, call)? else { return finished(None, call) };
    for (bound, wanted) in [(lower, Ordering::Greater), (upper, Ordering::Less)] {
        let Some(bound) = Side::of(bound, call)? else { continue };
        let order = order_of(&bound.array, &value.array)?;
        let (bounds, values) = (floats(&bound), floats(&value));
        let is_nan = |floats: &Option<ScalarBuffer<f64>>, at: usize| floats.as_ref().is_some_and(|floats| floats[at].is_nan());
        let beyond = |row: usize| {
            let (at, of) = (row * bound.step, row * value.step);
            let is_beyond = !bound.is_null(row) && !value.is_null(row) && order(at, of) == wanted;
            is_beyond && !is_nan(&bounds, at) && !is_nan(&values, of)
        };
        value = picked(&value, &bound, call, beyond)?;
    }
    finished(Some(value), call)
}

fn finished(side: Option<Side>, call: &Call<'_>) -> Result<Value> {
    Ok(Value::Array(match side {
        None => new_null_array(call.data_type, call.length),
        Some(Side { array, step: 1 }) => array,
        Some(Side { array, .. }) => Value::Literal(array).into_rows(call.length)?,
    }))
}
