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
        Err(payload) => Err(gave_up(path, reading(), &panic_message(&*payload))),
    }
}

/// The typed error for a decoder's panic.
#[must_use]
pub fn gave_up(path: &str, reading: String, reason: &str) -> Error {
    let path = path.to_owned();
    if is_overflow(reason) {
        return Error::TooLarge { path, reading };
    }
    Error::Corrupt { path, reading, reason: format!("the decoder gave up: {reason}") }
}

/// Whether a column of a batch has more than 2 GiB of text.
fn is_overflow(reason: &str) -> bool {
    reason.contains("index overflow") || reason.contains("offset overflow")
}

/// What the parquet crate and Arrow put before their messages, one before the other.
const PREFIXES: [&str; 7] = ["Parquet argument error: ", "Parquet error: ", "Arrow: ", "External: ", "External error: ", "EOF: ", "NYI: "];

/// A message without the names of the libraries that it went through, and whether it says that something is not implemented.
fn bare(mut reason: &str) -> (&str, bool) {
    let mut is_missing = false;
    while let Some((prefix, rest)) = PREFIXES.iter().find_map(|prefix| reason.strip_prefix(prefix).map(|rest| (*prefix, rest))) {
        is_missing |= prefix == "NYI: ";
        reason = rest;
    }
    (reason, is_missing)
}

/// The typed error for one of the parquet crate.
#[must_use]
pub fn describe(path: &str, reading: String, error: ParquetError) -> Error {
    let path = path.to_owned();
    let text = match error {
        ParquetError::NYI(reason) => return Error::Unsupported { path, reason },
        ParquetError::General(reason) | ParquetError::EOF(reason) | ParquetError::ArrowError(reason) => reason,
        other => other.to_string(),
    };
    let (reason, is_missing) = bare(&text);
    if is_overflow(reason) {
        return Error::TooLarge { path, reading };
    }
    let reason = reason.to_owned();
    let is_missing =
        is_missing || ["Disabled feature", "not supported", "unsupported compression"].iter().any(|part| reason.contains(part));
    if is_missing { Error::Unsupported { path, reason } } else { Error::Corrupt { path, reading, reason } }
}

#[cfg(test)]
mod tests {
    use parquet::errors::ParquetError;

    use super::describe;
    use crate::error::Error;

    fn described(text: &str) -> Error {
        describe("a.parquet", "row group 0".to_owned(), ParquetError::ArrowError(text.to_owned()))
    }

    #[test]
    fn messages_do_not_name_the_libraries_that_they_went_through() {
        let message = described("Parquet argument error: Parquet error: the chunk ends").to_string();
        assert_eq!(message, "a.parquet is damaged: row group 0: the chunk ends");
        assert_eq!(described("Parquet argument error: External: bad").to_string(), described("bad").to_string());
        assert_eq!(described("Parquet argument error: NYI: LZO").code(), "UNSUPPORTED_TYPE");
        assert!(matches!(described("Parquet argument error: Parquet error: index overflow decoding byte array"), Error::TooLarge { .. }));
    }
}
