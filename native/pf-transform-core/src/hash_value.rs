//! Hashes of values, the same for equal ones of every width. O(bytes) time.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use twox_hash::XxHash64;

use crate::aggregate::physical;
use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::scalar::reinterpret;

/// The hash XXH64 of the value in a row: of texts and binary that of their bytes, of decimals of 16 bytes in two's complement, of floats of the double, of all others of the integer of 64 bits; the least byte comes first.
pub(crate) fn hasher(column: &ArrayRef, seed: u64) -> Result<Box<dyn Fn(usize) -> u64>> {
    if let Some(rows) = ByteRows::of(column) {
        return Ok(Box::new(move |row| XxHash64::oneshot(seed, rows.value(row))));
    }
    if let Some(bools) = column.as_boolean_opt().cloned() {
        return Ok(Box::new(move |row| XxHash64::oneshot(seed, &i64::from(bools.value(row)).to_le_bytes())));
    }
    let as_numbers = physical(column.data_type());
    let numbers = if &as_numbers == column.data_type() { column.clone() } else { reinterpret(column, &as_numbers)? };
    Ok(match Carrier::of(&numbers) {
        Some(Carrier::Signed(values)) => Box::new(move |row| XxHash64::oneshot(seed, &values[row].to_le_bytes())),
        Some(Carrier::Unsigned(values)) => Box::new(move |row| XxHash64::oneshot(seed, &values[row].to_le_bytes())),
        Some(Carrier::Decimal(values, _)) => Box::new(move |row| XxHash64::oneshot(seed, &values[row].to_le_bytes())),
        Some(Carrier::Float(values)) => Box::new(move |row| {
            let value = if values[row].is_nan() { f64::NAN } else { values[row] + 0.0 };
            XxHash64::oneshot(seed, &value.to_le_bytes())
        }),
        None => return Err(Error::UnsupportedType(format!("a hash of {} is not supported", column.data_type()))),
    })
}
