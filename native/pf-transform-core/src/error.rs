//! Errors of table kernels. Codes are those of ParquetFrame's catalogue; a Rust user matches on the variants.

use std::fmt;

use serde_json::{Value, json};

/// A result that does not fit its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// the function or aggregate, with its operands where known
    pub operation: String,
    /// what it comes to
    pub result: String,
    /// the type of the result
    pub target: String,
    /// what to do about it
    pub cure: &'static str,
    /// the row of the step's input, or none for a sum, and where that is not known yet
    pub row: Option<usize>,
}

impl fmt::Display for Excess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, result, target, cure, row } = self;
        write!(formatter, "{operation}{} is {result}, which does not fit {target}; {cure}", in_row(*row))
    }
}

fn in_row(row: Option<usize>) -> String {
    row.map(|row| format!(" in row {row}")).unwrap_or_default()
}

/// What can go wrong in a table kernel.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The caller set the cancel flag; nothing was produced.
    #[error("the run was cancelled")]
    Cancelled,
    /// The description of a pipeline, an expression or a literal is malformed.
    #[error("{0}")]
    InvalidArgument(String),
    /// An expression names a column that its input does not have.
    #[error("column \"{name}\" not found; there are: {available}")]
    ColumnNotFound {
        /// the name that was asked for
        name: String,
        /// the names there are, separated by commas
        available: String,
    },
    /// A function was given types it does not accept.
    #[error("{0}")]
    TypeMismatch(String),
    /// A function is not implemented here.
    #[error("{0}")]
    UnsupportedExpression(String),
    /// A column type is not handled here.
    #[error("{0}")]
    UnsupportedType(String),
    /// Arithmetic or a sum of integers, instants or durations left the range of 64 bits.
    #[error("{0}")]
    IntegerOverflow(Box<Excess>),
    /// Decimal arithmetic or a decimal sum gave more digits than its type has.
    #[error("{0}")]
    DecimalOverflow(Box<Excess>),
    /// A value does not fit the type of a cast.
    #[error("{value} ({from}){} cannot be converted to {target}", in_row(*row))]
    CastFailed {
        /// the value as text
        value: String,
        /// its type
        from: String,
        /// the target type
        target: String,
        /// the row of the step's input, or none where that is not known yet
        row: Option<usize>,
    },
    /// The rows take more memory than the run may use.
    #[error("the rows take {bytes} bytes and more; this call may use {limit}")]
    OutOfMemory {
        /// so far
        bytes: usize,
        /// at most
        limit: usize,
    },
    /// An Arrow kernel refused its input.
    #[error("{0}")]
    Internal(String),
    /// An error of the source a pipeline reads from, with its own code.
    #[error("{message}")]
    Source {
        /// code of the catalogue
        code: &'static str,
        /// what went wrong, for people
        message: String,
        /// facts, for programs
        details: Box<Value>,
    },
}

/// Result of table kernels.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The stable code of ParquetFrame's error catalogue.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cancelled => "ABORTED",
            Self::InvalidArgument(_) => "INVALID_ARGUMENT",
            Self::ColumnNotFound { .. } => "COLUMN_NOT_FOUND",
            Self::TypeMismatch(_) => "TYPE_MISMATCH",
            Self::UnsupportedExpression(_) => "UNSUPPORTED_EXPRESSION",
            Self::UnsupportedType(_) => "UNSUPPORTED_COLUMN_TYPE",
            Self::IntegerOverflow(_) => "INTEGER_OVERFLOW",
            Self::DecimalOverflow(_) => "DECIMAL_OVERFLOW",
            Self::CastFailed { .. } => "CAST_FAILED",
            Self::OutOfMemory { .. } => "OUT_OF_MEMORY",
            Self::Internal(_) => "INTERNAL",
            Self::Source { code, .. } => code,
        }
    }

    /// The error of some rows of a batch as that of the batch.
    #[must_use]
    pub fn in_selected(mut self, rows: &[u32]) -> Self {
        let row = match &mut self {
            Self::IntegerOverflow(excess) | Self::DecimalOverflow(excess) => &mut excess.row,
            Self::CastFailed { row, .. } => row,
            _ => return self,
        };
        *row = row.and_then(|row| rows.get(row)).map(|&row| row as usize);
        self
    }

    /// The error of a batch as that of its input, in which the batch starts at row `first`; without a row where that is not known.
    #[must_use]
    pub fn in_rows_from(mut self, first: Option<usize>) -> Self {
        let row = match &mut self {
            Self::IntegerOverflow(excess) | Self::DecimalOverflow(excess) => &mut excess.row,
            Self::CastFailed { row, .. } => row,
            _ => return self,
        };
        *row = row.zip(first).map(|(row, first)| first + row);
        self
    }

    /// Whether it is of some row, but not said of which.
    #[must_use]
    pub const fn lacks_row(&self) -> bool {
        match self {
            Self::IntegerOverflow(excess) | Self::DecimalOverflow(excess) => excess.row.is_none(),
            Self::CastFailed { row, .. } => row.is_none(),
            _ => false,
        }
    }

    /// Facts for programs, as a JSON object.
    #[must_use]
    pub fn details(&self) -> Value {
        match self {
            Self::ColumnNotFound { name, available } => {
                json!({ "column": name, "available": available })
            }
            Self::IntegerOverflow(excess) | Self::DecimalOverflow(excess) => {
                json!({ "operation": excess.operation, "result": excess.result, "type": excess.target, "row": excess.row })
            }
            Self::CastFailed { value, from, target, row } => {
                json!({ "value": value, "row": row, "from": from, "to": target })
            }
            Self::OutOfMemory { bytes, limit } => json!({ "bytes": bytes, "limit": limit }),
            Self::Source { details, .. } => (**details).clone(),
            _ => json!({}),
        }
    }
}

impl From<arrow_schema::ArrowError> for Error {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::Internal(error.to_string())
    }
}
