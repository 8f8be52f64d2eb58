//! How many values of each group lie between breaks. O(log breaks) per row.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, ListArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};

use super::quantile::each_double;
use crate::error::{Error, Result};

pub(super) struct Histogram {
    /// ascending, two or more
    breaks: Vec<f64>,
    counts: Vec<i64>,
}

impl Histogram {
    pub(super) fn new(breaks: &[f64]) -> Self {
        Self { breaks: breaks.to_vec(), counts: Vec::new() }
    }

    const fn bins(&self) -> usize {
        self.breaks.len().saturating_sub(1)
    }

    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: &ArrayRef) -> Result<()> {
        let bins = self.bins();
        self.counts.resize(groups * bins, 0);
        let (Some(&first), Some(&last)) = (self.breaks.first(), self.breaks.last()) else { return Ok(()) };
        each_double(ids, column, |value, group| {
            if value >= first && value <= last {
                // The last bin has its upper end, too.
                let bin = (self.breaks.partition_point(|&at| at <= value) - 1).min(bins - 1);
                self.counts[group * bins + bin] += 1;
            }
        })
    }

    /// `ids[i]` is the group here of group `i` there.
    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, other: &Self) {
        let bins = self.bins();
        self.counts.resize(groups * bins, 0);
        for (counts, &id) in other.counts.chunks(bins.max(1)).zip(ids) {
            let own = &mut self.counts[id as usize * bins..][..bins];
            own.iter_mut().zip(counts).for_each(|(own, more)| *own += more);
        }
    }

    pub(super) fn finish(&mut self, groups: usize) -> Result<ArrayRef> {
        let bins = self.bins();
        self.counts.resize(groups * bins, 0);
        let offsets = (0..=groups).map(|group| i32::try_from(group * bins)).collect::<std::result::Result<Vec<_>, _>>();
        let offsets = offsets.map_err(|_| Error::UnsupportedType("lists of more than 2^31 values".to_owned()))?;
        let counts = Arc::new(Int64Array::from(std::mem::take(&mut self.counts)));
        let item = Arc::new(Field::new("item", DataType::Int64, true));
        Ok(Arc::new(ListArray::try_new(item, OffsetBuffer::new(ScalarBuffer::from(offsets)), counts, None)?))
    }
}
