//! A table from bytes to dense ids: a hash table with open addressing, linear probing, at most half full. Rows are looked up together, as in [`super::id_table`].

use std::hash::BuildHasher;

use super::id_table::{EMPTY, TOGETHER};

/// Ids of byte strings, in order of first appearance.
pub(super) struct BytesTable {
    /// power of two; in the upper half of each slot that of the hash, in the lower one an id or EMPTY
    slots: Vec<u64>,
    shift: u32,
    /// where each string ends, after a 0
    ends: Vec<usize>,
    data: Vec<u8>,
    hasher: foldhash::fast::FixedState,
}

impl Default for BytesTable {
    fn default() -> Self {
        Self { slots: Vec::new(), shift: 0, ends: vec![0], data: Vec::new(), hasher: foldhash::fast::FixedState::default() }
    }
}

impl BytesTable {
    pub(super) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u64>() + self.ends.capacity() * size_of::<usize>() + self.data.capacity()
    }

    pub(super) fn value(&self, id: u32) -> &[u8] {
        &self.data[self.ends[id as usize]..self.ends[id as usize + 1]]
    }

    pub(super) fn intern(&mut self, value: &[u8]) -> u32 {
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.find_or_add(self.hasher.hash_one(value), value)
    }

    /// Appends the ids of values.
    pub(super) fn intern_all<'a>(&mut self, mut values: impl Iterator<Item = &'a [u8]>, out: &mut Vec<u32>) {
        out.reserve(values.size_hint().0);
        let mut chunk: [(&[u8], u64); TOGETHER] = [(&[], 0); TOGETHER];
        let mut found = [(EMPTY, 0_usize); TOGETHER];
        loop {
            let mut rows = 0;
            for (place, value) in chunk.iter_mut().zip(&mut values) {
                *place = (value, self.hasher.hash_one(value));
                rows += 1;
            }
            let (chunk, found) = (&chunk[..rows], &mut found[..rows]);
            while (self.len() + rows) * 2 > self.slots.len() {
                self.grow();
            }
            for (found, &(_, hash)) in found.iter_mut().zip(chunk) {
                let slot = self.slots[self.slot(hash)];
                found.0 = if high(slot) == high(hash) { low(slot) } else { EMPTY };
            }
            for found in found.iter_mut() {
                found.1 = self.ends.get(found.0 as usize).copied().unwrap_or(self.data.len());
            }
            for (&(id, start), &(value, hash)) in found.iter().zip(chunk) {
                // Its own end is looked at only where the bytes are the same: another string may begin with them.
                let is_same = id != EMPTY
                    && self.data.get(start..start + value.len()) == Some(value)
                    && self.ends[id as usize + 1] == start + value.len();
                out.push(if is_same { id } else { self.find_or_add(hash, value) });
            }
            if rows < TOGETHER {
                return;
            }
        }
    }

    fn slot(&self, hash: u64) -> usize {
        usize::try_from(hash >> self.shift).unwrap_or_default()
    }

    fn find_or_add(&mut self, hash: u64, value: &[u8]) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = self.slot(hash);
        loop {
            let id = low(self.slots[slot]);
            if id == EMPTY {
                let id = low(self.len() as u64);
                self.slots[slot] = joined(hash, id);
                self.data.extend_from_slice(value);
                self.ends.push(self.data.len());
                return id;
            }
            if high(self.slots[slot]) == high(hash) && self.value(id) == value {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The upper half of a hash gives the place in tables of up to 2^32 slots, so that no string is hashed again.
    fn grow(&mut self) {
        let capacity = (self.slots.len() * 2).max(256);
        self.shift = 64 - capacity.trailing_zeros();
        let before = std::mem::replace(&mut self.slots, vec![u64::from(EMPTY); capacity]);
        for old in before.into_iter().filter(|&old| low(old) != EMPTY) {
            let mut slot = self.slot(old);
            while low(self.slots[slot]) != EMPTY {
                slot = (slot + 1) & (capacity - 1);
            }
            self.slots[slot] = old;
        }
    }
}

fn joined(hash: u64, id: u32) -> u64 {
    (hash & (u64::MAX << 32)) | u64::from(id)
}

const fn high(slot: u64) -> u64 {
    slot >> 32
}

#[allow(clippy::cast_possible_truncation)]
const fn low(slot: u64) -> u32 {
    slot as u32
}

#[cfg(test)]
mod tests {
    use super::{BytesTable, TOGETHER};

    /// More than a table holds before it grows, some of them again in the same chunk and in later ones; texts are beginnings of each other.
    #[test]
    fn texts_that_are_looked_up_together_have_the_ids_that_they_have_one_by_one() {
        for rows in [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 20 * TOGETHER] {
            let texts = (0..rows).map(|row| "a".repeat(row * row % 1009).into_bytes()).collect::<Vec<_>>();
            let (mut one_by_one, mut together, mut ids) = (BytesTable::default(), BytesTable::default(), Vec::new());
            together.intern_all(texts.iter().map(Vec::as_slice), &mut ids);
            assert_eq!(ids, texts.iter().map(|text| one_by_one.intern(text)).collect::<Vec<_>>());
            assert!(ids.iter().zip(&texts).all(|(&id, text)| together.value(id) == text));
        }
    }
}
