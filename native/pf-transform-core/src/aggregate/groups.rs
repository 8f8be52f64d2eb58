//! Groups: distinct combinations of key values, numbered in the order of their first rows.

use arrow_array::ArrayRef;
use arrow_schema::DataType;
use rayon::prelude::*;

use super::id_table::IdTable;
use super::interner::Interner;
use super::pair_table::PairTable;
use crate::error::{Error, Result};

/// Every key column is interned to dense ids, and so are the combinations of these.
pub(crate) struct Groups {
    keys: Vec<Interner>,
    combinations: Combinations,
    count: usize,
    ids: Vec<u32>,
    /// of the rows at hand, per key
    key_ids: Vec<Vec<u32>>,
    packed: Vec<u64>,
}

/// Ids of several keys as one.
enum Combinations {
    /// side by side in 64 bits, as many for each key as its ids take so far
    Packed { bits: Vec<u32>, table: IdTable },
    /// pair by pair: the id so far with the id of key i + 1
    Pairs(Vec<PairTable>),
}

impl Groups {
    /// Nothing seen yet; without keys everything is one group.
    ///
    /// # Errors
    /// `UnsupportedType` for key types without an implementation.
    pub fn new<'a>(keys: impl Iterator<Item = &'a DataType>) -> Result<Self> {
        let keys = keys.map(Interner::new).collect::<Result<Vec<_>>>()?;
        let combinations = Combinations::Packed { bits: vec![0; keys.len()], table: IdTable::default() };
        let key_ids = vec![Vec::new(); keys.len()];
        Ok(Self { keys, combinations, count: 0, ids: Vec::new(), key_ids, packed: Vec::new() })
    }

    /// Groups seen so far.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The groups of the rows that were interned last.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The groups of the rows that were interned last.
    pub fn into_ids(self) -> Vec<u32> {
        self.ids
    }

    /// Bytes of the keys and of the tables that find them, about.
    pub fn bytes(&self) -> usize {
        let combinations = match &self.combinations {
            Combinations::Packed { table, .. } => table.bytes(),
            Combinations::Pairs(pairs) => pairs.iter().map(PairTable::bytes).sum(),
        };
        combinations + self.keys.iter().map(Interner::bytes).sum::<usize>()
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
        match keys {
            [] => {
                self.ids.resize(rows, 0); // never anything but 0
                self.count = 1;
            }
            [only] => {
                self.ids.clear();
                self.keys[0].intern(only, &mut self.ids)?;
                self.count = self.keys[0].len();
            }
            several => {
                for ((ids, interner), key) in self.key_ids.iter_mut().zip(&mut self.keys).zip(several) {
                    ids.clear();
                    interner.intern(key, ids)?;
                }
                self.combine();
            }
        }
        Ok(())
    }

    /// Adds the groups of others with the same keys, and sets `ids` to the group here of each of them. Values are looked at once for each that a key has.
    ///
    /// # Errors
    /// As [`Self::intern`].
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        if self.keys.len() < 2 {
            return self.intern(&other.key_columns()?, other.count);
        }
        for (((ids, interner), key), theirs) in self.key_ids.iter_mut().zip(&mut self.keys).zip(&other.keys).zip(other.ids_by_key()?) {
            let mut own = Vec::with_capacity(key.len());
            interner.intern(&key.values(&all_ids(key.len())?)?, &mut own)?;
            ids.clear();
            ids.extend(theirs.iter().map(|&id| own[id as usize]));
        }
        self.combine();
        Ok(())
    }

    /// Sets `ids` to the group of each combination of the ids in `key_ids`.
    fn combine(&mut self) {
        self.make_room();
        self.combine_known();
    }

    /// The same where there is room for the ids.
    fn combine_known(&mut self) {
        self.ids.clear();
        match &mut self.combinations {
            Combinations::Packed { bits, table } => {
                self.packed.clear();
                self.packed.extend(self.key_ids[0].iter().map(|&id| u64::from(id)));
                for (ids, &bits) in self.key_ids.iter().zip(&*bits).skip(1) {
                    self.packed.iter_mut().zip(ids).for_each(|(packed, &id)| *packed = *packed << bits | u64::from(id));
                }
                table.intern_all(self.packed.iter().copied(), &mut self.ids);
                self.count = table.len();
            }
            Combinations::Pairs(pairs) => {
                self.ids.extend_from_slice(&self.key_ids[0]);
                let mut combined = Vec::new();
                for ((pairs, key_ids), key) in pairs.iter_mut().zip(&self.key_ids[1..]).zip(&self.keys[1..]) {
                    combined.clear();
                    pairs.intern_all(self.ids.iter().copied().zip(key_ids.iter().copied()), key.len(), &mut combined);
                    std::mem::swap(&mut self.ids, &mut combined);
                    self.count = pairs.len();
                }
            }
        }
    }

    /// Makes the bits of each key those that its ids take, or gives up packing them.
    fn make_room(&mut self) {
        let Combinations::Packed { bits, table } = &self.combinations else { return };
        let needed = self.keys.iter().map(|key| usize::BITS - key.len().saturating_sub(1).leading_zeros()).collect::<Vec<_>>();
        if needed.iter().zip(bits).all(|(needed, bits)| needed <= bits) {
            return;
        }
        // Those that grew may grow further.
        let roomy = needed.iter().zip(bits).map(|(&needed, &bits)| if needed > bits { needed + 2 } else { bits }).collect::<Vec<_>>();
        let fits = |bits: &Vec<u32>| bits.iter().sum::<u32>() <= u64::BITS;
        let wider = [roomy, needed].into_iter().find(fits);
        // What was there is put down again, in its order, and so has the same ids.
        let known = unpacked(table, bits);
        let rows = std::mem::replace(&mut self.key_ids, known);
        self.combinations = match wider {
            Some(bits) => Combinations::Packed { bits, table: IdTable::default() },
            None => Combinations::Pairs((1..self.keys.len()).map(|_| PairTable::default()).collect()),
        };
        self.combine_known();
        self.key_ids = rows;
    }

    /// The ids of each key, per group.
    fn ids_by_key(&self) -> Result<Vec<Vec<u32>>> {
        match &self.combinations {
            _ if self.keys.len() == 1 => Ok(vec![all_ids(self.count)?]),
            Combinations::Packed { bits, table } => Ok(unpacked(table, bits)),
            Combinations::Pairs(pairs) => {
                let mut ids = all_ids(self.count)?;
                let mut by_key = Vec::with_capacity(self.keys.len());
                for pairs in pairs.iter().rev() {
                    by_key.push(ids.iter().map(|&id| pairs.pair(id).1).collect());
                    ids.iter_mut().for_each(|id| *id = pairs.pair(*id).0);
                }
                by_key.push(ids);
                by_key.reverse();
                Ok(by_key)
            }
        }
    }

    /// The distinct keys, one row per group; dictionaries as plain values.
    pub(super) fn key_columns(&self) -> Result<Vec<ArrayRef>> {
        let ids = self.ids_by_key()?;
        self.keys.par_iter().zip(ids).map(|(key, ids)| key.values(&ids)).collect()
    }
}

fn all_ids(count: usize) -> Result<Vec<u32>> {
    let count = u32::try_from(count).map_err(|_| Error::UnsupportedType("more than 2^32 groups".to_owned()))?;
    Ok((0..count).collect())
}

/// The ids of each key, of all combinations.
#[allow(clippy::cast_possible_truncation)] // each is an id
fn unpacked(table: &IdTable, bits: &[u32]) -> Vec<Vec<u32>> {
    let mut shift = bits.iter().skip(1).sum::<u32>();
    let mut by_key = Vec::with_capacity(bits.len());
    for (at, &width) in bits.iter().enumerate() {
        let mask = (1_u64 << width.min(u32::BITS)) - 1;
        by_key.push(table.keys().iter().map(|key| (key.checked_shr(shift).unwrap_or(0) & mask) as u32).collect());
        shift = shift.saturating_sub(bits.get(at + 1).copied().unwrap_or(0));
    }
    by_key
}
