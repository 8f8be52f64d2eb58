//! Failures on their way to JavaScript.

use serde_json::{Value, json};

/// A code of ParquetFrame's catalogue, a message for people and facts for programs.
pub struct Failure {
    code: String,
    message: String,
    details: Value,
}

pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), details: json!({}) }
    }

    /// A caught panic.
    pub fn panic(message: &str) -> Self {
        Self::new("NATIVE_PANIC", format!("native code panicked: {message}"))
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new("INVALID_ARGUMENT", message)
    }

    /// The same failure under another code when it has the first one.
    pub fn recode(self, from: &str, to: &str, column: &str) -> Self {
        if self.code != from {
            return self;
        }
        Self { code: to.to_owned(), message: format!("column \"{column}\": {}", self.message), ..self }
    }

    pub fn with_details(self, details: Value) -> Self {
        Self { details, ..self }
    }
}

impl From<pf_transform_core::error::Error> for Failure {
    fn from(error: pf_transform_core::error::Error) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string(), details: error.details() }
    }
}

impl From<pf_io_core::error::Error> for Failure {
    fn from(error: pf_io_core::error::Error) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string(), details: error.details() }
    }
}

impl From<arrow_schema::ArrowError> for Failure {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::new("INTERNAL", error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::invalid(format!("malformed request: {error}"))
    }
}

impl From<Failure> for napi::Error {
    fn from(failure: Failure) -> Self {
        let Failure { code, message, details } = failure;
        Self::from_reason(json!({ "code": code, "message": message, "details": details }).to_string())
    }
}
