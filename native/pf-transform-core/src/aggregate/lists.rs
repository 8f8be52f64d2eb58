//! Aggregates of values whose groups are known: those of each list.

use arrow_array::ArrayRef;

use super::accumulator::Accumulator;
use super::id_table::IdTable;
use super::interner::Interner;
use super::{AggregateFunction, AggregateOptions, Bound};
use crate::error::Result;

/// An aggregate without options of each group; `groups_of` has the group of each value, and `name` stands in messages.
pub(crate) fn of_groups(function: AggregateFunction, values: &ArrayRef, groups_of: &[u32], groups: usize, name: &str) -> Result<ArrayRef> {
    let input = Some((0, values.data_type().clone()));
    let bound = Bound { function, input, second: None, condition: None, options: AggregateOptions::default() };
    let mut accumulator = Accumulator::new(&bound, false)?;
    accumulator.update(groups_of, groups, Some(values), None)?;
    accumulator.finish(&bound, groups, name)
}

/// Whether each value is the first of those that are equal to it in its group; nulls are equal to each other.
pub(crate) fn first_of_groups(values: &ArrayRef, groups_of: &[u32]) -> Result<Vec<bool>> {
    let mut ids = Vec::with_capacity(groups_of.len());
    Interner::new(values.data_type())?.intern(values, &mut ids)?;
    let mut pairs = IdTable::default();
    let is_first = |(&group, &value): (&u32, &u32)| {
        let known = pairs.len();
        pairs.intern((u64::from(group) << 32) | u64::from(value));
        pairs.len() > known
    };
    Ok(groups_of.iter().zip(&ids).map(is_first).collect())
}
