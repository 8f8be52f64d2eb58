//! A table from pairs of ids to dense ids.

use super::id_table::IdTable;

/// Ids of pairs of ids, in order of first appearance. The second takes as many bits as it needs by then, so that pairs of few lie close together.
#[derive(Default)]
pub(super) struct PairTable {
    table: IdTable,
    bits: u32,
}

impl PairTable {
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.table.bytes()
    }

    /// Both ids of a pair.
    pub(super) fn pair(&self, id: u32) -> (u32, u32) {
        self.parts(self.table.key(id))
    }

    #[allow(clippy::cast_possible_truncation)] // each is an id
    const fn parts(&self, key: u64) -> (u32, u32) {
        ((key >> self.bits) as u32, (key & ((1 << self.bits) - 1)) as u32)
    }

    /// Appends the ids of pairs; the second ones are less than `seconds`.
    pub(super) fn intern_all(&mut self, pairs: impl ExactSizeIterator<Item = (u32, u32)>, seconds: usize, out: &mut Vec<u32>) {
        let needed = usize::BITS - seconds.saturating_sub(1).leading_zeros();
        if needed > self.bits {
            self.widen((needed + 2).min(u32::BITS));
        }
        let bits = self.bits;
        self.table.intern_all(pairs.map(|(first, second)| joined_at(bits, first, second)), out);
    }

    fn widen(&mut self, bits: u32) {
        let pairs = self.table.keys().iter().map(|&key| self.parts(key)).collect::<Vec<_>>();
        let mut table = IdTable::default();
        table.intern_all(pairs.into_iter().map(|(first, second)| joined_at(bits, first, second)), &mut Vec::new());
        *self = Self { table, bits };
    }
}

const fn joined_at(bits: u32, first: u32, second: u32) -> u64 {
    ((first as u64) << bits) | second as u64
}

#[cfg(test)]
mod tests {
    use super::PairTable;

    #[test]
    fn pairs_have_the_ids_of_their_first_appearance_however_many_there_are() {
        let pairs = (0..100_000_u32).map(|row| (row * 7919 % 1013, row.wrapping_mul(40_503) % (1 + row / 10))).collect::<Vec<_>>();
        let mut known = std::collections::HashMap::new();
        let mut table = PairTable::default();
        for part in pairs.chunks(999) {
            let seconds = 1 + part.iter().map(|pair| pair.1 as usize).max().unwrap_or(0);
            let mut ids = Vec::new();
            table.intern_all(part.iter().copied(), seconds, &mut ids);
            for (&pair, &id) in part.iter().zip(&ids) {
                let next = known.len() as u32;
                assert_eq!(id, *known.entry(pair).or_insert(next));
            }
        }
        assert!(known.iter().all(|(&pair, &id)| table.pair(id) == pair));
        assert_eq!(table.len(), known.len());
    }
}
