//! Functions that evaluate an expression for each item of lists, all of a batch at once. O(items), and a copy of the columns of the row that the expression reads, per item.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema};

use super::choice::taken;
use super::list_items::{Items, all_null, choose_from};
use super::{Call, LazyFunction};
use crate::aggregate::canonical;
use crate::cast::cast;
use crate::error::{Error, Result};
use crate::evaluate::{booleans, evaluate};
use crate::expression::{Bound, ITEM};
use crate::scalar::reinterpret;
use crate::value::Value;

pub(super) const FUNCTIONS: &[LazyFunction] =
    &[LazyFunction { name: "listMap", at_least: 2, kernel: mapped }, LazyFunction { name: "listFilter", at_least: 2, kernel: filtered }];

/// The items of the first operand, and what the second gives for them; `None` for that where there are no items.
fn of_items(operands: &[Bound], batch: &RecordBatch) -> Result<Option<(Items, Option<Value>)>> {
    let [list, body] = operands else { return Err(super::wrong_number(2, operands.len())) };
    let Some(items) = Items::of(&evaluate(list, batch)?, batch.num_rows())? else { return Ok(None) };
    if items.owners.is_empty() {
        return Ok(Some((items, None)));
    }
    let rows = taken(body, batch, &items.owners)?;
    let mut fields = rows.schema_ref().fields().to_vec();
    fields.push(Arc::new(Field::new(ITEM, items.array.data_type().clone(), true)));
    let columns = rows.columns().iter().chain([&items.array]).cloned().collect();
    let options = RecordBatchOptions::new().with_row_count(Some(items.owners.len()));
    let rows = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?;
    let value = evaluate(body, &rows).map_err(|error| error.in_selected(&items.owners))?;
    Ok(Some((items, Some(value))))
}

fn mapped(operands: &[Bound], batch: &RecordBatch, call: &Call<'_>) -> Result<Value> {
    let Some((items, value)) = of_items(operands, batch)? else { return Ok(all_null(call)) };
    let DataType::List(field) = call.data_type else {
        return Err(Error::TypeMismatch(format!("expected a list, received {}", call.data_type)));
    };
    let count = items.owners.len();
    let values = match value {
        Some(value) if !value.is_all_null() => typed(&value.decoded()?.into_rows(count)?, field.data_type())?,
        _ => new_null_array(field.data_type(), count),
    };
    let too_many = |_| Error::OutOfMemory { bytes: count, limit: 0x7fff_ffff };
    let offsets = items.starts.iter().map(|&start| i32::try_from(start)).collect::<std::result::Result<Vec<_>, _>>().map_err(too_many)?;
    Ok(Value::Array(Arc::new(ListArray::try_new(field.clone(), OffsetBuffer::new(ScalarBuffer::from(offsets)), values, items.nulls)?)))
}

/// Values of the type of the items: some literals have another encoding of it, and nested values other names for theirs.
fn typed(values: &ArrayRef, target: &DataType) -> Result<ArrayRef> {
    let values = canonical(values);
    if values.data_type() == target {
        return Ok(values);
    }
    if target.is_nested() {
        return reinterpret(&values, target);
    }
    cast(&Value::Array(values.clone()), target, values.len())?.into_rows(values.len())
}

fn filtered(operands: &[Bound], batch: &RecordBatch, call: &Call<'_>) -> Result<Value> {
    let Some((items, value)) = of_items(operands, batch)? else { return Ok(all_null(call)) };
    let truth = value.map(|value| booleans(&value, items.owners.len())).transpose()?;
    let is_true = |place: usize| truth.as_ref().is_some_and(|truth| truth.is_valid(place) && truth.value(place));
    choose_from(&items, call, items.nulls.clone(), |places, _, range| places.extend(range.filter(|&place| is_true(place))))
}
