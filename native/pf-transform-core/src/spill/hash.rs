//! Hashes of key columns: equal keys have equal hashes, whatever the encoding of the column.

use std::hash::{BuildHasher, Hasher};

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, UInt64Type};
use arrow_array::{Array, ArrayRef, UInt32Array, UInt64Array};
use arrow_schema::DataType;

use crate::bytes::ByteRows;
use crate::error::Result;
use crate::sort::{Nulls, SortKey, codes_of};
use crate::value::decode;

/// Any odd number with well mixed bits.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
pub(super) const NULL: u64 = 0x5851_F42D_4C95_7F2D;

/// The bucket of each row: a range of the hash, another one at every level.
#[allow(clippy::cast_possible_truncation)] // a remainder of a small number
pub(super) fn buckets_of(hashes: &[u64], level: u32, buckets: u32) -> Vec<u32> {
    let seed = u64::from(level + 1).wrapping_mul(MIX);
    let bucket = |hash: u64| {
        let mixed = (hash ^ seed).wrapping_mul(MIX);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed >> 32).wrapping_mul(u64::from(buckets)) >> 32) as u32
    };
    hashes.iter().map(|&hash| bucket(hash)).collect()
}

/// Hashes of rows by columns that are compared with columns of the same type.
pub(super) fn hashes_of(columns: &[ArrayRef], rows: usize) -> Result<Vec<u64>> {
    let mut hashes = vec![0; rows];
    for column in columns {
        let values = of_values(column)?;
        hashes.iter_mut().zip(values).for_each(|(hash, value)| *hash = combine(*hash, value));
    }
    Ok(hashes)
}

/// Puts a value to the hash of its row.
pub(super) const fn combine(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(MIX)
}

pub(super) fn of_bytes(bytes: &[u8]) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    hasher.write(bytes);
    hasher.finish()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the halves of a decimal
pub(super) const fn of_wide(value: i128) -> u64 {
    combine((value >> 64) as u64, value as u64)
}

/// A hash of each value of a column: the same for a value, whatever the encoding.
fn of_values(column: &ArrayRef) -> Result<Vec<u64>> {
    if let Some(dictionary) = column.as_any_dictionary_opt().filter(|dictionary| dictionary.values().len() <= column.len()) {
        // Once per value.
        let values = UInt64Array::from(of_values(dictionary.values())?);
        let hashes = arrow_select::take::take(&values, dictionary.keys(), None)?;
        return Ok(hashes.as_primitive::<UInt64Type>().iter().map(|hash| hash.unwrap_or(NULL)).collect());
    }
    let column = &decode(column)?;
    let mut hashes = vec![0; column.len()];
    if let DataType::Decimal128(..) = column.data_type() {
        let values = column.as_primitive::<Decimal128Type>().values();
        hashes.iter_mut().zip(values).for_each(|(hash, &value)| *hash = of_wide(value));
    } else if let Some(rows) = ByteRows::of(column) {
        let hash = |row| if column.is_null(row) { NULL } else { of_bytes(rows.value(row)) };
        hashes.iter_mut().enumerate().for_each(|(row, value)| *value = hash(row));
    } else {
        codes_of(column, &SortKey { column: String::new(), descending: false, nulls: Nulls::Last }, &mut hashes)?;
    }
    if let Some(nulls) = column.logical_nulls().filter(|nulls| nulls.null_count() > 0) {
        hashes.iter_mut().enumerate().filter(|(row, _)| nulls.is_null(*row)).for_each(|(_, hash)| *hash = NULL);
    }
    Ok(hashes)
}

/// The rows of each bucket, in their order.
pub(super) fn divided(buckets: &[u32], count: u32) -> Vec<UInt32Array> {
    let mut rows = vec![Vec::new(); count as usize];
    for (row, &bucket) in (0..).zip(buckets) {
        rows[bucket as usize].push(row);
    }
    rows.into_iter().map(UInt32Array::from).collect()
}
