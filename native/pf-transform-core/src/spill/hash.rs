//! Hashes of key columns: equal keys have equal hashes, whatever the encoding of the column.

use std::hash::{BuildHasher, Hasher};

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, UInt32Array};
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
        add(column, &mut hashes)?;
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

fn add(column: &ArrayRef, hashes: &mut [u64]) -> Result<()> {
    if let Some(dictionary) = column.as_any_dictionary_opt().filter(|dictionary| dictionary.values().len() <= column.len()) {
        // Once per value.
        let values = hashes_of(std::slice::from_ref(dictionary.values()), dictionary.values().len())?;
        let keys = arrow_select::take::take(&arrow_array::UInt64Array::from(values), dictionary.keys(), None)?;
        let keys = keys.as_primitive::<arrow_array::types::UInt64Type>();
        hashes.iter_mut().zip(keys.iter()).for_each(|(hash, value)| *hash = combine(*hash, value.unwrap_or_else(null_value)));
        return Ok(());
    }
    let column = &decode(column)?;
    let nulls = column.logical_nulls().filter(|nulls| nulls.null_count() > 0);
    let mut put = |row: usize, value: u64| {
        let is_null = nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        hashes[row] = combine(hashes[row], if is_null { NULL } else { value });
    };
    if let DataType::Decimal128(..) = column.data_type() {
        let values = column.as_primitive::<Decimal128Type>().values();
        values.iter().enumerate().for_each(|(row, &value)| put(row, of_wide(value)));
    } else if let Some(rows) = ByteRows::of(column) {
        for row in 0..column.len() {
            let value = if column.is_null(row) { 0 } else { of_bytes(rows.value(row)) };
            put(row, value);
        }
    } else {
        let mut codes = vec![0; column.len()];
        codes_of(column, &SortKey { column: String::new(), descending: false, nulls: Nulls::Last }, &mut codes)?;
        codes.iter().enumerate().for_each(|(row, &code)| put(row, code));
    }
    Ok(())
}

/// As the hash of a dictionary's value that is null.
const fn null_value() -> u64 {
    combine(0, NULL)
}

/// The rows of each bucket, in their order.
pub(super) fn divided(buckets: &[u32], count: u32) -> Vec<UInt32Array> {
    let mut rows = vec![Vec::new(); count as usize];
    for (row, &bucket) in (0..).zip(buckets) {
        rows[bucket as usize].push(row);
    }
    rows.into_iter().map(UInt32Array::from).collect()
}
