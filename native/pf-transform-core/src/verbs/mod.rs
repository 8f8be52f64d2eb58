//! Verbs over the rows of one table that are no expressions, and those that put several tables together. Columns are views of the input wherever a verb leaves them whole.

mod beside;
mod concat;
mod distinct_last;
mod explode;
mod pieces;
mod row_index;
mod sample;
mod tail;

use serde::Deserialize;

use crate::control::Control;
use crate::error::Result;
use crate::partitions::whole;
use crate::rows::RowSteps;
use crate::source::Source;
use crate::table::Table;

pub use self::beside::{Missing, beside};
pub use self::concat::{concat, concat_inputs};
pub(crate) use self::pieces::pieces;

/// One verb, as it arrives in a pipeline.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "verb", rename_all = "camelCase")]
pub enum Verb {
    /// the last rows
    Tail {
        /// rows at most
        count: usize,
    },
    /// the number of each row as the first column
    WithRowIndex {
        /// of the new column
        name: String,
        /// number of the first row
        #[serde(default)]
        offset: i64,
    },
    /// some rows, chosen by a seed
    Sample {
        /// how many
        #[serde(flatten)]
        size: SampleSize,
        /// state of the generator
        #[serde(default)]
        seed: u64,
    },
    /// one row for each item of a list
    Explode {
        /// column of lists
        column: String,
    },
    /// of rows that are equal in some columns the last, in the order of the first ones
    DistinctLast {
        /// the columns that are compared
        subset: Vec<String>,
    },
}

/// How many rows a sample has.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SampleSize {
    /// rows
    Count(u64),
    /// share of the rows, rounded down
    Fraction(f64),
}

impl Verb {
    /// The columns that it looks at.
    pub(crate) fn reads(&self) -> &[String] {
        match self {
            Self::Explode { column } => std::slice::from_ref(column),
            Self::DistinctLast { subset } => subset,
            Self::Tail { .. } | Self::WithRowIndex { .. } | Self::Sample { .. } => &[],
        }
    }

    /// The column that it adds.
    pub(crate) fn makes(&self) -> Option<&String> {
        match self {
            Self::WithRowIndex { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// The verb over the rows of a source after the row steps.
///
/// # Errors
/// `ColumnNotFound`, `TypeMismatch`, `UnsupportedType`; those of the source and of the row steps; `OutOfMemory`, `Cancelled`.
pub(crate) fn run(verb: &Verb, source: &dyn Source, rows: &RowSteps, control: Control<'_>) -> Result<Table> {
    if let Verb::Tail { count } = verb {
        return tail::tail(source, rows, *count, control);
    }
    let schema = rows.schema();
    let batches = whole(source, rows, control)?;
    match verb {
        Verb::Tail { count } => Ok(Table { schema, batches: tail::last_rows(batches, *count) }),
        Verb::WithRowIndex { name, offset } => row_index::with_row_index(&schema, &batches, name, *offset, control),
        Verb::Sample { size, seed } => sample::sample(schema, batches, *size, *seed, control),
        Verb::Explode { column } => explode::explode(&schema, &batches, column, control),
        Verb::DistinctLast { subset } => distinct_last::distinct_last(&schema, &batches, subset, control),
    }
}

#[cfg(test)]
mod tests;
