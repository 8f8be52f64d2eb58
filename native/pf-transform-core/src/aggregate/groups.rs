//! Groups: distinct combinations of key values, numbered in the order of their first rows.

use arrow_array::ArrayRef;
use arrow_schema::DataType;

use super::interner::Interner;
use super::table::IdTable;
use crate::error::{Error, Result};

/// Every key column is interned to dense ids; ids of several keys are combined pair by pair.
pub(crate) struct Groups {
    keys: Vec<Interner>,
    /// combines the id so far with the id of key i + 1
    pairs: Vec<IdTable>,
    count: usize,
    ids: Vec<u32>,
    key_ids: Vec<u32>,
    combined: Vec<u32>,
}

impl Groups {
    /// Nothing seen yet; without keys everything is one group.
    ///
    /// # Errors
    /// `UnsupportedType` for key types without an implementation.
    pub fn new<'a>(keys: impl Iterator<Item = &'a DataType>) -> Result<Self> {
        let keys = keys.map(Interner::new).collect::<Result<Vec<_>>>()?;
        let pairs = (1..keys.len()).map(|_| IdTable::default()).collect();
        Ok(Self { keys, pairs, count: 0, ids: Vec::new(), key_ids: Vec::new(), combined: Vec::new() })
    }

    /// Groups seen so far.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The groups of the rows that were interned last.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// Bytes of the keys and of the tables that find them, about.
    pub fn bytes(&self) -> usize {
        self.keys.iter().map(Interner::bytes).sum::<usize>() + self.pairs.iter().map(IdTable::bytes).sum::<usize>()
    }

    /// Without keys there is one group, though no row was seen.
    pub(super) const fn one_without_keys(&mut self) {
        if self.keys.is_empty() {
            self.count = 1;
        }
    }

    /// Sets `ids` to the group of each row.
    ///
    /// # Errors
    /// `Internal` where a column is of another type than its key.
    pub fn intern(&mut self, keys: &[ArrayRef], rows: usize) -> Result<()> {
        let Some(first) = keys.first() else {
            self.ids.resize(rows, 0); // never anything but 0
            self.count = 1;
            return Ok(());
        };
        self.ids.clear();
        self.keys[0].intern(first, &mut self.ids)?;
        self.count = self.keys[0].len();
        for (index, key) in keys.iter().enumerate().skip(1) {
            self.key_ids.clear();
            self.keys[index].intern(key, &mut self.key_ids)?;
            let pairs = &mut self.pairs[index - 1];
            let both = self.ids.iter().zip(&self.key_ids).map(|(&id, &key_id)| (u64::from(id) << 32) | u64::from(key_id));
            self.combined.clear();
            pairs.intern_all(both, &mut self.combined);
            std::mem::swap(&mut self.ids, &mut self.combined);
            self.count = pairs.len();
        }
        Ok(())
    }

    /// The distinct keys, one row per group; dictionaries as plain values.
    pub(super) fn key_columns(&self) -> Result<Vec<ArrayRef>> {
        let count = u32::try_from(self.count).map_err(|_| Error::UnsupportedType("more than 2^32 groups".to_owned()))?;
        let mut ids: Vec<u32> = (0..count).collect();
        let mut columns = vec![None; self.keys.len()];
        for index in (0..self.keys.len()).rev() {
            if index == 0 {
                columns[0] = Some(self.keys[0].values(&ids)?);
            } else {
                let pairs = &self.pairs[index - 1];
                let key_ids = ids.iter().map(|&id| low(pairs.key(id))).collect::<Vec<_>>();
                columns[index] = Some(self.keys[index].values(&key_ids)?);
                ids.iter_mut().for_each(|id| *id = high(pairs.key(*id)));
            }
        }
        Ok(columns.into_iter().flatten().collect())
    }
}

#[allow(clippy::cast_possible_truncation)]
const fn low(pair: u64) -> u32 {
    pair as u32
}

#[allow(clippy::cast_possible_truncation)]
const fn high(pair: u64) -> u32 {
    (pair >> 32) as u32
}
