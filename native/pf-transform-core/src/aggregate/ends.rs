//! The value of the first or the last row of each group.

use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::slots::Slots;
use crate::error::Result;

pub(super) struct Ends {
    slots: Slots,
    last: bool,
    ignore_nulls: bool,
}

impl Ends {
    pub(super) fn new(data_type: &DataType, last: bool, ignore_nulls: bool) -> Self {
        Self { slots: Slots::new(data_type), last, ignore_nulls }
    }

    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: &ArrayRef) -> Result<()> {
        self.slots.resize(groups);
        let nulls = column.logical_nulls().filter(|_| self.ignore_nulls);
        let counts = |row: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
        if self.last {
            // From the end, so that each group is written once.
            for (row, &id) in ids.iter().enumerate().rev() {
                if !self.slots.is_new(id as usize) && counts(row) {
                    self.slots.set(id as usize, row)?;
                }
            }
        } else {
            for (row, &id) in ids.iter().enumerate() {
                if self.slots.is_empty(id as usize) && counts(row) {
                    self.slots.set(id as usize, row)?;
                }
            }
        }
        self.slots.settle(column)
    }

    /// `ids[i]` is the group here of group `i` there, whose rows come after those here.
    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, mut other: Self) {
        self.slots.resize(groups);
        let base = self.slots.append(&mut other.slots);
        for (from, &id) in ids.iter().enumerate().take(other.slots.len()) {
            let group = id as usize;
            if !other.slots.is_empty(from) && (self.last || self.slots.is_empty(group)) {
                self.slots.set_of(group, &other.slots, from, base);
            }
        }
    }

    pub(super) fn finish(&mut self, groups: usize) -> Result<ArrayRef> {
        self.slots.finish(groups)
    }
}
