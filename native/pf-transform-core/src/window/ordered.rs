//! The rows of partitions in the order of numbers: rows are counted into their partitions, then each partition is sorted alone. O(n log of the rows of a partition).

use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rayon::prelude::*;

use super::layout::{CHUNK, Layout};
use crate::control::Control;
use crate::error::Result;
use crate::sort::{Nulls, SortKey, codes_of};

/// Rows of a partition from which it is sorted by all threads.
const LARGE: usize = 1 << 17;

/// Integers in the order of the keys, alike only where the values are; none for keys of other types than numbers, times and bools.
pub(super) fn order_codes(columns: &[ArrayRef], keys: &[SortKey], control: Control<'_>) -> Result<Option<Vec<Vec<u64>>>> {
    let is_plain = |column: &ArrayRef| {
        let data_type = column.data_type();
        data_type == &DataType::Boolean || (data_type.is_primitive() && !matches!(data_type, DataType::Decimal128(..)))
    };
    if !columns.iter().all(is_plain) {
        return Ok(None);
    }
    let mut all = Vec::with_capacity(columns.len());
    for (column, key) in columns.iter().zip(keys) {
        control.keep(size_of::<u64>() * column.len())?;
        if let Some(nulls) = column.logical_nulls().filter(|nulls| nulls.null_count() > 0) {
            // Values may have the code of null.
            control.keep(size_of::<u64>() * column.len())?;
            let null = u64::from(key.nulls == Nulls::Last);
            all.push(nulls.iter().map(|is_valid| if is_valid { 1 - null } else { null }).collect());
        }
        let mut codes = vec![0; column.len()];
        codes.par_chunks_mut(CHUNK).enumerate().try_for_each(|(at, codes)| {
            control.check()?;
            codes_of(&column.slice(at * CHUNK, codes.len()), key, codes)
        })?;
        all.push(codes);
    }
    Ok(Some(all))
}

impl Layout {
    /// Rows that are in their partitions, in the order of their numbers: puts those of each partition in the order of the codes, and says where peers begin.
    pub(super) fn sorted(mut self, codes: &[Vec<u64>], control: Control<'_>) -> Result<Self> {
        let mut order = self.order.take().unwrap_or_default();
        let parts = self.parts(&mut order).into_par_iter().with_max_len(1).map(|(span, order)| {
            let first = self.partitions[span.start];
            let mut scratch = Vec::new();
            let mut peers = Vec::new();
            for index in span {
                control.check()?;
                let partition = self.partitions[index]..self.partitions[index + 1];
                let rows = &mut order[partition.start - first..partition.end - first];
                match codes {
                    [only] => sort_by_one(only, rows, &mut scratch, |place| peers.push(partition.start + place)),
                    all => sort_by_all(all, rows, |place| peers.push(partition.start + place)),
                }
            }
            Ok::<_, crate::error::Error>(peers)
        });
        let mut peers = parts.collect::<Result<Vec<_>>>()?.concat();
        peers.push(self.rows);
        Ok(Self { order: Some(order), peers, ..self })
    }
}

/// Rows with the same code stay in the order of their numbers; `peers` is told where another code begins.
fn sort_by_one(codes: &[u64], rows: &mut [u32], scratch: &mut Vec<(u64, u32)>, mut peers: impl FnMut(usize)) {
    scratch.clear();
    scratch.extend(rows.iter().map(|&row| (codes[row as usize], row)));
    if rows.len() >= LARGE {
        scratch.par_sort_unstable();
    } else {
        scratch.sort_unstable();
    }
    let mut before = None;
    for (place, (slot, &(code, row))) in rows.iter_mut().zip(&*scratch).enumerate() {
        *slot = row;
        if before != Some(code) {
            peers(place);
            before = Some(code);
        }
    }
}

fn sort_by_all(codes: &[Vec<u64>], rows: &mut [u32], mut peers: impl FnMut(usize)) {
    let by_codes = |a: u32, b: u32| {
        let orders = codes.iter().map(|codes| codes[a as usize].cmp(&codes[b as usize]));
        orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    let order = |a: &u32, b: &u32| by_codes(*a, *b).then(a.cmp(b));
    if rows.len() >= LARGE {
        rows.par_sort_unstable_by(order);
    } else {
        rows.sort_unstable_by(order);
    }
    for place in 0..rows.len() {
        if place == 0 || by_codes(rows[place - 1], rows[place]).is_ne() {
            peers(place);
        }
    }
}
