//! Fields of structs. O(1), or O(n) where structs are null.

use arrow_array::{Array, StructArray, UInt64Array, new_null_array};
use arrow_select::take::take;

use super::{Call, Operands, ScalarFunction, two};
use crate::error::{Error, Result};
use crate::scalar::string_literal;
use crate::value::{Value, decode};

pub(super) const FUNCTIONS: &[ScalarFunction] = &[ScalarFunction { name: "structField", operands: Operands::exactly(2), kernel: field }];

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
