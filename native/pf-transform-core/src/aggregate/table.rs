//! A hash table from 64-bit keys to dense ids: open addressing, linear probing, at most half full. 16 to 24 bytes per key.

const EMPTY: u32 = u32::MAX;

/// Ids are given in order of first appearance.
#[derive(Default)]
pub(super) struct IdTable {
    /// power of two; each slot is an id or EMPTY
    slots: Vec<u32>,
    keys: Vec<u64>,
    shift: u32,
}

impl IdTable {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u32>() + self.keys.capacity() * size_of::<u64>()
    }

    pub(super) fn key(&self, id: u32) -> u64 {
        self.keys[id as usize]
    }

    /// The high and the low half of a key.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn pair(&self, id: u32) -> (u32, u32) {
        let key = self.key(id);
        ((key >> 32) as u32, key as u32)
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn slot(&self, key: u64) -> usize {
        // Fibonacci hashing after folding the high half in; the top bits are the well mixed ones.
        let folded = key ^ (key >> 32);
        (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// The id of a key, a new one if it was not there. There are never more than 2^32 - 1 rows in a batch sequence that fits memory.
    #[inline]
    pub(super) fn intern(&mut self, key: u64) -> u32 {
        if self.keys.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = self.slot(key);
        loop {
            let id = self.slots[slot];
            if id == EMPTY {
                #[allow(clippy::cast_possible_truncation)]
                let id = self.keys.len() as u32;
                self.slots[slot] = id;
                self.keys.push(key);
                return id;
            }
            if self.keys[id as usize] == key {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let capacity = (self.slots.len() * 4).max(256);
        self.shift = 64 - capacity.trailing_zeros();
        self.slots.clear();
        self.slots.resize(capacity, EMPTY);
        let mask = capacity - 1;
        for (id, &key) in self.keys.iter().enumerate() {
            let folded = key ^ (key >> 32);
            #[allow(clippy::cast_possible_truncation)]
            let mut slot = (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            #[allow(clippy::cast_possible_truncation)]
            {
                self.slots[slot] = id as u32;
            }
        }
    }
}
