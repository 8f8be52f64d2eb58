//! `or` or `and` of the values of each group, of three-valued logic: which of false, true and null there were decides.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray};

use crate::error::{Error, Result};

const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NULL: u8 = 4;

#[derive(Default)]
pub(super) struct AnyAll {
    seen: Vec<u8>,
}

impl AnyAll {
    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: &ArrayRef) -> Result<()> {
        self.seen.resize(groups, 0);
        let Some(bools) = column.as_boolean_opt() else {
            return Err(Error::Internal(format!("any and all were given {}", column.data_type())));
        };
        for (row, &id) in ids.iter().enumerate() {
            let value = if bools.is_null(row) {
                NULL
            } else if bools.value(row) {
                TRUE
            } else {
                FALSE
            };
            self.seen[id as usize] |= value;
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, other: &Self) {
        self.seen.resize(groups, 0);
        other.seen.iter().zip(ids).for_each(|(&bits, &id)| self.seen[id as usize] |= bits);
    }

    pub(super) fn finish(&mut self, groups: usize, any: bool) -> ArrayRef {
        self.seen.resize(groups, 0);
        let deciding = if any { TRUE } else { FALSE };
        let value = |&bits: &u8| {
            if bits & deciding != 0 {
                Some(any)
            } else if bits & NULL != 0 {
                None
            } else {
                Some(!any)
            }
        };
        Arc::new(self.seen.iter().map(value).collect::<BooleanArray>())
    }
}
