//! Sums, differences, products, quotients and remainders of numbers, instants and durations.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Decimal128Array, Float64Array, Int64Array, new_null_array};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::{Call, Operands, ScalarFunction, one, two};
use crate::arithmetic;
use crate::error::{Error, Excess, Result};
use crate::expression::{Function, Overflow};
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::temporal;
use crate::type_text::type_text;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "add", operands: Operands::exactly(2), kernel: |operands, call| binary(Function::Add, operands, call) },
    ScalarFunction {
        name: "subtract",
        operands: Operands::exactly(2),
        kernel: |operands, call| binary(Function::Subtract, operands, call),
    },
    ScalarFunction {
        name: "multiply",
        operands: Operands::exactly(2),
        kernel: |operands, call| binary(Function::Multiply, operands, call),
    },
    ScalarFunction { name: "divide", operands: Operands::exactly(2), kernel: |operands, call| binary(Function::Divide, operands, call) },
    ScalarFunction {
        name: "floorDivide",
        operands: Operands::exactly(2),
        kernel: |operands, call| binary(Function::FloorDivide, operands, call),
    },
    ScalarFunction { name: "modulo", operands: Operands::exactly(2), kernel: |operands, call| binary(Function::Modulo, operands, call) },
    ScalarFunction { name: "negate", operands: Operands::exactly(1), kernel: |operands, call| arithmetic::negate(one(operands)?, call) },
    ScalarFunction { name: "abs", operands: Operands::exactly(1), kernel: |operands, call| absolute(one(operands)?, call) },
];

fn binary(function: Function, operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (left, right) = two(operands)?;
    arithmetic::binary(function, left, right, call)
}

/// Without its sign: of integers to int64 and of durations with a choice on overflow; floats to float64; decimals as they are.
fn absolute(value: &Value, call: &Call<'_>) -> Result<Value> {
    if value.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let array = value.decoded()?.into_rows(call.length)?;
    let nulls = array.nulls().cloned();
    let counted = if matches!(array.data_type(), DataType::Duration(_)) { reinterpret(&array, &DataType::Int64)? } else { array };
    let result: ArrayRef = match Carrier::of(&counted) {
        Some(Carrier::Float(values)) => {
            let values: ScalarBuffer<f64> = values.iter().map(|x| x.abs()).collect();
            Arc::new(Float64Array::new(values, nulls))
        }
        Some(Carrier::Decimal(values, _)) => {
            let values: ScalarBuffer<i128> = values.iter().map(|x| x.wrapping_abs()).collect();
            Arc::new(Decimal128Array::new(values, nulls))
        }
        Some(Carrier::Signed(values)) => integers(values.iter().map(|&x| x.into()), nulls.as_ref(), call)?,
        Some(Carrier::Unsigned(values)) => integers(values.iter().map(|&x| x.into()), nulls.as_ref(), call)?,
        None => return Err(Error::TypeMismatch(format!("abs takes numbers and durations, received {}", counted.data_type()))),
    };
    Ok(Value::Array(if result.data_type() == call.data_type { result } else { reinterpret(&result, call.data_type)? }))
}

fn integers(values: impl Iterator<Item = i128>, nulls: Option<&NullBuffer>, call: &Call<'_>) -> Result<ArrayRef> {
    let absolute = |(row, x): (usize, i128)| {
        if nulls.is_some_and(|nulls| nulls.is_null(row)) {
            return Ok(None);
        }
        match (i64::try_from(x.abs()), call.overflow) {
            (Ok(result), _) => Ok(Some(result)),
            (Err(_), Overflow::Wrap) => Ok(Some(arithmetic::wrapped(x.abs()))),
            (Err(_), Overflow::Null) => Ok(None),
            (Err(_), Overflow::Error) => Err(Error::IntegerOverflow(Box::new(Excess {
                operation: format!("abs of {x}"),
                result: x.abs().to_string(),
                target: type_text(call.data_type),
                cure: if temporal::is_temporal(call.data_type) { temporal::TO_COARSER } else { arithmetic::TO_FLOAT },
                row: Some(row),
            }))),
        }
    };
    Ok(Arc::new(values.enumerate().map(absolute).collect::<Result<Int64Array>>()?))
}
