//! Rows of a table by number: columns put together once, so that any row can be taken from them. O(rows taken) time; copies what is taken.

use std::ops::Range;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat;
use arrow_select::interleave::interleave;
use arrow_select::take::take;
use rayon::prelude::*;

use crate::control::Control;
use crate::error::{Error, Result};
use crate::type_text::type_text;
use crate::value::decode;

/// All rows of one column.
enum Column {
    Whole(ArrayRef),
    /// batches that do not fit one array, such as strings of more than 2 GiB
    Parts(Vec<ArrayRef>),
    /// not asked for
    Absent,
}

/// The rows of a table, by number.
pub struct Rows {
    schema: SchemaRef,
    columns: Vec<Column>,
    /// the number of the first row of each batch
    starts: Vec<u32>,
    count: u32,
}

impl Rows {
    /// Puts the batches of a schema together; a single batch is taken as it is.
    ///
    /// # Errors
    /// `UnsupportedType` for 2³² rows and more; `OutOfMemory`, `Cancelled`.
    pub fn new(schema: SchemaRef, batches: &[RecordBatch], control: Control<'_>) -> Result<Self> {
        Self::of_columns(schema, batches, |_| true, control)
    }

    /// The same of the columns that are wanted; the others cannot be taken.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of_columns(
        schema: SchemaRef,
        batches: &[RecordBatch],
        wanted: impl Fn(usize) -> bool + Sync,
        control: Control<'_>,
    ) -> Result<Self> {
        let too_many = |_| Error::UnsupportedType("more than 2^32 rows cannot be sorted or joined here".to_owned());
        let mut starts = Vec::with_capacity(batches.len());
        let mut count = 0;
        for batch in batches {
            starts.push(u32::try_from(count).map_err(too_many)?);
            count += batch.num_rows();
        }
        let count = u32::try_from(count).map_err(too_many)?;
        let column = |index: usize| -> Result<Column> {
            control.check()?;
            if !wanted(index) {
                return Ok(Column::Absent);
            }
            let parts = batches.iter().map(|batch| batch.column(index).clone()).collect::<Vec<_>>();
            if let [only] = parts.as_slice() {
                return Ok(Column::Whole(only.clone()));
            }
            let views = parts.iter().map(AsRef::as_ref).collect::<Vec<&dyn Array>>();
            match concat(&views) {
                Ok(whole) => {
                    control.keep(whole.get_array_memory_size())?;
                    Ok(Column::Whole(whole))
                }
                Err(error) if is_excess(&error) => Ok(Column::Parts(parts)),
                Err(error) => Err(error.into()),
            }
        };
        let columns = if batches.is_empty() {
            schema.fields().iter().map(|field| Column::Whole(arrow_array::new_empty_array(field.data_type()))).collect()
        } else {
            (0..schema.fields().len()).into_par_iter().map(column).collect::<Result<Vec<_>>>()?
        };
        Ok(Self { schema, columns, starts, count })
    }

    /// Number of rows.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// A column as one array.
    ///
    /// # Errors
    /// `UnsupportedType` where its values do not fit one.
    pub fn whole(&self, index: usize) -> Result<&ArrayRef> {
        match &self.columns[index] {
            Column::Whole(array) => Ok(array),
            Column::Parts(_) => Err(self.excess(index)),
            Column::Absent => Err(Error::Internal(format!("column {index} was not put together"))),
        }
    }

    /// A column of keys as one array: without its dictionaries where they do not fit one.
    ///
    /// # Errors
    /// As [`Self::whole`].
    pub fn key(&self, index: usize) -> Result<ArrayRef> {
        let parts = match &self.columns[index] {
            Column::Whole(array) => return Ok(array.clone()),
            Column::Parts(parts) => parts.iter().map(decode).collect::<Result<Vec<_>>>()?,
            Column::Absent => return self.whole(index).cloned(),
        };
        let views = parts.iter().map(AsRef::as_ref).collect::<Vec<&dyn Array>>();
        concat(&views).map_err(|error| if is_excess(&error) { self.excess(index) } else { error.into() })
    }

    fn excess(&self, index: usize) -> Error {
        let field = self.schema.field(index);
        Error::UnsupportedType(format!(
            "the values of column \"{}\" do not fit one array of type {}; cast it to a type with 64-bit offsets",
            field.name(),
            type_text(field.data_type())
        ))
    }

    /// The columns at `columns` of the rows at `rows`, null where there is no row.
    ///
    /// # Errors
    /// Those of [`in_parts`] where there is more than arrays take; others for rows that are not there.
    pub fn take(&self, columns: &[usize], rows: &UInt32Array) -> std::result::Result<Vec<ArrayRef>, ArrowError> {
        columns.iter().map(|&index| self.take_column(index, rows)).collect()
    }

    fn take_column(&self, index: usize, rows: &UInt32Array) -> std::result::Result<ArrayRef, ArrowError> {
        match &self.columns[index] {
            Column::Whole(array) => take(array, rows, None),
            Column::Absent => Err(ArrowError::InvalidArgumentError(format!("column {index} was not put together"))),
            Column::Parts(parts) => {
                // One more part with a null stands for rows that are not there.
                let null = arrow_array::new_null_array(parts[0].data_type(), 1);
                let mut views = parts.iter().map(AsRef::as_ref).collect::<Vec<&dyn Array>>();
                views.push(&null);
                let places = rows.iter().map(|row| match row {
                    None => (parts.len(), 0),
                    Some(row) => {
                        let part = self.starts.partition_point(|&start| start <= row) - 1;
                        (part, (row - self.starts[part]) as usize)
                    }
                });
                interleave(&views, &places.collect::<Vec<_>>())
            }
        }
    }

    /// All columns of the rows at `rows`.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn batches(&self, rows: &UInt32Array) -> Result<Vec<RecordBatch>> {
        if self.columns.is_empty() {
            return Ok(vec![with_rows(&self.schema, Vec::new(), rows.len())?]);
        }
        let all = (0..self.columns.len()).collect::<Vec<_>>();
        let taken = in_parts(0..rows.len(), &|part| self.take(&all, &rows.slice(part.start, part.len())))?;
        taken.into_iter().map(|columns| with_rows(&self.schema, columns, 0)).collect()
    }
}

/// What is made of a range of rows, in several parts where there is more in it than arrays take: 2 GiB of text, or more values than a dictionary can number.
///
/// # Errors
/// Those of `make`.
pub fn in_parts<T>(range: Range<usize>, make: &impl Fn(Range<usize>) -> std::result::Result<T, ArrowError>) -> Result<Vec<T>> {
    match make(range.clone()) {
        Ok(made) => Ok(vec![made]),
        Err(error) if is_excess(&error) && range.len() > 1 => {
            let middle = range.start + range.len() / 2;
            let mut made = in_parts(range.start..middle, make)?;
            made.extend(in_parts(middle..range.end, make)?);
            Ok(made)
        }
        Err(error) => Err(error.into()),
    }
}

/// A batch of these columns, or of so many rows without any.
///
/// # Errors
/// `Internal` for columns that do not fit the schema.
pub fn with_rows(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch> {
    let rows = columns.first().map_or(rows, Array::len);
    Ok(RecordBatch::try_new_with_options(schema.clone(), columns, &RecordBatchOptions::new().with_row_count(Some(rows)))?)
}

/// Whether there is more than one array takes: of text, or of different values of a dictionary.
pub(crate) const fn is_excess(error: &ArrowError) -> bool {
    matches!(error, ArrowError::OffsetOverflowError(_) | ArrowError::DictionaryKeyOverflowError)
}
