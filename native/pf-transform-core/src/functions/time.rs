//! Parts of dates and times, by the clock of their zone and the Gregorian calendar. O(n) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Int64Array};
use arrow_buffer::BooleanBuffer;

use super::numbers::map;
use super::{Call, Operands, ScalarFunction, one};
use crate::calendar::{self, Civil, Clock};
use crate::error::{Error, Result};
use crate::type_text::type_text;
use crate::value::Value;

const HOUR: i64 = 3600 * SECOND;
const MINUTE: i64 = 60 * SECOND;
const SECOND: i64 = 1_000_000_000;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction {
        name: "year",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, |day| Civil::of(day).year),
    },
    ScalarFunction {
        name: "quarter",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, |day| (Civil::of(day).month + 2) / 3),
    },
    ScalarFunction {
        name: "month",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, |day| Civil::of(day).month),
    },
    ScalarFunction {
        name: "day",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, |day| Civil::of(day).day),
    },
    ScalarFunction {
        name: "dayOfYear",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, calendar::day_of_year),
    },
    ScalarFunction { name: "weekday", operands: Operands::exactly(1), kernel: |operands, call| of_day(operands, call, calendar::weekday) },
    ScalarFunction {
        name: "isoWeek",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, |day| (calendar::day_of_year(calendar::thursday(day)) - 1) / 7 + 1),
    },
    ScalarFunction {
        name: "isoYear",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_day(operands, call, |day| Civil::of(calendar::thursday(day)).year),
    },
    ScalarFunction {
        name: "hour",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_clock(operands, call, |nanos| nanos / HOUR),
    },
    ScalarFunction {
        name: "minute",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_clock(operands, call, |nanos| nanos / MINUTE % 60),
    },
    ScalarFunction {
        name: "second",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_clock(operands, call, |nanos| nanos / SECOND % 60),
    },
    ScalarFunction {
        name: "millisecond",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_clock(operands, call, |nanos| nanos / 1_000_000 % 1000),
    },
    ScalarFunction {
        name: "microsecond",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_clock(operands, call, |nanos| nanos / 1000 % 1000),
    },
    ScalarFunction {
        name: "nanosecond",
        operands: Operands::exactly(1),
        kernel: |operands, call| of_clock(operands, call, |nanos| nanos % 1000),
    },
    ScalarFunction { name: "isLeapYear", operands: Operands::exactly(1), kernel: |operands, call| map(one(operands)?, call, leap_years) },
    ScalarFunction { name: "date", operands: Operands::exactly(1), kernel: |operands, call| to_day(operands, call, |day| day) },
    ScalarFunction {
        name: "monthStart",
        operands: Operands::exactly(1),
        kernel: |operands, call| to_day(operands, call, |day| day - Civil::of(day).day + 1),
    },
    ScalarFunction {
        name: "monthEnd",
        operands: Operands::exactly(1),
        kernel: |operands, call| {
            to_day(operands, call, |day| {
                let civil = Civil::of(day);
                day - civil.day + calendar::days_in_month(civil.year, civil.month)
            })
        },
    },
];

fn of_day(operands: &[Value], call: &Call<'_>, part: impl Fn(i64) -> i64) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let clock = Clock::of(array)?;
        let parts = (0..array.len()).map(|row| part(clock.day(row))).collect();
        Ok(Arc::new(Int64Array::new(parts, array.nulls().cloned())))
    })
}

/// A part of the time of day, from its nanoseconds.
fn of_clock(operands: &[Value], call: &Call<'_>, part: impl Fn(i64) -> i64) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let clock = Clock::of(array)?;
        let parts = (0..array.len()).map(|row| part(clock.split(row).1)).collect();
        Ok(Arc::new(Int64Array::new(parts, array.nulls().cloned())))
    })
}

fn leap_years(array: &ArrayRef) -> Result<ArrayRef> {
    let clock = Clock::of(array)?;
    let bits = BooleanBuffer::collect_bool(array.len(), |row| calendar::is_leap(Civil::of(clock.day(row)).year));
    Ok(Arc::new(BooleanArray::new(bits, array.nulls().cloned())))
}

fn to_day(operands: &[Value], call: &Call<'_>, day: impl Fn(i64) -> i64) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let clock = Clock::of(array)?;
        let day_of = |row: usize| match i32::try_from(day(clock.day(row))) {
            Ok(day) => Ok(day),
            Err(_) if array.is_null(row) => Ok(0),
            Err(_) => Err(Error::CastFailed {
                value: clock.value(row).to_string(),
                from: type_text(array.data_type()),
                target: type_text(call.data_type),
                row: Some(row),
            }),
        };
        let days = (0..array.len()).map(day_of).collect::<Result<Vec<i32>>>()?;
        Ok(Arc::new(Date32Array::new(days.into(), array.nulls().cloned())))
    })
}
