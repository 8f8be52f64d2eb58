//! Comparisons.

use super::{Call, Operands, ScalarFunction, two};
use crate::compare::compare;
use crate::error::Result;
use crate::expression::Function;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "equal", operands: Operands::exactly(2), kernel: |operands, call| compared(Function::Equal, operands, call) },
    ScalarFunction {
        name: "notEqual",
        operands: Operands::exactly(2),
        kernel: |operands, call| compared(Function::NotEqual, operands, call),
    },
    ScalarFunction { name: "less", operands: Operands::exactly(2), kernel: |operands, call| compared(Function::Less, operands, call) },
    ScalarFunction {
        name: "lessEqual",
        operands: Operands::exactly(2),
        kernel: |operands, call| compared(Function::LessEqual, operands, call),
    },
    ScalarFunction {
        name: "greater",
        operands: Operands::exactly(2),
        kernel: |operands, call| compared(Function::Greater, operands, call),
    },
    ScalarFunction {
        name: "greaterEqual",
        operands: Operands::exactly(2),
        kernel: |operands, call| compared(Function::GreaterEqual, operands, call),
    },
];

fn compared(function: Function, operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (left, right) = two(operands)?;
    compare(function, left, right, call.length)
}
