//! Evaluation of bound expressions over a batch, column by column.

use std::sync::Arc;

use arrow_arith::boolean::{and_kleene, not, or_kleene};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch};
use arrow_buffer::BooleanBuffer;
use arrow_schema::DataType;

use crate::arithmetic;
use crate::cast::cast;
use crate::compare::compare;
use crate::error::{Error, Result};
use crate::expression::{Bound, Function};
use crate::value::Value;

/// Evaluates an expression over all rows of a batch.
///
/// # Errors
/// Those of the functions used: `TypeMismatch`, `IntegerOverflow`, `CastFailed`; rows in them are rows of this batch.
pub fn evaluate(expression: &Bound, batch: &RecordBatch) -> Result<Value> {
    let length = batch.num_rows();
    match expression {
        Bound::Column(index) => Ok(Value::Array(batch.column(*index).clone())),
        Bound::Literal(array) => Ok(Value::Literal(array.clone())),
        Bound::Call { function, arguments, data_type, overflow } => {
            let operands = arguments.iter().map(|argument| evaluate(argument, batch)).collect::<Result<Vec<_>>>()?;
            match (function, operands.as_slice()) {
                (Function::Cast, [value]) => cast(value, data_type, length),
                (Function::IsNull, [value]) => Ok(null_test(value, length, true)),
                (Function::IsNotNull, [value]) => Ok(null_test(value, length, false)),
                (Function::Not, [value]) => Ok(shared(not(&*booleans(value, length)?)?)),
                (Function::Negate, [value]) => arithmetic::negate(value, *overflow, length),
                (Function::And, [left, right]) => Ok(shared(and_kleene(&*booleans(left, length)?, &*booleans(right, length)?)?)),
                (Function::Or, [left, right]) => Ok(shared(or_kleene(&*booleans(left, length)?, &*booleans(right, length)?)?)),
                (
                    Function::Add | Function::Subtract | Function::Multiply | Function::Divide | Function::FloorDivide | Function::Modulo,
                    [left, right],
                ) => arithmetic::binary(*function, left, right, *overflow, length),
                (_, [left, right]) => compare(*function, left, right, length),
                _ => Err(Error::InvalidArgument("a function was given the wrong number of operands".to_owned())),
            }
        }
    }
}

fn shared(array: BooleanArray) -> Value {
    Value::Array(Arc::new(array))
}

/// A predicate or operand of a logical function as one bool per row.
///
/// # Errors
/// `TypeMismatch` when it is not of type bool.
pub fn booleans(value: &Value, length: usize) -> Result<Arc<BooleanArray>> {
    if value.is_all_null() {
        return Ok(Arc::new(BooleanArray::new_null(length)));
    }
    let value = value.decoded()?;
    let array = value.array();
    if array.data_type() != &DataType::Boolean {
        return Err(Error::TypeMismatch(format!("expected bool, received {}", array.data_type())));
    }
    let array = array.as_boolean();
    Ok(Arc::new(if value.is_literal() { BooleanArray::from(vec![array.value(0); length]) } else { array.clone() }))
}

fn null_test(value: &Value, length: usize, is_null: bool) -> Value {
    let constant = |answer: bool| {
        if answer { BooleanBuffer::new_set(length) } else { BooleanBuffer::new_unset(length) }
    };
    let bits = match value {
        Value::Literal(_) => constant(value.is_all_null() == is_null),
        Value::Array(array) => match logical_nulls(array) {
            None => constant(!is_null),
            Some(valid) if is_null => !&valid,
            Some(valid) => valid,
        },
    };
    shared(BooleanArray::new(bits, None))
}

fn logical_nulls(array: &ArrayRef) -> Option<BooleanBuffer> {
    array.logical_nulls().map(|nulls| nulls.inner().clone())
}
