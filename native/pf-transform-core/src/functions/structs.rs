//! Structs and their fields. O(1), or O(n) where structs are null and for constants.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, StructArray, UInt64Array, new_null_array};
use arrow_schema::DataType;
use arrow_select::take::take;

use super::{Call, Operands, ScalarFunction, two};
use crate::error::{Error, Result};
use crate::scalar::{reinterpret, string_literal};
use crate::value::{Value, decode};

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "structField", operands: Operands::exactly(2), kernel: field },
    ScalarFunction { name: "withField", operands: Operands::exactly(3), kernel: with_field },
    ScalarFunction { name: "toStruct", operands: Operands::at_least(2), kernel: made },
];

/// Names, which the type of the result has, and values by turns.
fn made(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let DataType::Struct(fields) = call.data_type else {
        return Err(Error::TypeMismatch(format!("expected a struct, received {}", call.data_type)));
    };
    let values = operands.iter().skip(1).step_by(2).zip(fields).map(|(value, field)| column_of(value, field.data_type(), call.length));
    let values = values.collect::<Result<Vec<_>>>()?;
    Ok(Value::Array(Arc::new(StructArray::try_new(fields.clone(), values, None)?)))
}

/// The fields of the type of the result, one of them of the value, in its place or at the end.
fn with_field(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let ([structs, name, value], DataType::Struct(fields)) = (operands, call.data_type) else {
        return Err(Error::TypeMismatch(format!("expected a struct, a name and a value for {}", call.data_type)));
    };
    if structs.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let structs = structs.decoded()?.into_rows(call.length)?;
    let Some(whole) = structs.as_any().downcast_ref::<StructArray>() else {
        return Err(Error::TypeMismatch(format!("expected a struct, received {}", structs.data_type())));
    };
    let name = string_literal(name.array()).unwrap_or_default();
    let place = fields.iter().position(|field| field.name() == name).unwrap_or(whole.num_columns());
    let mut columns = whole.columns().to_vec();
    columns.truncate(fields.len());
    let Some(field) = fields.get(place) else { return Err(Error::TypeMismatch(format!("there is no field {name:?}"))) };
    let column = column_of(value, field.data_type(), call.length)?;
    if place < columns.len() {
        columns[place] = column
    } else {
        columns.push(column)
    }
    Ok(Value::Array(Arc::new(StructArray::try_new(fields.clone(), columns, structs.nulls().cloned())?)))
}

/// A value as a column of a type.
fn column_of(value: &Value, data_type: &DataType, length: usize) -> Result<ArrayRef> {
    if value.is_all_null() {
        return Ok(new_null_array(data_type, length));
    }
    let column = value.decoded()?.into_rows(length)?;
    if column.data_type() == data_type { Ok(column) } else { reinterpret(&column, data_type) }
}

fn field(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, name) = two(operands)?;
    if value.is_all_null() || name.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let structs = value.decoded()?.into_rows(call.length)?;
    let fields = structs.as_any().downcast_ref::<StructArray>();
    let name = string_literal(name.array()).unwrap_or_default();
    let found = fields.and_then(|fields| fields.column_by_name(name));
    let found = found.ok_or_else(|| Error::TypeMismatch(format!("there is no field {name:?} in {}", structs.data_type())))?;
    // Where a struct is null its fields may hold anything.
    let found = match structs.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => found.clone(),
        Some(nulls) => {
            let rows = (0..call.length).zip(0_u64..).map(|(row, place)| nulls.is_valid(row).then_some(place));
            take(found, &rows.collect::<UInt64Array>(), None)?
        }
    };
    Ok(Value::Array(decode(&found)?))
}
