//! Casts between instants, times and durations of different units: exact upwards, floor downwards. A date is midnight UTC.

use std::sync::Arc;

use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};

use super::map_rows;
use crate::compare::nanoseconds;
use crate::error::Result;
use crate::numeric::Carrier;
use crate::scalar::reinterpret;

const DAY: i128 = 86_400_000_000_000;

#[derive(PartialEq)]
enum Family {
    Instant,
    Time,
    Duration,
}

/// Nanoseconds of one unit of a type, and its family.
fn unit(data_type: &DataType) -> Option<(i128, Family)> {
    Some(match data_type {
        DataType::Date32 => (DAY, Family::Instant),
        DataType::Date64 => (nanoseconds(TimeUnit::Millisecond), Family::Instant),
        DataType::Timestamp(unit, _) => (nanoseconds(*unit), Family::Instant),
        DataType::Time32(unit) | DataType::Time64(unit) => (nanoseconds(*unit), Family::Time),
        DataType::Duration(unit) => (nanoseconds(*unit), Family::Duration),
        _ => return None,
    })
}

const fn is_narrow(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Date32 | DataType::Time32(_))
}

/// `None` when there is no such cast.
pub(super) fn cast(array: &ArrayRef, target: &DataType) -> Result<Option<ArrayRef>> {
    let (Some((from, from_family)), Some((to, to_family))) = (unit(array.data_type()), unit(target)) else {
        return Ok(None);
    };
    if from_family != to_family {
        return Ok(None);
    }
    let raw = reinterpret(array, if is_narrow(array.data_type()) { &DataType::Int32 } else { &DataType::Int64 })?;
    let Some(Carrier::Signed(values)) = Carrier::of(&raw) else {
        return Ok(None);
    };
    let convert = |row: usize| (i128::from(values[row]) * from).div_euclid(to);
    let show = |row: usize| values[row].to_string();
    let source: &dyn Array = array;
    let result: ArrayRef = if is_narrow(target) {
        Arc::new(map_rows::<Int32Type>(source, target, |row| i32::try_from(convert(row)).ok(), show)?)
    } else {
        Arc::new(map_rows::<Int64Type>(source, target, |row| i64::try_from(convert(row)).ok(), show)?)
    };
    reinterpret(&result, target).map(Some)
}
