//! Errors of table kernels. Codes are those of ParquetFrame's catalogue; a Rust user matches on the variants.

use serde_json::{Value, json};

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
    /// Integer arithmetic or an integer sum left the range of int64.
    #[error("{operation} overflows int64{}", row.map(|r| format!(" at row {r}")).unwrap_or_default())]
    IntegerOverflow {
        /// the function or aggregate, with its operands where known
        operation: String,
        /// the row of the input, or none where a filter before it left rows out
        row: Option<usize>,
    },
    /// Decimal arithmetic or a decimal sum gave more digits than its type has.
    #[error("{operation} has more than {precision} digits{}", row.map(|r| format!(" at row {r}")).unwrap_or_default())]
    DecimalOverflow {
        /// the function, with its operands
        operation: String,
        /// digits that the result may have
        precision: u8,
        /// the row of the input, or none where a filter before it left rows out
        row: Option<usize>,
    },
    /// A value does not fit the type of a cast.
    #[error("cannot cast {value} to {target}{}", row.map(|r| format!(" at row {r}")).unwrap_or_default())]
    CastFailed {
        /// the value as text
        value: String,
        /// the target type
        target: String,
        /// the row of the input, or none where a filter before it left rows out
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
            Self::IntegerOverflow { .. } => "INTEGER_OVERFLOW",
            Self::DecimalOverflow { .. } => "DECIMAL_OVERFLOW",
            Self::CastFailed { .. } => "CAST_FAILED",
            Self::OutOfMemory { .. } => "OUT_OF_MEMORY",
            Self::Internal(_) => "INTERNAL",
            Self::Source { code, .. } => code,
        }
    }

    /// The error of a batch as that of its input, in which the batch starts at row `first`; without a row where that is not known.
    #[must_use]
    pub fn in_rows_from(mut self, first: Option<usize>) -> Self {
        if let Self::IntegerOverflow { row, .. } | Self::DecimalOverflow { row, .. } | Self::CastFailed { row, .. } = &mut self {
            *row = row.zip(first).map(|(row, first)| first + row);
        }
        self
    }

    /// Facts for programs, as a JSON object.
    #[must_use]
    pub fn details(&self) -> Value {
        match self {
            Self::ColumnNotFound { name, available } => {
                json!({ "column": name, "available": available })
            }
            Self::IntegerOverflow { operation, row } => {
                json!({ "operation": operation, "row": row })
            }
            Self::DecimalOverflow { operation, precision, row } => {
                json!({ "operation": operation, "precision": precision, "row": row })
            }
            Self::CastFailed { value, target, row } => {
                json!({ "value": value, "target": target, "row": row })
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
