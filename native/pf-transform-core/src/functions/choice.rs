//! Functions that give one of their operands, each computed only on the rows that take it, so that it fails on no others. O(n) time and 16 bytes per row besides the
//! result, and a copy of the columns that an operand reads on the rows that it is computed on.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, NullArray, RecordBatch, RecordBatchOptions, UInt32Array, new_null_array};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::interleave::interleave;
use arrow_select::take::take;

use super::{Call, LazyFunction};
use crate::cast::cast;
use crate::error::{Error, Result};
use crate::evaluate::{booleans, evaluate};
use crate::expression::{Bound, ITEM};
use crate::value::Value;

pub(super) const FUNCTIONS: &[LazyFunction] =
    &[LazyFunction { name: "case", at_least: 3, kernel: case }, LazyFunction { name: "coalesce", at_least: 1, kernel: coalesce }];

/// Rows of a batch, ascending.
enum Rows {
    All(usize),
    Some(Vec<u32>),
}

impl Rows {
    const fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(rows) => rows.len(),
        }
    }

    fn at(&self, index: usize) -> usize {
        match self {
            Self::All(_) => index,
            Self::Some(rows) => rows[index] as usize,
        }
    }

    /// Those of which the test is true, and the others.
    fn split(&self, test: impl Fn(usize) -> bool) -> Result<(Self, Self)> {
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for index in 0..self.len() {
            let row = u32::try_from(self.at(index)).map_err(|_| Error::Internal("a batch has more than 2^32 rows".to_owned()))?;
            if test(index) { yes.push(row) } else { no.push(row) }
        }
        Ok((Self::Some(yes), Self::Some(no)))
    }
}

/// The value of an operand on some rows, and where in it each of them is.
struct Part {
    value: Value,
    /// by the row of the batch, or by the place among the rows
    by_row: bool,
}

impl Part {
    /// # Errors
    /// Those of the functions used, in rows of the batch.
    fn of(operand: &Bound, batch: &RecordBatch, rows: &Rows) -> Result<Self> {
        let Rows::Some(selected) = rows else { return Ok(Self { value: evaluate(operand, batch)?, by_row: true }) };
        if selected.len() == batch.num_rows() || matches!(operand, Bound::Column(_) | Bound::Literal(_)) {
            return Ok(Self { value: evaluate(operand, batch)?, by_row: true });
        }
        let value = evaluate(operand, &taken(operand, batch, selected)?).map_err(|error| error.in_selected(selected))?;
        Ok(Self { value, by_row: false })
    }

    /// Where the value of the row is that is at a place among the rows.
    fn index(&self, rows: &Rows, place: usize) -> usize {
        match &self.value {
            Value::Literal(_) => 0,
            Value::Array(_) if self.by_row => rows.at(place),
            Value::Array(_) => place,
        }
    }
}

/// The rows of a batch, of the columns that an expression reads, and of items; the others are nulls.
pub(super) fn taken(expression: &Bound, batch: &RecordBatch, rows: &[u32]) -> Result<RecordBatch> {
    let mut used = BTreeSet::new();
    expression.columns(&mut used);
    let indices = UInt32Array::from(rows.to_vec());
    let (mut fields, mut columns) = (Vec::new(), Vec::new());
    for (index, (field, column)) in batch.schema_ref().fields().iter().zip(batch.columns()).enumerate() {
        if used.contains(&index) || field.name() == ITEM {
            fields.push(field.clone());
            columns.push(take(column, &indices, None)?);
        } else {
            fields.push(Arc::new(Field::new(field.name(), DataType::Null, true)));
            columns.push(Arc::new(NullArray::new(rows.len())) as ArrayRef);
        }
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    Ok(RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?)
}

/// Values of several arrays, each for some rows; null where there is none.
struct Chosen<'a> {
    call: &'a Call<'a>,
    sources: Vec<ArrayRef>,
    /// source and index in it, of every row
    picks: Vec<(usize, usize)>,
}

impl<'a> Chosen<'a> {
    fn new(call: &'a Call<'a>) -> Self {
        Self { call, sources: vec![new_null_array(call.data_type, 1)], picks: vec![(0, 0); call.length] }
    }

    /// The value of a part on those of its rows that pass a test on the index into it.
    fn add(&mut self, part: &Part, rows: &Rows, test: impl Fn(usize) -> bool) -> Result<()> {
        let source = self.sources.len();
        self.sources.push(typed(&part.value, self.call)?);
        for place in 0..rows.len() {
            let index = part.index(rows, place);
            if test(index) {
                self.picks[rows.at(place)] = (source, index);
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Value> {
        if self.call.data_type == &DataType::Null {
            return Ok(Value::Array(new_null_array(&DataType::Null, self.call.length)));
        }
        let sources: Vec<&dyn Array> = self.sources.iter().map(AsRef::as_ref).collect();
        Ok(Value::Array(interleave(&sources, &self.picks)?))
    }
}

/// The array behind a value, of the type of the result: some literals have another encoding of it.
pub(super) fn typed(value: &Value, call: &Call<'_>) -> Result<ArrayRef> {
    let value = value.decoded()?;
    let array = value.array();
    if array.data_type() == call.data_type || call.data_type == &DataType::Null {
        return Ok(array.clone());
    }
    Ok(cast(&value, call.data_type, array.len())?.array().clone())
}

/// condition, value, condition, value, …, value of the rows that are left.
fn case(operands: &[Bound], batch: &RecordBatch, call: &Call<'_>) -> Result<Value> {
    let mut chosen = Chosen::new(call);
    let mut left = Rows::All(call.length);
    let mut rest = operands;
    while let [condition, value, more @ ..] = rest {
        if left.len() == 0 {
            break;
        }
        let part = Part::of(condition, batch, &left)?;
        let truth = booleans(&part.value, part.value.array().len())?;
        let (yes, no) = left.split_by(&part, &truth)?;
        if yes.len() > 0 {
            chosen.add(&Part::of(value, batch, &yes)?, &yes, |_| true)?;
        }
        (left, rest) = (no, more);
    }
    if let [value] = rest
        && left.len() > 0
    {
        chosen.add(&Part::of(value, batch, &left)?, &left, |_| true)?;
    }
    chosen.finish()
}

impl Rows {
    fn split_by(&self, part: &Part, truth: &BooleanArray) -> Result<(Self, Self)> {
        self.split(|place| {
            let index = part.index(self, place);
            truth.is_valid(index) && truth.value(index)
        })
    }
}

/// The first value that is not null.
fn coalesce(operands: &[Bound], batch: &RecordBatch, call: &Call<'_>) -> Result<Value> {
    let mut chosen = Chosen::new(call);
    let mut left = Rows::All(call.length);
    for (position, operand) in operands.iter().enumerate() {
        if left.len() == 0 {
            break;
        }
        let part = Part::of(operand, batch, &left)?;
        if part.value.is_all_null() {
            continue;
        }
        let nulls = part.value.array().logical_nulls().filter(|nulls| nulls.null_count() > 0);
        let is_valid = |index: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(index));
        if position == 0 && nulls.is_none() && !part.value.is_literal() {
            return Ok(Value::Array(typed(&part.value, call)?));
        }
        chosen.add(&part, &left, is_valid)?;
        left = if nulls.is_none() { Rows::Some(Vec::new()) } else { left.split(|place| is_valid(part.index(&left, place)))?.1 };
    }
    chosen.finish()
}
