//! The value of an expression over a batch: one array, or a literal that stands for every row.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt64Array};
use arrow_schema::DataType;
use arrow_select::take::take;

use crate::error::Result;
use crate::scalar::is_null_literal;

/// A column of values, or one value for all rows.
#[derive(Debug, Clone)]
pub enum Value {
    /// one value per row
    Array(ArrayRef),
    /// an array of length 1 that stands for every row
    Literal(ArrayRef),
}

impl Value {
    /// The array behind it: of all rows, or of length 1.
    #[must_use]
    pub const fn array(&self) -> &ArrayRef {
        match self {
            Self::Array(array) | Self::Literal(array) => array,
        }
    }

    /// Whether it stands for every row.
    #[must_use]
    pub const fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }

    /// Whether every row is null because of its type or because it is a null literal.
    #[must_use]
    pub fn is_all_null(&self) -> bool {
        match self {
            Self::Array(array) => array.data_type() == &DataType::Null,
            Self::Literal(array) => is_null_literal(array),
        }
    }

    /// Dictionaries replaced by their values.
    ///
    /// # Errors
    /// `Internal` if the dictionary is malformed.
    pub fn decoded(&self) -> Result<Self> {
        Ok(match self {
            Self::Array(array) => Self::Array(decode(array)?),
            Self::Literal(array) => Self::Literal(decode(array)?),
        })
    }

    /// One value per row.
    ///
    /// # Errors
    /// `Internal` if the literal cannot be repeated.
    pub fn into_rows(self, length: usize) -> Result<ArrayRef> {
        match self {
            Self::Array(array) => Ok(array),
            Self::Literal(array) => Ok(take(&array, &UInt64Array::from(vec![0; length]), None)?),
        }
    }
}

/// A dictionary column as a column of its values; other columns as they are.
///
/// # Errors
/// `Internal` if the dictionary is malformed.
pub fn decode(array: &ArrayRef) -> Result<ArrayRef> {
    match array.as_any_dictionary_opt() {
        Some(dictionary) => decode(&take(dictionary.values(), dictionary.keys(), None)?),
        None => Ok(array.clone()),
    }
}
