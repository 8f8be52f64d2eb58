//! Numbers for the distinct values of right key columns that are no words: 0, 1, 2 … in the order of their first rows.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::bytes::ByteRows;

/// What values are numbered: rows of a column, or pairs of words.
pub(super) struct Interner<K> {
    table: HashTable<u32>,
    keys: Vec<K>,
    hasher: FixedState,
}

impl<K: PartialEq + std::hash::Hash + Copy> Interner<K> {
    pub fn new() -> Self {
        Self { table: HashTable::new(), keys: Vec::new(), hasher: FixedState::default() }
    }

    pub fn len(&self) -> u64 {
        self.keys.len() as u64
    }

    /// The number of a key, which may be new.
    pub fn insert(&mut self, key: K) -> u64 {
        let Self { table, keys, hasher } = self;
        let hash = hasher.hash_one(key);
        let entry = table.entry(hash, |&id| keys[id as usize] == key, |&id| hasher.hash_one(keys[id as usize]));
        // There are no more keys than right rows, and no more than 2^32 of those.
        let new = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        match entry {
            hashbrown::hash_table::Entry::Occupied(entry) => (*entry.get()).into(),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                entry.insert(new);
                keys.push(key);
                new.into()
            }
        }
    }

    /// The number of a key, if it has one.
    pub fn find(&self, key: K) -> Option<u64> {
        self.table.find(self.hasher.hash_one(key), |&id| self.keys[id as usize] == key).map(|&id| id.into())
    }
}

/// The same for byte strings, of which only the rows are kept.
pub(super) struct Bytes {
    table: HashTable<(u32, u32)>,
    rows: ByteRows,
    count: u32,
    hasher: FixedState,
}

impl Bytes {
    pub fn new(rows: ByteRows) -> Self {
        Self { table: HashTable::new(), rows, count: 0, hasher: FixedState::default() }
    }

    pub const fn len(&self) -> u64 {
        self.count as u64
    }

    /// The number of the value of a row of the column.
    pub fn insert(&mut self, row: u32) -> u64 {
        let Self { table, rows, count, hasher } = self;
        let value = |row: u32| rows.value(row as usize);
        let hash = hasher.hash_one(value(row));
        let entry = table.entry(hash, |&(first, _)| value(first) == value(row), |&(first, _)| hasher.hash_one(value(first)));
        match entry {
            hashbrown::hash_table::Entry::Occupied(entry) => entry.get().1.into(),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                let id = *count;
                entry.insert((row, id));
                *count += 1;
                id.into()
            }
        }
    }

    pub fn find(&self, value: &[u8]) -> Option<u64> {
        let found = self.table.find(self.hasher.hash_one(value), |&(first, _)| self.rows.value(first as usize) == value);
        found.map(|&(_, id)| id.into())
    }
}
