//! The most frequent value of each group; of several, the one that appeared first. Values are equal that group together.

use arrow_array::{ArrayRef, UInt32Array};
use arrow_schema::DataType;
use arrow_select::take::take;

use super::id_table::IdTable;
use super::interner::Interner;
use crate::error::Result;

/// Values, pairs of group and value, and how often each pair was there. O(1) expected per row; 32 to 56 bytes per pair beside the values.
pub(super) struct Mode {
    values: Interner,
    /// group and value id
    pairs: IdTable,
    counts: Vec<u64>,
    ids: Vec<u32>,
}

impl Mode {
    pub(super) fn new(data_type: &DataType) -> Result<Self> {
        Ok(Self { values: Interner::new(data_type)?, pairs: IdTable::default(), counts: Vec::new(), ids: Vec::new() })
    }

    pub(super) fn update(&mut self, groups_of: &[u32], column: &ArrayRef) -> Result<()> {
        self.ids.clear();
        self.values.intern(column, &mut self.ids)?;
        let null = self.values.null();
        for (&group, &value) in groups_of.iter().zip(&self.ids) {
            if value != null {
                count(&mut self.pairs, &mut self.counts, group, value, 1);
            }
        }
        Ok(())
    }

    /// Bytes that grow with the rows.
    pub(super) fn bytes(&self) -> usize {
        self.pairs.len() * 56 + self.values.len() * 32
    }

    /// `groups_of[i]` is the group here of group `i` there, whose rows come after those here.
    pub(super) fn merge(&mut self, groups_of: &[u32], other: &Self) -> Result<()> {
        let all = (0..other.values.len()).map_while(|id| u32::try_from(id).ok()).collect::<Vec<_>>();
        self.ids.clear();
        self.values.intern(&other.values.values(&all)?, &mut self.ids)?;
        for (pair, &times) in (0..).zip(&other.counts) {
            let (group, value) = other.pairs.pair(pair);
            count(&mut self.pairs, &mut self.counts, groups_of[group as usize], self.ids[value as usize], times);
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, groups: usize) -> Result<ArrayRef> {
        let mut best: Vec<(u64, Option<u32>)> = vec![(0, None); groups];
        for (pair, &times) in (0..).zip(&self.counts) {
            let (group, value) = self.pairs.pair(pair);
            let most = &mut best[group as usize];
            if times > most.0 {
                *most = (times, Some(value));
            }
        }
        let all = (0..self.values.len()).map_while(|id| u32::try_from(id).ok()).collect::<Vec<_>>();
        let values = self.values.values(&all)?;
        Ok(take(&values, &best.into_iter().map(|(_, value)| value).collect::<UInt32Array>(), None)?)
    }
}

#[inline]
fn count(pairs: &mut IdTable, counts: &mut Vec<u64>, group: u32, value: u32, times: u64) {
    let pair = pairs.intern((u64::from(group) << 32) | u64::from(value)) as usize;
    if pair == counts.len() {
        counts.push(times);
    } else {
        counts[pair] += times;
    }
}
