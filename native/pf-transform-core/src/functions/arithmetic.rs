//! Sums, differences, products, quotients and remainders of numbers, instants and durations.

use super::{Call, ScalarFunction, one, two};
use crate::arithmetic;
use crate::error::Result;
use crate::expression::Function;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "add", operands: 2, kernel: |operands, call| binary(Function::Add, operands, call) },
    ScalarFunction { name: "subtract", operands: 2, kernel: |operands, call| binary(Function::Subtract, operands, call) },
    ScalarFunction { name: "multiply", operands: 2, kernel: |operands, call| binary(Function::Multiply, operands, call) },
    ScalarFunction { name: "divide", operands: 2, kernel: |operands, call| binary(Function::Divide, operands, call) },
    ScalarFunction { name: "floorDivide", operands: 2, kernel: |operands, call| binary(Function::FloorDivide, operands, call) },
    ScalarFunction { name: "modulo", operands: 2, kernel: |operands, call| binary(Function::Modulo, operands, call) },
    ScalarFunction { name: "negate", operands: 1, kernel: |operands, call| arithmetic::negate(one(operands)?, call) },
];

fn binary(function: Function, operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (left, right) = two(operands)?;
    arithmetic::binary(function, left, right, call)
}
