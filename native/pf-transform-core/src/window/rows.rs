//! Which rows count.

use arrow_array::{Array, ArrayRef};
use arrow_buffer::{BooleanBuffer, NullBuffer};

use crate::error::Result;
use crate::filter::true_rows;
use crate::value::decode;

/// Rows for which a condition is true and which have a value.
pub(super) struct Counts {
    condition: Option<BooleanBuffer>,
    nulls: Option<NullBuffer>,
}

impl Counts {
    /// `valued`: the column whose nulls do not count.
    pub fn new(condition: Option<&ArrayRef>, valued: Option<&ArrayRef>) -> Result<Self> {
        let condition =
            condition.map(|condition| Ok::<_, crate::error::Error>(true_rows(&decode(condition)?).values().clone())).transpose()?;
        let nulls = valued.and_then(|column| column.logical_nulls()).filter(|nulls| nulls.null_count() > 0);
        Ok(Self { condition, nulls })
    }

    #[inline]
    pub fn counts(&self, row: usize) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.value(row)) && self.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row))
    }

    /// Whether all rows do.
    pub const fn all(&self) -> bool {
        self.condition.is_none() && self.nulls.is_none()
    }
}
