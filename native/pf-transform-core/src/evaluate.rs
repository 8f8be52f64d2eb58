//! Evaluation of bound expressions over a batch, column by column.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{BooleanArray, RecordBatch, new_empty_array};
use arrow_schema::DataType;

use crate::error::{Error, Result};
use crate::expression::Bound;
use crate::functions::Call;
use crate::value::Value;

/// Evaluates an expression over all rows of a batch. Without rows no function is called, so that constants which would fail do not.
///
/// # Errors
/// Those of the functions used: `TypeMismatch`, `IntegerOverflow`, `DecimalOverflow`, `CastFailed`; rows in them are rows of this batch.
pub fn evaluate(expression: &Bound, batch: &RecordBatch) -> Result<Value> {
    let length = batch.num_rows();
    match expression {
        Bound::Column(index) => Ok(Value::Array(batch.column(*index).clone())),
        Bound::Item => {
            let outside = || Error::Internal("an item stands outside of the functions of items".to_owned());
            Ok(Value::Array(batch.columns().last().ok_or_else(outside)?.clone()))
        }
        Bound::Literal(array) => Ok(Value::Literal(array.clone())),
        Bound::Call { data_type, .. } | Bound::Lazy { data_type, .. } if length == 0 => Ok(Value::Array(new_empty_array(data_type))),
        Bound::Call { function, arguments, data_type, overflow } => {
            let operands = arguments.iter().map(|argument| evaluate(argument, batch)).collect::<Result<Vec<_>>>()?;
            (function.kernel)(&operands, &Call { data_type, overflow: *overflow, length })
        }
        Bound::Lazy { function, arguments, data_type, overflow } => {
            (function.kernel)(arguments, batch, &Call { data_type, overflow: *overflow, length })
        }
    }
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
