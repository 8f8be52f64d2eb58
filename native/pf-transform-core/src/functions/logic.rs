//! Three-valued logic and tests for null.

use std::sync::Arc;

use arrow_arith::boolean::{and_kleene, not, or_kleene};
use arrow_array::{Array, ArrayRef, BooleanArray};
use arrow_buffer::{BooleanBuffer, NullBuffer};

use super::{Operands, ScalarFunction, one, two};
use crate::error::Result;
use crate::evaluate::booleans;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction {
        name: "and",
        operands: Operands::exactly(2),
        kernel: |operands, call| {
            let (left, right) = two(operands)?;
            Ok(shared(and_kleene(&*booleans(left, call.length)?, &*booleans(right, call.length)?)?))
        },
    },
    ScalarFunction {
        name: "or",
        operands: Operands::exactly(2),
        kernel: |operands, call| {
            let (left, right) = two(operands)?;
            Ok(shared(or_kleene(&*booleans(left, call.length)?, &*booleans(right, call.length)?)?))
        },
    },
    ScalarFunction {
        name: "xor",
        operands: Operands::exactly(2),
        kernel: |operands, call| {
            let (left, right) = two(operands)?;
            let (left, right) = (booleans(left, call.length)?, booleans(right, call.length)?);
            Ok(shared(BooleanArray::new(left.values() ^ right.values(), NullBuffer::union(left.nulls(), right.nulls()))))
        },
    },
    ScalarFunction {
        name: "not",
        operands: Operands::exactly(1),
        kernel: |operands, call| Ok(shared(not(&*booleans(one(operands)?, call.length)?)?)),
    },
    ScalarFunction { name: "isNull", operands: Operands::exactly(1), kernel: |operands, call| null_test(operands, call.length, true) },
    ScalarFunction { name: "isNotNull", operands: Operands::exactly(1), kernel: |operands, call| null_test(operands, call.length, false) },
];

fn shared(array: BooleanArray) -> Value {
    Value::Array(Arc::new(array))
}

fn null_test(operands: &[Value], length: usize, is_null: bool) -> Result<Value> {
    let value = one(operands)?;
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
    Ok(shared(BooleanArray::new(bits, None)))
}

fn logical_nulls(array: &ArrayRef) -> Option<BooleanBuffer> {
    array.logical_nulls().map(|nulls| nulls.inner().clone())
}
