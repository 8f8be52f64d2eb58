//! Dates and timestamps moved by the calendar, their differences, and their distance from 1970. O(n) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int32Array, Int64Array, new_null_array};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::numbers::map;
use super::{Call, Operands, ScalarFunction, two};
use crate::calendar::{Civil, Clock, DAY_NANOS, days_in_month, weekday};
use crate::error::{Error, Excess, Result};
use crate::numeric::Carrier;
use crate::scalar::{reinterpret, string_literal};
use crate::type_text::type_text;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "truncateTime", operands: Operands::exactly(2), kernel: truncated },
    ScalarFunction { name: "roundTime", operands: Operands::exactly(2), kernel: rounded },
    ScalarFunction {
        name: "addDays",
        operands: Operands::exactly(2),
        kernel: |operands, call| {
            added("addDays", operands, call, |days, by| {
                let by = Some(by).filter(|by| by.abs() <= MOST_DAYS)?;
                Some(days + i64::try_from(by).ok()?)
            })
        },
    },
    ScalarFunction {
        name: "addMonths",
        operands: Operands::exactly(2),
        kernel: |operands, call| added("addMonths", operands, call, some_months_later),
    },
    ScalarFunction {
        name: "addYears",
        operands: Operands::exactly(2),
        kernel: |operands, call| added("addYears", operands, call, |days, by| some_months_later(days, by * 12)),
    },
    ScalarFunction { name: "epoch", operands: Operands::exactly(2), kernel: epoch },
    ScalarFunction { name: "fromEpoch", operands: Operands::exactly(2), kernel: from_epoch },
    ScalarFunction { name: "until", operands: Operands::exactly(3), kernel: until },
];

const SECOND: i64 = 1_000_000_000;
/// More months than lie between any two timestamps.
const MOST_MONTHS: i128 = 10_000_000_000_000;
/// More days than lie between any two timestamps.
const MOST_DAYS: i128 = 300_000_000_000_000;

pub(super) fn unit_of(value: &Value) -> Result<String> {
    string_literal(value.array())
        .filter(|_| value.is_literal())
        .map(str::to_owned)
        .ok_or_else(|| Error::InvalidArgument("a unit must be a literal".to_owned()))
}

/// What does not fit the type of the result.
pub(super) fn beyond(operation: String, call: &Call<'_>, row: usize) -> Error {
    Error::IntegerOverflow(Box::new(Excess {
        operation,
        result: "beyond the type".to_owned(),
        target: type_text(call.data_type),
        cure: "take a coarser unit",
        row: Some(row),
    }))
}

/// One integer per row that is not null.
fn integers(nulls: Option<NullBuffer>, length: usize, of: impl Fn(usize) -> Result<i64>) -> Result<Int64Array> {
    let value = |row: usize| if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) { Ok(0) } else { of(row) };
    let values = (0..length).map(value).collect::<Result<Vec<i64>>>()?;
    Ok(Int64Array::new(values.into(), nulls))
}

fn nulls_of(value: &Value) -> Option<&NullBuffer> {
    if value.is_literal() { None } else { value.array().nulls() }
}

fn nothing(call: &Call<'_>) -> Value {
    Value::Array(new_null_array(call.data_type, call.length))
}

/// So many months later; the last day of a month that has no such day.
fn months_later(days: i64, months: i64) -> i64 {
    let civil = Civil::of(days);
    let count = civil.year * 12 + civil.month - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    Civil { year, month, day: civil.day.min(days_in_month(year, month)) }.days()
}

/// Moves each moment, which is a day and its nanoseconds, and counts it again in the unit of its type.
fn moved(name: &str, value: &Value, other: &Value, call: &Call<'_>, to: impl Fn(i64, i64, usize) -> Option<(i64, i64)>) -> Result<Value> {
    if value.is_all_null() || other.is_all_null() {
        return Ok(nothing(call));
    }
    let array = value.decoded()?.into_rows(call.length)?;
    let clock = Clock::of(&array)?;
    let nulls = NullBuffer::union(array.nulls(), nulls_of(other));
    let is_narrow = call.data_type == &DataType::Date32;
    let counts = integers(nulls, call.length, |row| {
        let (days, nanos) = clock.split(row);
        to(days, nanos, row)
            .and_then(|(days, nanos)| clock.count(days, nanos))
            .filter(|&count| !is_narrow || i32::try_from(count).is_ok())
            .ok_or_else(|| beyond(format!("{name} of {}", clock.value(row)), call, row))
    })?;
    let raw: ArrayRef = if is_narrow {
        let values = counts.values().iter().map(|&count| i32::try_from(count).unwrap_or_default()).collect::<Vec<_>>();
        Arc::new(Int32Array::new(values.into(), counts.nulls().cloned()))
    } else {
        Arc::new(counts)
    };
    Ok(Value::Array(reinterpret(&raw, call.data_type)?))
}

fn some_months_later(days: i64, months: i128) -> Option<i64> {
    let months = Some(months).filter(|months| months.abs() <= MOST_MONTHS)?;
    Some(months_later(days, i64::try_from(months).ok()?))
}

/// Each day moved by the integer beside it.
fn added(name: &str, operands: &[Value], call: &Call<'_>, to: fn(i64, i128) -> Option<i64>) -> Result<Value> {
    let (value, other) = two(operands)?;
    if other.is_all_null() {
        return Ok(nothing(call));
    }
    let other = other.decoded()?;
    let step = usize::from(!other.is_literal());
    let carrier = Carrier::of(other.array());
    let count = |row: usize| match &carrier {
        Some(Carrier::Signed(values)) => Some(i128::from(values[row * step])),
        Some(Carrier::Unsigned(values)) => Some(i128::from(values[row * step])),
        _ => None,
    };
    moved(name, value, &other, call, |days, nanos, row| Some((to(days, count(row)?)?, nanos)))
}

/// A day and its nanoseconds.
type Moment = (i64, i64);

type Step = fn(Moment) -> Moment;

/// A unit of the calendar or of the clock.
struct CalendarUnit {
    /// of what a moment lies in
    beginning: Step,
    /// of what comes after that
    next: Step,
}

impl CalendarUnit {
    fn of(value: &Value, function: &str) -> Result<Self> {
        const fn later((days, nanos): Moment, by: i64) -> Moment {
            let nanos = nanos + by;
            if nanos < DAY_NANOS { (days, nanos) } else { (days + 1, nanos - DAY_NANOS) }
        }
        let (beginning, next): (Step, Step) = match unit_of(value)?.as_str() {
            "year" => (|(days, _)| (Civil { month: 1, day: 1, ..Civil::of(days) }.days(), 0), |(days, _)| (months_later(days, 12), 0)),
            "quarter" => (
                |(days, _)| {
                    let civil = Civil::of(days);
                    (Civil { month: civil.month - (civil.month - 1) % 3, day: 1, ..civil }.days(), 0)
                },
                |(days, _)| (months_later(days, 3), 0),
            ),
            "month" => (|(days, _)| (days - Civil::of(days).day + 1, 0), |(days, _)| (months_later(days, 1), 0)),
            "week" => (|(days, _)| (days - weekday(days) + 1, 0), |(days, _)| (days + 7, 0)),
            "day" => (|(days, _)| (days, 0), |(days, _)| (days + 1, 0)),
            "hour" => (|(days, nanos)| (days, nanos - nanos % (3600 * SECOND)), |moment| later(moment, 3600 * SECOND)),
            "minute" => (|(days, nanos)| (days, nanos - nanos % (60 * SECOND)), |moment| later(moment, 60 * SECOND)),
            "second" => (|(days, nanos)| (days, nanos - nanos % SECOND), |moment| later(moment, SECOND)),
            other => return Err(Error::InvalidArgument(format!("{function} does not know the unit {other}"))),
        };
        Ok(Self { beginning, next })
    }
}

fn truncated(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, unit) = two(operands)?;
    let CalendarUnit { beginning, .. } = CalendarUnit::of(unit, "truncateTime")?;
    moved("truncateTime", value, unit, call, |days, nanos, _| Some(beginning((days, nanos))))
}

/// The nearer of the beginnings before and after, the later where both are as near.
fn rounded(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, unit) = two(operands)?;
    let CalendarUnit { beginning, next } = CalendarUnit::of(unit, "roundTime")?;
    moved("roundTime", value, unit, call, |days, nanos, _| {
        let from = beginning((days, nanos));
        let to = next(from);
        let is_later = 2 * nanoseconds((days, nanos)) >= nanoseconds(from) + nanoseconds(to);
        Some(if is_later { to } else { from })
    })
}

/// Nanoseconds since 1970 in UTC.
fn nanoseconds((days, nanos): (i64, i64)) -> i128 {
    i128::from(days) * i128::from(DAY_NANOS) + i128::from(nanos)
}

fn epoch(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, unit) = two(operands)?;
    let length: i128 = match unit_of(unit)?.as_str() {
        "s" => 1_000_000_000,
        "ms" => 1_000_000,
        "us" => 1_000,
        "ns" => 1,
        other => return Err(Error::InvalidArgument(format!("epoch does not know the unit {other}"))),
    };
    if value.is_all_null() {
        return Ok(nothing(call));
    }
    let array = value.decoded()?.into_rows(call.length)?;
    let clock = Clock::at(&array, 0)?;
    let counts = integers(array.nulls().cloned(), call.length, |row| {
        let count = nanoseconds(clock.split(row)).div_euclid(length);
        i64::try_from(count).map_err(|_| beyond(format!("epoch of {}", clock.value(row)), call, row))
    })?;
    Ok(Value::Array(Arc::new(counts)))
}

fn from_epoch(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, _) = two(operands)?;
    map(value, call, |array| {
        let unfit = |row: usize, value: String| beyond(format!("fromEpoch of {value}"), call, row);
        let nulls = array.nulls().cloned();
        let counts = match Carrier::of(array) {
            Some(Carrier::Signed(values)) => Int64Array::new(values.iter().copied().collect(), nulls),
            Some(Carrier::Unsigned(values)) => {
                integers(nulls, array.len(), |row| i64::try_from(values[row]).map_err(|_| unfit(row, values[row].to_string())))?
            }
            _ => return Err(Error::TypeMismatch(format!("expected integers, received {}", array.data_type()))),
        };
        let counts: ArrayRef = Arc::new(counts);
        reinterpret(&counts, call.data_type)
    })
}

/// Whole months from one moment to another.
fn months_between(from: (i64, i64), to: (i64, i64)) -> i64 {
    let (a, b) = (Civil::of(from.0), Civil::of(to.0));
    let months = (b.year - a.year) * 12 + b.month - a.month;
    let reached = (months_later(from.0, months), from.1);
    if months > 0 && reached > to {
        months - 1
    } else if months < 0 && reached < to {
        months + 1
    } else {
        months
    }
}

fn until(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [from, to, unit] = operands else { return Err(super::wrong_number(3, operands.len())) };
    let unit = unit_of(unit)?;
    let (months, length): (i64, i128) = match unit.as_str() {
        "year" => (12, 0),
        "quarter" => (3, 0),
        "month" => (1, 0),
        "week" => (0, 7 * i128::from(DAY_NANOS)),
        "day" => (0, DAY_NANOS.into()),
        "hour" => (0, 3_600_000_000_000),
        "minute" => (0, 60_000_000_000),
        "second" => (0, 1_000_000_000),
        "millisecond" => (0, 1_000_000),
        "microsecond" => (0, 1_000),
        "nanosecond" => (0, 1),
        other => return Err(Error::InvalidArgument(format!("until does not know the unit {other}"))),
    };
    if from.is_all_null() || to.is_all_null() {
        return Ok(nothing(call));
    }
    let (from, to) = (from.decoded()?.into_rows(call.length)?, to.decoded()?.into_rows(call.length)?);
    let offset = if months > 0 { Clock::of(&from)?.offset() } else { 0 };
    let (a, b) = (Clock::at(&from, offset)?, Clock::at(&to, offset)?);
    let counts = integers(NullBuffer::union(from.nulls(), to.nulls()), call.length, |row| {
        let (x, y) = (a.split(row), b.split(row));
        if months > 0 {
            return Ok(months_between(x, y) / months);
        }
        i64::try_from((nanoseconds(y) - nanoseconds(x)) / length)
            .map_err(|_| beyond(format!("until of {} and {}", a.value(row), b.value(row)), call, row))
    })?;
    Ok(Value::Array(Arc::new(counts)))
}
