//! Several tables as one: below each other or side by side, as views of their batches. O(batches) time; nulls in the place of rows that are missing are all that is made.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, make_array, new_null_array};
use arrow_data::ArrayData;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use serde::Deserialize;
use serde_json::json;

use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::source::BATCH_ROWS;
use crate::table::Table;

/// What becomes of tables with fewer rows than others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// `LENGTH_MISMATCH`
    Error,
    /// nulls in their last rows
    Null,
}

/// The rows of all tables, one after the other. Their columns have the same names and types; one is nullable if it is in any table.
///
/// # Errors
/// `InvalidArgument` for no tables or different columns; `Cancelled`.
pub fn concat(tables: &[Arc<Table>], control: Control<'_>) -> Result<Table> {
    let different = || Error::InvalidArgument("the tables do not have the same columns".to_owned());
    let (first, others) = tables.split_first().ok_or_else(different)?;
    let mut fields = first.schema.fields().iter().map(|field| field.as_ref().clone()).collect::<Vec<_>>();
    for other in others {
        if other.schema.fields().len() != fields.len() {
            return Err(different());
        }
        for (field, other) in fields.iter_mut().zip(other.schema.fields()) {
            *field = united(field, other).ok_or_else(different)?;
        }
    }
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let mut batches = Vec::new();
    for batch in tables.iter().flat_map(|table| &table.batches) {
        control.check()?;
        batches.push(if batch.schema_ref() == &schema {
            batch.clone()
        } else {
            let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| typed(column, field.data_type()));
            with_rows(&schema, columns.collect::<Result<Vec<_>>>()?, batch.num_rows())?
        });
    }
    Ok(Table { schema, batches })
}

/// One field for both, nullable inside and outside where one of them is; none where they differ in more.
fn united(a: &Field, b: &Field) -> Option<Field> {
    let one = |a: &FieldRef, b: &FieldRef| united(a, b).map(Arc::new);
    let data_type = match (a.data_type(), b.data_type()) {
        (a, b) if a == b => a.clone(),
        (DataType::List(a), DataType::List(b)) => DataType::List(one(a, b)?),
        (DataType::LargeList(a), DataType::LargeList(b)) => DataType::LargeList(one(a, b)?),
        (DataType::FixedSizeList(a, size), DataType::FixedSizeList(b, other)) if size == other => {
            DataType::FixedSizeList(one(a, b)?, *size)
        }
        (DataType::Map(a, sorted), DataType::Map(b, other)) => DataType::Map(one(a, b)?, *sorted && *other),
        (DataType::Struct(a), DataType::Struct(b)) if a.len() == b.len() => {
            DataType::Struct(a.iter().zip(b).map(|(a, b)| one(a, b)).collect::<Option<Fields>>()?)
        }
        _ => return None,
    };
    Some(Field::new(a.name(), data_type, a.is_nullable() || b.is_nullable()))
}

/// The same buffers under a type that differs in what may be null inside.
fn typed(column: &ArrayRef, data_type: &DataType) -> Result<ArrayRef> {
    if column.data_type() == data_type {
        return Ok(column.clone());
    }
    Ok(make_array(retyped(&column.to_data(), data_type)?))
}

fn retyped(data: &ArrayData, data_type: &DataType) -> Result<ArrayData> {
    let children = match data_type {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) | DataType::Map(item, _) => {
            vec![item.data_type()]
        }
        DataType::Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        _ => return Ok(data.clone()),
    };
    let children =
        data.child_data().iter().zip(children).map(|(child, data_type)| retyped(child, data_type)).collect::<Result<Vec<_>>>()?;
    Ok(data.clone().into_builder().data_type(data_type.clone()).child_data(children).build()?)
}

/// The columns of all tables, row by row.
///
/// # Errors
/// `LENGTH_MISMATCH` for tables of different numbers of rows, unless nulls are to fill them; `OutOfMemory`, `Cancelled`.
pub fn beside(tables: &[Arc<Table>], missing: Missing, control: Control<'_>) -> Result<Table> {
    let fills = missing == Missing::Null;
    let fields = tables.iter().flat_map(|table| table.schema.fields().iter());
    let fields = fields.map(|field| if fills { Arc::new(field.as_ref().clone().with_nullable(true)) } else { field.clone() });
    let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let mut sources = tables.iter().map(|table| Views { batches: &table.batches, schema: &table.schema, start: 0 }).collect::<Vec<_>>();
    let mut batches = Vec::new();
    let mut row = 0;
    loop {
        control.check()?;
        let lengths = sources.iter_mut().map(Views::left).collect::<Vec<_>>();
        let Some(length) = lengths.iter().copied().filter(|&length| length > 0).min() else {
            return Ok(Table { schema, batches });
        };
        let ended = lengths.iter().position(|&length| length == 0);
        let length = match ended {
            Some(input) if !fills => return Err(different_lengths(input, row)),
            Some(_) => length.min(BATCH_ROWS),
            None => length,
        };
        let mut columns = Vec::with_capacity(schema.fields().len());
        for source in &mut sources {
            columns.extend(source.take(length, control)?);
        }
        batches.push(with_rows(&schema, columns, length)?);
        row += length;
    }
}

fn different_lengths(input: usize, row: usize) -> Error {
    Error::Source {
        code: "LENGTH_MISMATCH",
        message: format!(
            "frames side by side must have the same number of rows: number {} ends after {row}, another goes on; cut it with limit, or fill with nulls: {{ how: 'horizontal', missing: 'null' }}",
            input + 1
        ),
        details: Box::new(json!({ "input": input, "rows": row })),
    }
}

/// The batches of a table, taken in other pieces than they come.
struct Views<'a> {
    batches: &'a [RecordBatch],
    schema: &'a SchemaRef,
    /// rows of the first batch that are taken already
    start: usize,
}

impl Views<'_> {
    /// Rows that are left of the next batch; 0 at the end.
    fn left(&mut self) -> usize {
        while let Some((first, others)) = self.batches.split_first() {
            if first.num_rows() > self.start {
                return first.num_rows() - self.start;
            }
            self.batches = others;
            self.start = 0;
        }
        0
    }

    /// The columns of the next rows: as they are, or nulls after the end.
    fn take(&mut self, length: usize, control: Control<'_>) -> Result<Vec<ArrayRef>> {
        let Some(first) = self.batches.first() else {
            let nulls = self.schema.fields().iter().map(|field| new_null_array(field.data_type(), length)).collect::<Vec<_>>();
            control.keep(nulls.iter().map(Array::get_array_memory_size).sum())?;
            return Ok(nulls);
        };
        let start = self.start;
        self.start += length;
        if start == 0 && length == first.num_rows() {
            return Ok(first.columns().to_vec());
        }
        Ok(first.columns().iter().map(|column| column.slice(start, length)).collect())
    }
}
