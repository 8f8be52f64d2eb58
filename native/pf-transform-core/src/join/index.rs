//! From keys to the rows of the right side: the first row of each key, and chains of the others in their order.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::codes::Keys;
use crate::control::Control;
use crate::error::Result;

/// Keys per right row up to which there is a place for every key.
const SPARSE: usize = 8;
/// Places that are there in any case.
const LEAST: usize = 1 << 16;
/// Bits of the filter per right row, roughly.
const FILTER_BITS: usize = 8;

/// Rows by their keys. A row is given as its number plus one, 0 for none.
pub(super) struct Index {
    kind: Kind,
    /// the row after each with the same key
    next: Vec<AtomicU32>,
    /// no key has more than one row
    unique: bool,
}

enum Kind {
    /// a place for every key, and a bit that says whether there is a row
    Dense {
        first: Vec<u32>,
        there: Vec<u64>,
    },
    Hashed {
        parts: Vec<Part>,
        shift: u32,
    },
}

/// Keys whose hashes begin alike.
struct Part {
    slots: Vec<(u64, u32)>,
    /// two bits for each key in one word
    filter: Vec<u64>,
    repeated: bool,
}

impl Index {
    pub fn build(keys: &Keys, size: u128, control: Control<'_>) -> Result<Self> {
        control.keep(size_of::<u32>() * keys.len())?;
        let next = std::iter::repeat_with(AtomicU32::default).take(keys.len()).collect::<Vec<_>>();
        let dense = usize::try_from(size).ok().filter(|&size| size <= LEAST.max(keys.len().saturating_mul(SPARSE)));
        if let Some(size) = dense {
            control.keep(size_of::<u32>() * size)?;
            let (mut first, mut there) = (vec![0; size], vec![0; size.div_ceil(64)]);
            let mut unique = true;
            for (key, row) in rows_back(keys) {
                let Some(place) = usize::try_from(key).ok().filter(|&place| place < size) else { continue };
                unique &= first[place] == 0;
                chain(&next, row, first[place]);
                first[place] = row;
                there[place / 64] |= 1 << (place % 64);
            }
            return Ok(Self { kind: Kind::Dense { first, there }, next, unique });
        }
        let count = rayon::current_num_threads().next_power_of_two().clamp(2, 64);
        let shift = 64 - count.trailing_zeros();
        let parts =
            (0..count as u64).into_par_iter().map(|own| Part::build(keys, own, shift, &next, control)).collect::<Result<Vec<_>>>()?;
        let unique = parts.iter().all(|part| !part.repeated);
        Ok(Self { kind: Kind::Hashed { parts, shift }, next, unique })
    }

    /// Whether no key has more than one row.
    pub const fn is_unique(&self) -> bool {
        self.unique
    }

    /// The first row of each key.
    pub fn first_rows(&self, keys: &Keys) -> Vec<u32> {
        match &self.kind {
            Kind::Dense { first, there } => keys.iter().map(|key| in_places(first, there, *key)).collect(),
            Kind::Hashed { parts, shift } => keys.iter().map(|key| key.map_or(0, |key| in_parts(parts, *shift, key))).collect(),
        }
    }

    /// The row after one with the same key.
    #[inline]
    pub fn after(&self, row: u32) -> u32 {
        self.next[row as usize - 1].load(Ordering::Relaxed)
    }
}

#[inline]
fn in_places(first: &[u32], there: &[u64], key: Option<u64>) -> u32 {
    let Some(place) = key.and_then(|key| usize::try_from(key).ok()) else { return 0 };
    match there.get(place / 64) {
        Some(bits) if bits >> (place % 64) & 1 == 1 => first[place],
        _ => 0,
    }
}

#[inline]
fn in_parts(parts: &[Part], shift: u32, key: u64) -> u32 {
    let hash = hash(key);
    // As many parts as there are values of the upper bits.
    let part = &parts[usize::try_from(hash >> shift).unwrap_or(0)];
    if part.may_have(hash) { part.find(key, hash) } else { 0 }
}

/// Keys and rows from the last to the first, so that chains are in the order of rows.
fn rows_back(keys: &Keys) -> impl Iterator<Item = (u64, u32)> {
    let last = u32::try_from(keys.len()).unwrap_or(u32::MAX);
    keys.iter().rev().zip((1..=last).rev()).filter_map(|(key, row)| key.map(|key| (key, row)))
}

fn chain(next: &[AtomicU32], row: u32, after: u32) {
    if after > 0 {
        next[row as usize - 1].store(after, Ordering::Relaxed);
    }
}

/// All bits of the key in all bits of the hash.
#[inline]
fn hash(key: u64) -> u64 {
    let product = u128::from(key ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xd6e8_feb8_6659_fd93_a5a3_5c1d_9e37_79b9);
    #[allow(clippy::cast_possible_truncation)] // both halves are used
    let folded = (product >> 64) as u64 ^ product as u64;
    folded.wrapping_mul(0x9fb2_1c65_1e98_df25)
}

impl Part {
    fn build(keys: &Keys, own: u64, shift: u32, next: &[AtomicU32], control: Control<'_>) -> Result<Self> {
        let count = keys.iter().flatten().filter(|&&key| hash(key) >> shift == own).count();
        let size = (2 * count).next_power_of_two().max(8);
        let words = (count * FILTER_BITS / 64).next_power_of_two();
        control.keep(size * size_of::<(u64, u32)>() + 8 * words)?;
        let mut part = Self { slots: vec![(0, 0); size], filter: vec![0; words], repeated: false };
        for (key, row) in rows_back(keys) {
            let hash = hash(key);
            if hash >> shift != own {
                continue;
            }
            if row % (1 << 16) == 0 {
                control.check()?;
            }
            let mut slot = part.slot(hash);
            while part.slots[slot].1 > 0 && part.slots[slot].0 != key {
                slot = (slot + 1) & (size - 1);
            }
            part.repeated |= part.slots[slot].1 > 0;
            chain(next, row, part.slots[slot].1);
            part.slots[slot] = (key, row);
            let (word, bits) = part.filtered(hash);
            part.filter[word] |= bits;
        }
        Ok(part)
    }

    #[inline]
    fn slot(&self, hash: u64) -> usize {
        low(hash) & (self.slots.len() - 1)
    }

    /// Its word in the filter, and its bits there.
    #[inline]
    fn filtered(&self, hash: u64) -> (usize, u64) {
        (low(hash >> 12) & (self.filter.len() - 1), 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }

    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        let (word, bits) = self.filtered(hash);
        self.filter[word] & bits == bits
    }

    #[inline]
    fn find(&self, key: u64, hash: u64) -> u32 {
        let mut slot = self.slot(hash);
        loop {
            let (there, row) = self.slots[slot];
            if row == 0 || there == key {
                return row;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // the lower bits are what is wanted
const fn low(hash: u64) -> usize {
    hash as usize
}
