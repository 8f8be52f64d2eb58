//! About how many different values each group has: HyperLogLog with 4096 registers, of which those that are set are kept. O(1) per row.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array};
use arrow_schema::DataType;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use twox_hash::XxHash64;

use super::accumulator::each_valid;
use super::extreme::physical;
use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::scalar::reinterpret;

const BITS: u32 = 12;
const REGISTERS: u64 = 1 << BITS;
/// Ranks from 0, of a register that is not set, to that of 52 bits none of which is.
const RANKS: usize = 54;
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
        let hash = hasher(column)?;
        each_valid(Some(column), ids, |row, group| {
            let hash = hash(row);
            // The bits below those of the register; 53 where none is set.
            let rank = ((hash << BITS).leading_zeros() + 1).min(64 - BITS + 1);
            self.raise(group as u64 * REGISTERS + (hash >> (64 - BITS)), u8::try_from(rank).unwrap_or(u8::MAX));
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
            let group = usize::try_from(key / REGISTERS).ok().and_then(|group| ids.get(group)).copied().unwrap_or(0);
            self.raise(u64::from(group) * REGISTERS + key % REGISTERS, rank);
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
            let end = (group as u64 + 1) * REGISTERS;
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

/// The hash of the value in a row: of texts and binary that of their bytes, of decimals of 16 bytes in two's complement, of floats of the double, of all others of the integer of 64 bits; the least byte comes first.
fn hasher(column: &ArrayRef) -> Result<Box<dyn Fn(usize) -> u64>> {
    if let Some(rows) = ByteRows::of(column) {
        return Ok(Box::new(move |row| XxHash64::oneshot(0, rows.value(row))));
    }
    if let Some(bools) = column.as_boolean_opt().cloned() {
        return Ok(Box::new(move |row| XxHash64::oneshot(0, &i64::from(bools.value(row)).to_le_bytes())));
    }
    let as_numbers = physical(column.data_type());
    let numbers = if &as_numbers == column.data_type() { column.clone() } else { reinterpret(column, &as_numbers)? };
    Ok(match Carrier::of(&numbers) {
        Some(Carrier::Signed(values)) => Box::new(move |row| XxHash64::oneshot(0, &values[row].to_le_bytes())),
        Some(Carrier::Unsigned(values)) => Box::new(move |row| XxHash64::oneshot(0, &values[row].to_le_bytes())),
        Some(Carrier::Decimal(values, _)) => Box::new(move |row| XxHash64::oneshot(0, &values[row].to_le_bytes())),
        Some(Carrier::Float(values)) => Box::new(move |row| {
            let value = if values[row].is_nan() { f64::NAN } else { values[row] + 0.0 };
            XxHash64::oneshot(0, &value.to_le_bytes())
        }),
        None => return Err(Error::UnsupportedType(format!("approxCountDistinct of {} is not supported", column.data_type()))),
    })
}

/// How many different values there are about, from how many registers have each rank: Ertl, New cardinality estimation algorithms for
/// HyperLogLog sketches, arXiv 1702.01284, algorithm 6.
#[allow(clippy::cast_possible_truncation)]
fn estimate(counts: &[u32; RANKS]) -> i64 {
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
