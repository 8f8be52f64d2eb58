//! Errors of files. Codes are those of ParquetFrame's catalogue; a Rust user matches on the variants.

use pf_transform_core::error::Error as TableError;
use pf_transform_core::type_text::quoted;
use serde_json::{Value, json};

/// What can go wrong while a file is read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The file is not there or cannot be opened.
    #[error("{path} cannot be opened: {reason}")]
    FileNotFound {
        /// as given
        path: String,
        /// of the operating system
        reason: String,
    },
    /// The file is damaged or is not a Parquet file.
    #[error("{path} is damaged: {reading}: {reason}")]
    Corrupt {
        /// as given
        path: String,
        /// what was being read: `the footer`, `column "x", row group 3`, …
        reading: String,
        /// what was wrong with it
        reason: String,
    },
    /// The file is encrypted.
    #[error("{path} is encrypted; keys are not supported yet. Decrypt the file first")]
    Encrypted {
        /// as given
        path: String,
    },
    /// The file uses a type, codec or encoding that is not supported.
    #[error("{path}: {reason}")]
    Unsupported {
        /// as given
        path: String,
        /// which
        reason: String,
    },
    /// One row has more values than can be addressed.
    #[error("{path}: a row in {reading} has more than 2 GiB of values in one column, which offsets of 32 bits cannot address")]
    TooLarge {
        /// as given
        path: String,
        /// what was being read
        reading: String,
    },
    /// The file is not the one that was described.
    #[error("{path} changed since this frame was made: {change}; make the frame again")]
    Changed {
        /// as given
        path: String,
        /// in what, as a clause
        change: String,
        /// how many bytes it was to have, if that was said
        expected: Option<u64>,
        /// how many it has
        found: u64,
    },
    /// A column is not of the type that was expected.
    #[error("{path}: the column {} was expected as {expected}, the file has {found}", quoted(column))]
    SchemaMismatch {
        /// as given
        path: String,
        /// name of the column
        column: String,
        /// as given
        expected: String,
        /// in the file
        found: String,
    },
    /// An expression or table error.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Result of reading files.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The stable code of ParquetFrame's error catalogue.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileNotFound { .. } => "FILE_NOT_FOUND",
            Self::Corrupt { .. } => "DATA_CORRUPT",
            Self::Encrypted { .. } => "ENCRYPTED_FILE",
            Self::Unsupported { .. } | Self::TooLarge { .. } => "UNSUPPORTED_TYPE",
            Self::Changed { .. } => "SOURCE_CHANGED",
            Self::SchemaMismatch { .. } => "SCHEMA_MISMATCH",
            Self::Table(error) => error.code(),
        }
    }

    /// Facts for programs, as a JSON object.
    #[must_use]
    pub fn details(&self) -> Value {
        match self {
            Self::FileNotFound { path, reason } | Self::Unsupported { path, reason } => json!({ "file": path, "reason": reason }),
            Self::Corrupt { path, reading, reason } => json!({ "file": path, "reading": reading, "reason": reason }),
            Self::TooLarge { path, reading } => json!({ "file": path, "reading": reading }),
            Self::Encrypted { path } => json!({ "file": path }),
            Self::Changed { path, expected, found, .. } => json!({ "file": path, "expectedBytes": expected, "bytes": found }),
            Self::SchemaMismatch { path, column, .. } => json!({ "file": path, "column": column }),
            Self::Table(error) => error.details(),
        }
    }
}

impl From<Error> for TableError {
    fn from(error: Error) -> Self {
        match error {
            Error::Table(error) => error,
            other => Self::Source { code: other.code(), message: other.to_string(), details: Box::new(other.details()) },
        }
    }
}
