//! The columns that a window's aggregate is of.

use arrow_array::ArrayRef;
use arrow_schema::{Field, Schema};

use super::call::WindowCall;
use crate::aggregate::{AggregateFunction, Aggregation};
use crate::error::Result;
use crate::expression::column_index;
use crate::gather::Rows;

/// An aggregate, and its columns under names of their own: any could be that of the group.
pub(super) struct Operands {
    pub aggregation: Aggregation,
    pub fields: Vec<Field>,
    pub arrays: Vec<ArrayRef>,
}

impl Operands {
    pub fn new(function: AggregateFunction, call: &WindowCall, table: &Rows, schema: &Schema) -> Result<Self> {
        let (mut fields, mut arrays) = (Vec::new(), Vec::new());
        let mut column = |name: &Option<String>, role: &str| -> Result<Option<String>> {
            let Some(name) = name else { return Ok(None) };
            let index = column_index(schema, name)?;
            arrays.push(table.whole(index)?.clone());
            fields.push(Field::new(role, schema.field(index).data_type().clone(), true));
            Ok(Some(role.to_owned()))
        };
        let aggregation = Aggregation {
            name: call.name.clone(),
            function,
            column: column(&call.column, "column")?,
            second: column(&call.second, "second")?,
            condition: column(&call.condition, "condition")?,
            options: call.options.aggregate.clone(),
        };
        Ok(Self { aggregation, fields, arrays })
    }
}
