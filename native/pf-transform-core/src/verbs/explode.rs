//! Explode: one row for each item of a list. Pieces of about as many rows of the result are made in parallel; items are views where every list has some, and so are the other columns
//! where none has more than one. O(rows of the result) time and memory.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use arrow_select::take::take;
use rayon::prelude::*;

use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::gather::{in_parts, with_rows};
use crate::source::BATCH_ROWS;
use crate::table::{Table, batch_bytes};
use crate::type_text::type_text;

/// Each row once for each item of its list in the column, or once with null.
pub(super) fn explode(schema: &SchemaRef, batches: &[RecordBatch], column: &str, control: Control<'_>) -> Result<Table> {
    let index = column_index(schema, column)?;
    let item = match schema.field(index).data_type() {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => item.data_type().clone(),
        other => return Err(Error::TypeMismatch(format!("explode takes a column of lists; \"{column}\" is of type {}", type_text(other)))),
    };
    let mut fields = schema.fields().iter().cloned().collect::<Vec<FieldRef>>();
    fields[index] = Arc::new(Field::new(column, item, true));
    let exploded: SchemaRef = Arc::new(Schema::new(fields));
    let lists = batches.iter().map(|batch| Lists::of(batch.column(index))).collect::<Result<Vec<_>>>()?;
    let parts = lists.iter().enumerate().flat_map(|(batch, lists)| lists.parts().into_iter().map(move |rows| (batch, rows)));
    let make = |(batch, rows): (usize, Range<usize>)| {
        control.check()?;
        let columns = lists[batch].exploded(&batches[batch].slice(rows.start, rows.len()), rows, index)?;
        let made = |columns: Vec<ArrayRef>| {
            let batch = with_rows(&exploded, columns, 0)?;
            control.keep(batch_bytes(&batch))?;
            Ok(batch)
        };
        columns.into_iter().map(made).collect::<Result<Vec<_>>>()
    };
    let batches = parts.collect::<Vec<_>>().into_par_iter().map(make).collect::<Result<Vec<_>>>()?;
    Ok(Table { schema: exploded, batches: batches.into_iter().flatten().collect() })
}

/// A column of lists.
struct Lists {
    starts: Starts,
    nulls: Option<NullBuffer>,
    items: ArrayRef,
    rows: usize,
}

/// Where the items of a row begin.
enum Starts {
    Small(OffsetBuffer<i32>),
    Large(OffsetBuffer<i64>),
    /// every row has so many
    Every(usize),
}

impl Lists {
    fn of(column: &ArrayRef) -> Result<Self> {
        let (starts, items) = match column.data_type() {
            DataType::List(_) => {
                let lists = column.as_list::<i32>();
                (Starts::Small(lists.offsets().clone()), lists.values().clone())
            }
            DataType::LargeList(_) => {
                let lists = column.as_list::<i64>();
                (Starts::Large(lists.offsets().clone()), lists.values().clone())
            }
            DataType::FixedSizeList(_, size) => {
                let size = usize::try_from(*size).unwrap_or(0);
                (Starts::Every(size), column.as_fixed_size_list().values().clone())
            }
            other => return Err(Error::Internal(format!("a column of type {other} has no items"))),
        };
        let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0).cloned();
        Ok(Self { starts, nulls, items, rows: column.len() })
    }

    /// Offsets are no less than 0: the column was checked when it was made.
    fn start(&self, row: usize) -> usize {
        match &self.starts {
            Starts::Small(offsets) => usize::try_from(offsets[row]).unwrap_or(0),
            Starts::Large(offsets) => usize::try_from(offsets[row]).unwrap_or(0),
            Starts::Every(size) => row * size,
        }
    }

    /// Items of a row; none of a null.
    fn count(&self, row: usize) -> usize {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) { 0 } else { self.start(row + 1) - self.start(row) }
    }

    /// Rows in runs that give about as many rows of the result each; one list may be as long as it likes.
    fn parts(&self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let (mut first, mut given) = (0, 0);
        for row in 0..self.rows {
            given += self.count(row).max(1);
            if given >= BATCH_ROWS {
                parts.push(first..row + 1);
                (first, given) = (row + 1, 0);
            }
        }
        if first < self.rows {
            parts.push(first..self.rows);
        }
        parts
    }

    /// The columns of some rows, `batch`, of which the one at `index` is exploded; in several parts where there is more in them than arrays take.
    fn exploded(&self, batch: &RecordBatch, rows: Range<usize>, index: usize) -> Result<Vec<Vec<ArrayRef>>> {
        let counts = rows.clone().map(|row| self.count(row)).collect::<Vec<_>>();
        let base = self.start(rows.start);
        let items = self.items.slice(base, self.start(rows.end) - base);
        let given = counts.iter().map(|&count| count.max(1)).sum::<usize>();
        let repeats = given > counts.len();
        let lacks = counts.contains(&0);
        let mut row_of = Vec::with_capacity(if repeats { given } else { 0 });
        let mut item_of = Vec::with_capacity(if lacks { given } else { 0 });
        for (place, &count) in (0_u32..).zip(&counts) {
            if repeats {
                row_of.resize(row_of.len() + count.max(1), place);
            }
            if lacks && count == 0 {
                item_of.push(None);
            } else if lacks {
                // Of null lists items may lie between, which are passed over.
                let first = self.start(rows.start + place as usize) - base;
                for item in first..first + count {
                    item_of.push(Some(u32::try_from(item).map_err(|_| too_long())?));
                }
            }
        }
        let (row_of, item_of) = (UInt32Array::from(row_of), UInt32Array::from(item_of));
        in_parts(0..given, &|part: Range<usize>| {
            let column = |(at, column): (usize, &ArrayRef)| -> std::result::Result<ArrayRef, ArrowError> {
                match (at == index, lacks, repeats) {
                    (true, true, _) => take(&items, &item_of.slice(part.start, part.len()), None),
                    (true, false, _) => Ok(items.slice(part.start, part.len())),
                    (false, _, true) => take(column, &row_of.slice(part.start, part.len()), None),
                    (false, _, false) => Ok(column.slice(part.start, part.len())),
                }
            };
            batch.columns().iter().enumerate().map(column).collect::<std::result::Result<Vec<_>, _>>()
        })
    }
}

fn too_long() -> Error {
    Error::UnsupportedType("lists of 2^32 items and more are not exploded here".to_owned())
}
