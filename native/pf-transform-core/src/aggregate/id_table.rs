//! A table from 64-bit keys to dense ids: by the distance of keys that lie close together, else by a hash, with open addressing, linear probing, at most half full. 16 to 48 bytes per key.
//!
//! A table of many keys lies in no cache. Rows are therefore looked up together, step by step: loads that do not depend on each other wait for memory at the same time.

pub(super) const EMPTY: u32 = u32::MAX;
/// Rows that are looked up together.
pub(super) const TOGETHER: usize = 256;

/// The range of keys that may be looked up by their place in it: of so many values, or of so many for each key that was seen.
const NEAR: (usize, usize) = (1 << 16, 10);

/// Ids are given in order of first appearance. Keys that lie close together are found by their distance from the least of them, others by a hash.
pub(super) struct IdTable {
    keys: Vec<u64>,
    /// the least and the greatest key, as signed numbers
    ends: (i64, i64),
    /// none while keys are hashed
    window: Option<Window>,
    /// power of two; each slot is an id or EMPTY
    slots: Vec<u32>,
    shift: u32,
}

/// An id or EMPTY for each key from `base` on.
#[derive(Default)]
struct Window {
    base: u64,
    ids: Vec<u32>,
}

impl Window {
    #[inline]
    fn get(&self, key: u64) -> Option<u32> {
        let place = usize::try_from(key.wrapping_sub(self.base)).ok()?;
        self.ids.get(place).copied().filter(|&id| id != EMPTY)
    }

    /// Where the id of a key of the window is, or will be.
    #[inline]
    fn slot(&mut self, key: u64) -> Option<&mut u32> {
        let place = usize::try_from(key.wrapping_sub(self.base)).ok()?;
        self.ids.get_mut(place)
    }

    fn of(keys: &[u64], base: u64, length: usize) -> Self {
        let mut ids = vec![EMPTY; length];
        for (id, key) in (0..).zip(keys) {
            #[allow(clippy::cast_possible_truncation)] // it is in the window
            let place = key.wrapping_sub(base) as usize;
            ids[place] = id;
        }
        Self { base, ids }
    }
}

/// The id in a slot; that of a new key where there is none.
#[inline]
#[allow(clippy::cast_possible_truncation)] // there are less keys than rows
fn id_at(slot: &mut u32, key: u64, known: &mut Vec<u64>, ends: &mut (i64, i64)) -> u32 {
    if *slot == EMPTY {
        *slot = known.len() as u32;
        let number = key.cast_signed();
        *ends = if known.is_empty() { (number, number) } else { (ends.0.min(number), ends.1.max(number)) };
        known.push(key);
    }
    *slot
}

impl Default for IdTable {
    fn default() -> Self {
        Self { keys: Vec::new(), ends: (0, 0), window: Some(Window::default()), slots: Vec::new(), shift: 0 }
    }
}

impl IdTable {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn bytes(&self) -> usize {
        let window = self.window.as_ref().map_or(0, |window| window.ids.capacity());
        (self.slots.capacity() + window) * size_of::<u32>() + self.keys.capacity() * size_of::<u64>()
    }

    pub(super) fn keys(&self) -> &[u64] {
        &self.keys
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

    /// The id of a key, a new one if it was not there. There are never more than 2^32 - 1 rows in a batch sequence that fits memory.
    #[inline]
    pub(super) fn intern(&mut self, key: u64) -> u32 {
        let Self { window: Some(window), keys, ends, .. } = self else { return self.intern_hashed(key) };
        match window.slot(key) {
            Some(slot) => id_at(slot, key, keys, ends),
            None => self.add_near(key),
        }
    }

    /// Appends the ids of keys.
    pub(super) fn intern_all(&mut self, mut keys: impl ExactSizeIterator<Item = u64>, out: &mut Vec<u32>) {
        let mut done = out.len();
        out.resize(done + keys.len(), EMPTY);
        while done < out.len() {
            let places = &mut out[done..];
            done += match &self.window {
                None => self.hashed_all(&mut keys, places),
                Some(window) if window.ids.len() <= NEAR.0 => self.near_all(&mut keys, places),
                Some(_) => self.far_all(&mut keys, places),
            };
        }
    }

    /// Puts down the ids of keys in the window, and says how many: up to one beyond it, which changes it.
    fn near_all(&mut self, keys: &mut impl Iterator<Item = u64>, places: &mut [u32]) -> usize {
        let Self { window: Some(window), keys: known, ends, .. } = self else { return 0 };
        let missed = places.iter_mut().zip(keys).enumerate().find_map(|(at, (place, key))| match window.slot(key) {
            None => Some((at, key)),
            Some(slot) => {
                *place = id_at(slot, key, known, ends);
                None
            }
        });
        match missed {
            None => places.len(),
            Some((at, key)) => {
                places[at] = self.add_near(key);
                at + 1
            }
        }
    }

    /// The same for windows that lie in no cache: a part of the keys.
    fn far_all(&mut self, keys: &mut impl Iterator<Item = u64>, places: &mut [u32]) -> usize {
        let rows = places.len().min(TOGETHER);
        let mut chunk = [0_u64; TOGETHER];
        chunk.iter_mut().zip(keys).take(rows).for_each(|(place, key)| *place = key);
        let chunk = &chunk[..rows];
        if let Some(window) = &self.window {
            places.iter_mut().zip(chunk).for_each(|(place, &key)| *place = window.get(key).unwrap_or(EMPTY));
        }
        for (place, &key) in places.iter_mut().zip(chunk) {
            if *place == EMPTY {
                *place = self.intern(key);
            }
        }
        rows
    }

    /// A key beyond the window.
    #[cold]
    fn add_near(&mut self, key: u64) -> u32 {
        let before = self.window.take();
        self.reach(key);
        let range = self.range();
        if range > self.near() {
            self.rehash(self.keys.len() + 1);
            return self.intern_hashed(key);
        }
        // As much again on the side on which it grows.
        let length = (2 * range).max(256);
        let least = self.ends.0.cast_unsigned();
        let base = match before.filter(|window| !window.ids.is_empty()) {
            None => least,
            Some(_) if key == least => least.wrapping_sub((length - range) as u64),
            Some(window) => window.base,
        };
        let mut window = Window::of(&self.keys, base, length.max(self.span_from(base)));
        let id = self.push(key);
        if let Some(slot) = window.slot(key) {
            *slot = id;
        }
        self.window = Some(window);
        id
    }

    /// Values from there to the greatest key.
    fn span_from(&self, base: u64) -> usize {
        usize::try_from(self.ends.1.cast_unsigned().wrapping_sub(base)).map_or(usize::MAX, |last| last.saturating_add(1))
    }

    /// Values from the least to the greatest key.
    fn range(&self) -> usize {
        self.span_from(self.ends.0.cast_unsigned())
    }

    fn near(&self) -> usize {
        NEAR.0.max(NEAR.1 * self.keys.len())
    }

    fn reach(&mut self, key: u64) {
        let key = key.cast_signed();
        self.ends = if self.keys.is_empty() { (key, key) } else { (self.ends.0.min(key), self.ends.1.max(key)) };
    }

    #[allow(clippy::cast_possible_truncation)]
    fn push(&mut self, key: u64) -> u32 {
        self.keys.push(key);
        (self.keys.len() - 1) as u32
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn slot(&self, key: u64) -> usize {
        // Fibonacci hashing after folding the high half in; the top bits are the well mixed ones.
        let folded = key ^ (key >> 32);
        (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    #[inline]
    fn intern_hashed(&mut self, key: u64) -> u32 {
        if self.keys.len() * 2 >= self.slots.len() {
            self.rehash(self.keys.len() + 1);
        }
        let mask = self.slots.len() - 1;
        let mut slot = self.slot(key);
        loop {
            let id = self.slots[slot];
            if id == EMPTY {
                self.reach(key);
                let id = self.push(key);
                self.slots[slot] = id;
                return id;
            }
            if self.keys[id as usize] == key {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Puts down the ids of keys that are hashed, and says how many: not of all where keys lie so close together by then that those that are left need not be.
    fn hashed_all(&mut self, keys: &mut impl Iterator<Item = u64>, places: &mut [u32]) -> usize {
        let (mut chunk, mut found) = ([0_u64; TOGETHER], [(EMPTY, false); TOGETHER]);
        let mut done = 0;
        for places in places.chunks_mut(TOGETHER) {
            let rows = places.len();
            chunk.iter_mut().zip(&mut *keys).take(rows).for_each(|(place, key)| *place = key);
            done += rows;
            let before = self.keys.len();
            let (chunk, found) = (&chunk[..rows], &mut found[..rows]);
            if (before + rows) * 2 > self.slots.len() {
                self.rehash(before + rows);
            }
            for (found, &key) in found.iter_mut().zip(chunk) {
                found.0 = self.slots[self.slot(key)];
            }
            for (found, key) in found.iter_mut().zip(chunk) {
                found.1 = self.keys.get(found.0 as usize) == Some(key);
            }
            for ((place, &(id, is_same)), &key) in places.iter_mut().zip(&*found).zip(chunk) {
                *place = if is_same { id } else { self.intern_hashed(key) };
            }
            // Looked at whenever there are twice as many.
            if before.leading_zeros() > self.keys.len().leading_zeros() && self.range() <= self.near() {
                self.window = Some(Window::of(&self.keys, self.ends.0.cast_unsigned(), self.range()));
                self.slots = Vec::new();
                break;
            }
        }
        done
    }

    /// Slots for so many keys, some times as many as before.
    fn rehash(&mut self, keys: usize) {
        let growth = if self.slots.len() < 1 << 24 { 4 } else { 2 };
        let capacity = (growth * self.slots.len()).max((2 * keys + 1).next_power_of_two()).max(256);
        self.shift = 64 - capacity.trailing_zeros();
        self.slots.clear();
        self.slots.resize(capacity, EMPTY);
        let mask = capacity - 1;
        for (id, &key) in (0..).zip(&self.keys) {
            let mut slot = self.slot(key);
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{IdTable, TOGETHER};

    /// More than a table holds before it grows, some of them again in the same chunk and in later ones; close together, or far apart.
    #[test]
    fn keys_that_are_looked_up_together_have_the_ids_that_they_have_one_by_one() {
        for (rows, apart) in
            [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 20 * TOGETHER].into_iter().flat_map(|rows| [(rows, 1), (rows, 1 << 40)])
        {
            let keys = (0..rows as u64).map(|row| row * row % 1009 * apart).collect::<Vec<_>>();
            let (mut one_by_one, mut together, mut ids) = (IdTable::default(), IdTable::default(), Vec::new());
            together.intern_all(keys.iter().copied(), &mut ids);
            assert_eq!(ids, keys.iter().map(|&key| one_by_one.intern(key)).collect::<Vec<_>>());
            assert!(keys.iter().zip(&ids).all(|(&key, &id)| together.key(id) == key));
        }
    }

    #[test]
    fn keys_that_lie_close_together_have_the_ids_that_hashed_ones_have() {
        let wrapping = |keys: &[i64]| keys.iter().map(|key| key.cast_unsigned()).collect::<Vec<_>>();
        let spread = (0..200_000_u64).map(|row| row.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 900_000);
        let cases = [
            (0..1000).map(|row| row * 7919 % 100).collect::<Vec<_>>(),
            // Down, up, and across zero.
            wrapping(&(0..1000).map(|row| 500 - row).collect::<Vec<_>>()),
            wrapping(&(0..5000).map(|row| if row % 2 == 0 { row } else { -3 * row }).collect::<Vec<_>>()),
            // Near each other, then far away, then near enough for so many.
            spread.clone().chain([u64::MAX, 0, 1 << 63, 5]).chain(spread.clone()).collect(),
            spread.chain(0..900_000).collect(),
            vec![u64::MAX, u64::MAX - 1, 0, 1],
            wrapping(&[i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX - 1, 0]),
            wrapping(&[i64::MIN + 300, i64::MIN, i64::MIN + 1]),
            wrapping(&[i64::MAX - 300, i64::MAX, i64::MAX - 1]),
        ];
        for (case, keys) in cases.iter().enumerate() {
            let mut known = std::collections::HashMap::new();
            let expected = keys
                .iter()
                .map(|&key| {
                    let next = known.len() as u32;
                    *known.entry(key).or_insert(next)
                })
                .collect::<Vec<_>>();
            let (mut one_by_one, mut together, mut ids) = (IdTable::default(), IdTable::default(), Vec::new());
            keys.chunks(3333).for_each(|part| together.intern_all(part.iter().copied(), &mut ids));
            assert_eq!(ids, expected, "case {case}");
            assert_eq!(keys.iter().map(|&key| one_by_one.intern(key)).collect::<Vec<_>>(), expected, "case {case}");
            assert!(keys.iter().zip(&ids).all(|(&key, &id)| together.key(id) == key));
        }
    }
}
