//! Casts between instants, times and durations of different units: exact upwards, floor downwards. A date is midnight UTC.

use std::sync::Arc;

use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};

use super::map_rows;
use crate::compare::nanoseconds;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::type_text::type_text;

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

/// Integers as counts of a unit, within a day for a time, and times and durations as such counts; `None` where it is another cast.
pub(super) fn counted(array: &ArrayRef, target: &DataType) -> Result<Option<ArrayRef>> {
    let counts = |data_type: &DataType| matches!(data_type, DataType::Time32(_) | DataType::Time64(_) | DataType::Duration(_));
    if counts(array.data_type()) && target.is_integer() {
        let raw = reinterpret(array, if is_narrow(array.data_type()) { &DataType::Int32 } else { &DataType::Int64 })?;
        let from = type_text(array.data_type());
        return super::cast_array(&raw, target).map(Some).map_err(|error| match error {
            Error::CastFailed { value, target, row, .. } => Error::CastFailed { value, from, target, row },
            other => other,
        });
    }
    if !(array.data_type().is_integer() && counts(target)) {
        return Ok(None);
    }
    let Some(values) = Carrier::of(array) else { return Ok(None) };
    let within = |count: i64| match target {
        DataType::Time32(unit) | DataType::Time64(unit) => count >= 0 && i128::from(count) * nanoseconds(*unit) < DAY,
        _ => true,
    };
    let count = |row: usize| match &values {
        Carrier::Signed(values) => Some(values[row]),
        Carrier::Unsigned(values) => i64::try_from(values[row]).ok(),
        Carrier::Float(_) | Carrier::Decimal(..) => None,
    };
    let show = |row: usize| match &values {
        Carrier::Unsigned(values) => values[row].to_string(),
        _ => count(row).unwrap_or_default().to_string(),
    };
    let counts = |row: usize| count(row).filter(|&count| within(count));
    let result: ArrayRef = if is_narrow(target) {
        Arc::new(map_rows::<Int32Type>(array, target, |row| counts(row).and_then(|count| i32::try_from(count).ok()), show)?)
    } else {
        Arc::new(map_rows::<Int64Type>(array, target, counts, show)?)
    };
    reinterpret(&result, target).map(Some)
}

/// Digits of a second that a unit has.
const fn digits(unit: TimeUnit) -> usize {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    }
}

/// A time of day with all digits of its unit; `None` outside of a day.
pub(super) fn time_text(count: i64, time_unit: TimeUnit) -> Option<String> {
    let nanos = i128::from(count) * nanoseconds(time_unit);
    if !(0..DAY).contains(&nanos) {
        return None;
    }
    let seconds = nanos / nanoseconds(TimeUnit::Second);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = (nanos % nanoseconds(TimeUnit::Second)) / nanoseconds(time_unit);
    Some(match digits(time_unit) {
        0 => clock,
        width => format!("{clock}.{fraction:0width$}"),
    })
}

/// The inverse, from `23:59` to `23:59:59.999999999`; `None` for what is not a time of day or has more digits than the unit.
pub(super) fn time_of_text(text: &str, time_unit: TimeUnit) -> Option<i64> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) if !fraction.is_empty() && fraction.len() <= 9 && clock.len() == 8 => (clock, fraction),
        Some(_) => return None,
        None => (text, ""),
    };
    let part = |text: &str, limit: i128| {
        let strict = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        strict.then(|| text.parse::<i128>().ok()).flatten().filter(|&value| value < limit)
    };
    let mut parts = clock.split(':');
    let hours = part(parts.next()?, 24)?;
    let minutes = part(parts.next()?, 60)?;
    let seconds = parts.next().map_or(Some(0), |text| part(text, 60))?;
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanos: i128 = format!("{fraction:0<9}").parse().ok()?;
    let total = (hours * 3600 + minutes * 60 + seconds) * nanoseconds(TimeUnit::Second) + nanos;
    (total % nanoseconds(time_unit) == 0).then(|| i64::try_from(total / nanoseconds(time_unit)).ok()).flatten()
}
