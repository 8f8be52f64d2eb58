//! One row of a column per group, which may be replaced: of any type.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, UInt32Array, new_null_array};
use arrow_schema::DataType;
use arrow_select::interleave::interleave;
use arrow_select::take::take;

use super::interner::value_type;
use crate::error::{Error, Result};

const NONE: (u32, u32) = (u32::MAX, u32::MAX);
/// Rows that are kept for nothing before what is needed is moved together.
const LEAST_WASTE: usize = 1 << 16;

/// The rows are copied, so that no batch is kept for a few of them.
pub(super) struct Slots {
    data_type: DataType,
    chunks: Vec<ArrayRef>,
    /// per group: chunk, and row in it
    at: Vec<(u32, u32)>,
    /// rows of the column at hand, which become the next chunk
    rows: Vec<u32>,
    kept: usize,
}

impl Slots {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self { data_type: value_type(data_type).clone(), chunks: Vec::new(), at: Vec::new(), rows: Vec::new(), kept: 0 }
    }

    pub(super) fn resize(&mut self, groups: usize) {
        self.at.resize(groups, NONE);
    }

    pub(super) fn is_empty(&self, group: usize) -> bool {
        self.at[group] == NONE
    }

    /// Whether the group has a row of the column at hand.
    pub(super) fn is_new(&self, group: usize) -> bool {
        self.at[group] != NONE && self.at[group].0 as usize == self.chunks.len()
    }

    /// A row of the column at hand is that of the group from now on.
    pub(super) fn set(&mut self, group: usize, row: usize) -> Result<()> {
        let index = |value: usize| u32::try_from(value).map_err(|_| Error::Internal("more than 2^32 rows in a batch".to_owned()));
        self.at[group] = (index(self.chunks.len())?, index(self.rows.len())?);
        self.rows.push(index(row)?);
        Ok(())
    }

    /// Ends the column at hand: the rows that were set are copied.
    pub(super) fn settle(&mut self, column: &ArrayRef) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = UInt32Array::from(std::mem::take(&mut self.rows));
        self.kept += rows.len();
        self.chunks.push(take(column, &rows, None)?);
        if self.kept > 2 * self.at.len() + LEAST_WASTE { self.compact() } else { Ok(()) }
    }

    fn compact(&mut self) -> Result<()> {
        let used = self.at.iter().filter(|at| **at != NONE).map(|&(chunk, row)| (chunk as usize, row as usize)).collect::<Vec<_>>();
        let chunks = self.chunks.iter().map(|chunk| chunk.as_ref()).collect::<Vec<_>>();
        self.chunks = vec![interleave(&chunks, &used)?];
        self.kept = used.len();
        for (row, at) in (0..).zip(self.at.iter_mut().filter(|at| **at != NONE)) {
            *at = (0, row);
        }
        Ok(())
    }

    /// Where the chunks of another begin once they are taken over; its rows are set by `set_of`.
    pub(super) fn append(&mut self, other: &mut Self) -> u32 {
        let base = u32::try_from(self.chunks.len()).unwrap_or(u32::MAX);
        self.kept += other.kept;
        self.chunks.append(&mut other.chunks);
        base
    }

    /// The row of a group of another, whose chunks begin at `base` here, is that of the group.
    pub(super) fn set_of(&mut self, group: usize, other: &Self, from: usize, base: u32) {
        let (chunk, row) = other.at[from];
        self.at[group] = (base + chunk, row);
    }

    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// One value per group, null where there is none.
    pub(super) fn finish(&mut self, groups: usize) -> Result<ArrayRef> {
        self.at.resize(groups, NONE);
        let none = new_null_array(&self.data_type, 1);
        let chunks = self.chunks.iter().chain([&none]).map(|chunk| chunk.as_ref()).collect::<Vec<_>>();
        let null = (chunks.len() - 1, 0);
        let rows = self.at.iter().map(|&at| if at == NONE { null } else { (at.0 as usize, at.1 as usize) }).collect::<Vec<_>>();
        Ok(canonical(&interleave(&chunks, &rows)?))
    }
}

/// NaN has one bit pattern, whatever came in.
pub(crate) fn canonical(array: &ArrayRef) -> ArrayRef {
    fn numbers<T: ArrowPrimitiveType>(array: &ArrayRef, nan: T::Native) -> ArrayRef {
        #[allow(clippy::eq_op)]
        Arc::new(array.as_primitive::<T>().unary::<_, T>(|value| if value != value { nan } else { value }))
    }
    match array.data_type() {
        DataType::Float16 => numbers::<Float16Type>(array, half::f16::NAN),
        DataType::Float32 => numbers::<Float32Type>(array, f32::NAN),
        DataType::Float64 => numbers::<Float64Type>(array, f64::NAN),
        _ => array.clone(),
    }
}
