//! All values of each group in the order of their rows, or of another column: as a list, or texts joined to one.

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
use crate::compare::order_of;
use crate::error::{Error, Result};

pub(super) struct Kept {
    data_type: DataType,
    chunks: Vec<ArrayRef>,
    groups: Vec<u32>,
    bytes: usize,
    order: Option<KeptOrder>,
}

/// Values of the column that puts those of each group in order.
struct KeptOrder {
    data_type: DataType,
    chunks: Vec<ArrayRef>,
    descending: bool,
}

impl Kept {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self { data_type: value_type(data_type).clone(), chunks: Vec::new(), groups: Vec::new(), bytes: 0, order: None }
    }

    /// In the order of another column: ties as they come, nulls last.
    pub(super) fn ordered(data_type: &DataType, by: &DataType, descending: bool) -> Self {
        let order = KeptOrder { data_type: value_type(by).clone(), chunks: Vec::new(), descending };
        Self { order: Some(order), ..Self::new(data_type) }
    }

    pub(super) fn update(&mut self, ids: &[u32], column: &ArrayRef, by: Option<&ArrayRef>) -> Result<()> {
        self.groups.extend_from_slice(ids);
        self.bytes += column.to_data().get_slice_memory_size()? + ids.len() * 4;
        self.chunks.push(column.clone());
        if let Some(order) = &mut self.order {
            let by = by.ok_or_else(|| Error::Internal("an order lacks its column".to_owned()))?;
            self.bytes += by.to_data().get_slice_memory_size()?;
            order.chunks.push(by.clone());
        }
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
        if let (Some(own), Some(more)) = (&mut self.order, &mut other.order) {
            own.chunks.append(&mut more.chunks);
        }
        self.bytes += other.bytes;
    }

    /// The values group by group, with where each group begins and the end.
    fn by_group(&mut self, groups: usize) -> Result<(Vec<usize>, ArrayRef)> {
        let (starts, mut order) = by_group(&self.groups, groups);
        let values = put_together(&std::mem::take(&mut self.chunks), &self.data_type)?;
        if let Some(by) = &mut self.order {
            by.sort(&mut order, &starts)?;
        }
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

impl KeptOrder {
    /// Sorts the rows of each group.
    fn sort(&mut self, rows: &mut [u32], starts: &[usize]) -> Result<()> {
        let by = put_together(&std::mem::take(&mut self.chunks), &self.data_type)?;
        let ascending = order_of(&by, &by)?;
        let (nulls, descending) = (by.logical_nulls(), self.descending);
        let is_null = |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        for bounds in starts.windows(2) {
            rows[bounds[0]..bounds[1]].sort_by(|&a, &b| {
                let (a, b) = (a as usize, b as usize);
                match (is_null(a), is_null(b)) {
                    (false, false) if descending => ascending(b, a),
                    (false, false) => ascending(a, b),
                    (a, b) => a.cmp(&b),
                }
            });
        }
        Ok(())
    }
}

fn put_together(chunks: &[ArrayRef], data_type: &DataType) -> Result<ArrayRef> {
    let chunks = chunks.iter().map(|chunk| chunk.as_ref()).collect::<Vec<_>>();
    Ok(if chunks.is_empty() { new_empty_array(data_type) } else { concat(&chunks)? })
}
