//! Turns errors and panics of the parquet crate into typed errors that say which file and what was being read.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::errors::ParquetError;

use crate::error::{Error, Result};

/// The message of a caught panic.
#[must_use]
pub fn panic_message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown panic".to_owned())
}

/// Runs a piece of decoding. Damaged input may make the decoder panic; that is an error of the file, not of the program.
///
/// # Errors
/// `Corrupt` or `Unsupported`, with the file and what was being read.
pub fn guard<T>(path: &str, reading: impl Fn() -> String, work: impl FnOnce() -> std::result::Result<T, ParquetError>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(describe(path, reading(), error)),
        Err(payload) => {
            let reason = format!("the decoder gave up: {}", panic_message(&*payload));
            Err(Error::Corrupt { path: path.to_owned(), reading: reading(), reason })
        }
    }
}

/// The typed error for one of the parquet crate.
#[must_use]
pub fn describe(path: &str, reading: String, error: ParquetError) -> Error {
    let path = path.to_owned();
    match error {
        ParquetError::NYI(reason) => Error::Unsupported { path, reason },
        ParquetError::General(reason) | ParquetError::EOF(reason) | ParquetError::ArrowError(reason) => {
            if reason.contains("Disabled feature") || reason.contains("not supported") || reason.contains("unsupported compression") {
                return Error::Unsupported { path, reason };
            }
            if reason.contains("index overflow") {
                // A column of the batch has more than 2^31 bytes of text in one row group's row range.
                return Error::Unsupported { path, reason: format!("more than 2 GiB of text in {reading}: {reason}") };
            }
            Error::Corrupt { path, reading, reason }
        }
        other => Error::Corrupt { path, reading, reason: other.to_string() },
    }
}
