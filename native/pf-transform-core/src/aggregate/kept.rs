//! All values of each group in the order of their rows: as a list, or texts joined to one.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, ListArray, UInt32Array, new_empty_array};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use arrow_select::concat::concat;
use arrow_select::take::take;

use super::interner::value_type;
use super::quantile::by_group;
use super::slots::canonical;
use crate::bytes::ByteRows;
use crate::error::{Error, Result};

pub(super) struct Kept {
    data_type: DataType,
    chunks: Vec<ArrayRef>,
    groups: Vec<u32>,
    bytes: usize,
}

impl Kept {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self { data_type: value_type(data_type).clone(), chunks: Vec::new(), groups: Vec::new(), bytes: 0 }
    }

    pub(super) fn update(&mut self, ids: &[u32], column: &ArrayRef) -> Result<()> {
        self.groups.extend_from_slice(ids);
        self.bytes += column.to_data().get_slice_memory_size()? + ids.len() * 4;
        self.chunks.push(column.clone());
        Ok(())
    }

    /// Bytes that grow with the rows: what is kept, and as much again once it is put together.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes * 2
    }

    /// `ids[i]` is the group here of group `i` there, whose rows come after those here.
    pub(super) fn merge(&mut self, ids: &[u32], mut other: Self) {
        self.groups.extend(other.groups.iter().map(|&group| ids[group as usize]));
        self.chunks.append(&mut other.chunks);
        self.bytes += other.bytes;
    }

    /// The values group by group, with where each group begins and the end.
    fn by_group(&mut self, groups: usize) -> Result<(Vec<usize>, ArrayRef)> {
        let (starts, order) = by_group(&self.groups, groups);
        let chunks = std::mem::take(&mut self.chunks);
        let chunks = chunks.iter().map(|chunk| chunk.as_ref()).collect::<Vec<_>>();
        let values = if chunks.is_empty() { new_empty_array(&self.data_type) } else { concat(&chunks)? };
        Ok((starts, take(&values, &UInt32Array::from(order), None)?))
    }

    pub(super) fn lists(&mut self, groups: usize) -> Result<ArrayRef> {
        let (starts, values) = self.by_group(groups)?;
        let offsets = starts.into_iter().map(i32::try_from).collect::<std::result::Result<Vec<_>, _>>();
        let offsets = offsets.map_err(|_| Error::UnsupportedType("lists of more than 2^31 values".to_owned()))?;
        let item = Arc::new(Field::new("item", self.data_type.clone(), true));
        Ok(Arc::new(ListArray::try_new(item, OffsetBuffer::new(ScalarBuffer::from(offsets)), canonical(&values), None)?))
    }

    /// Nulls are left out; null where nothing is left.
    pub(super) fn joined(&mut self, groups: usize, separator: &str) -> Result<ArrayRef> {
        let (starts, values) = self.by_group(groups)?;
        let rows = ByteRows::of(&values).ok_or_else(|| Error::Internal(format!("no texts in {}", values.data_type())))?;
        let mut texts = StringBuilder::new();
        let mut text = Vec::new();
        let mut total = 0_usize;
        for bounds in starts.windows(2) {
            text.clear();
            let mut found = false;
            for row in (bounds[0]..bounds[1]).filter(|&row| values.is_valid(row)) {
                if found {
                    text.extend_from_slice(separator.as_bytes());
                }
                found = true;
                text.extend_from_slice(rows.value(row));
            }
            total += text.len();
            if i32::try_from(total).is_err() {
                return Err(Error::UnsupportedType("texts of more than 2 GiB in one column".to_owned()));
            }
            let whole = std::str::from_utf8(&text).map_err(|error| Error::Internal(error.to_string()))?;
            texts.append_option(found.then_some(whole));
        }
        Ok(Arc::new(texts.finish()))
    }
}
