//! About how many different values each group has: HyperLogLog with 4096 registers, of which those that are set are kept. O(1) per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array};
use arrow_schema::DataType;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::accumulator::each_valid;
use crate::error::Result;
use crate::hash_value::hasher;

const BITS: u32 = 12;
pub(crate) const REGISTERS: usize = 1 << BITS;
/// Ranks from 0, of a register that is not set, to that of 52 bits none of which is.
pub(crate) const RANKS: usize = 54;
/// 1 / (2 ln 2)
const ALPHA: f64 = 0.721_347_520_444_481_7;

#[derive(Default)]
pub(super) struct ApproxDistinct {
    /// group × registers + register → rank
    ranks: HashMap<u64, u8, FixedState>,
}

impl ApproxDistinct {
    pub(super) fn update(&mut self, ids: &[u32], column: &ArrayRef) -> Result<()> {
        if column.data_type() == &DataType::Null {
            return Ok(());
        }
        let hash = hasher(column, 0)?;
        each_valid(Some(column), ids, |row, group| {
            let (register, rank) = of_hash(hash(row));
            self.raise((group * REGISTERS + register) as u64, rank);
        });
        Ok(())
    }

    fn raise(&mut self, key: u64, rank: u8) {
        let held = self.ranks.entry(key).or_default();
        *held = rank.max(*held);
    }

    /// `ids[i]` is the group here of group `i` there.
    pub(super) fn merge(&mut self, ids: &[u32], other: &Self) {
        for (&key, &rank) in &other.ranks {
            let group = usize::try_from(key / REGISTERS as u64).ok().and_then(|group| ids.get(group)).copied().unwrap_or(0);
            self.raise(u64::from(group) * REGISTERS as u64 + key % REGISTERS as u64, rank);
        }
    }

    /// Bytes that grow with the rows.
    pub(super) fn bytes(&self) -> usize {
        self.ranks.capacity() * 20
    }

    #[allow(clippy::cast_precision_loss)]
    pub(super) fn finish(&self, groups: usize) -> ArrayRef {
        let mut ranks: Vec<_> = self.ranks.iter().map(|(&key, &rank)| (key, rank)).collect();
        ranks.sort_unstable();
        let mut rest = ranks.iter().copied().peekable();
        let estimates = (0..groups).map(|group| {
            let mut counts = [0_u32; RANKS];
            let end = ((group + 1) * REGISTERS) as u64;
            let mut set = 0;
            while let Some((_, rank)) = rest.next_if(|&(key, _)| key < end) {
                counts[usize::from(rank)] += 1;
                set += 1;
            }
            counts[0] = 4096 - set;
            estimate(&counts)
        });
        Arc::new(estimates.collect::<Int64Array>())
    }
}

/// The register of a hash, and the place of the first bit that is set below those of the register; 53 where none is.
fn of_hash(hash: u64) -> (usize, u8) {
    let rank = ((hash << BITS).leading_zeros() + 1).min(64 - BITS + 1);
    (usize::try_from(hash >> (64 - BITS)).unwrap_or(0), u8::try_from(rank).unwrap_or(u8::MAX))
}

/// Register × ranks + rank of a hash.
pub(crate) fn place(hash: u64) -> u32 {
    let (register, rank) = of_hash(hash);
    u32::try_from(register * RANKS + usize::from(rank)).unwrap_or(0)
}

/// How many different values there are about, from how many registers have each rank: Ertl, New cardinality estimation algorithms for
/// HyperLogLog sketches, arXiv 1702.01284, algorithm 6.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn estimate(counts: &[u32; RANKS]) -> i64 {
    let registers = 4096.0;
    let mut sum = registers * tau(1.0 - f64::from(counts[RANKS - 1]) / registers);
    for &count in counts[1..RANKS - 1].iter().rev() {
        sum = 0.5 * (sum + f64::from(count));
    }
    sum += registers * sigma(f64::from(counts[0]) / registers);
    // Below 2^64 by far: there are so many hashes.
    (ALPHA * registers * registers / sum + 0.5).floor() as i64
}

#[allow(clippy::float_cmp)]
fn sigma(share: f64) -> f64 {
    if share == 1.0 {
        return f64::INFINITY;
    }
    let (mut x, mut y, mut sum, mut before) = (share, 1.0, share, -1.0);
    while sum != before {
        x *= x;
        before = sum;
        sum += x * y;
        y += y;
    }
    sum
}

#[allow(clippy::float_cmp)]
fn tau(share: f64) -> f64 {
    if share == 0.0 || share == 1.0 {
        return 0.0;
    }
    let (mut x, mut y, mut sum, mut before) = (share, 1.0, 1.0 - share, -1.0);
    while sum != before {
        x = x.sqrt();
        before = sum;
        y *= 0.5;
        sum -= (1.0 - x) * (1.0 - x) * y;
    }
    sum / 3.0
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::Int64Type;
    use arrow_array::{ArrayRef, Int64Array, cast::AsArray};

    use super::ApproxDistinct;

    fn estimate_of(values: i64) -> i64 {
        let column: ArrayRef = Arc::new((0..values).collect::<Int64Array>());
        let ids = vec![0; column.len()];
        let mut approx = ApproxDistinct::default();
        approx.update(&ids, &column).expect("integers");
        // Twice the same changes nothing, also from elsewhere.
        let mut other = ApproxDistinct::default();
        other.update(&ids, &column).expect("integers");
        approx.merge(&[0], &other);
        approx.finish(1).as_primitive::<Int64Type>().value(0)
    }

    #[test]
    #[allow(clippy::cast_precision_loss)]
    fn estimates_are_within_their_bound() {
        assert_eq!([0, 1, 2, 10].map(estimate_of), [0, 1, 2, 10]);
        for count in [100, 1_000, 5_000, 20_000, 100_000, 1_000_000] {
            let error = (estimate_of(count) - count) as f64 / count as f64;
            assert!(error.abs() < 0.05, "{count}: {error}");
        }
    }
}
