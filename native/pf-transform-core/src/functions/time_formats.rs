//! Dates and times as texts in formats of strftime, and the other way around. O(n) time.

use std::fmt::Write;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, Date32Array, TimestampMicrosecondArray, new_null_array};
use arrow_buffer::NullBuffer;

use super::numbers::map;
use super::time_format::{Directive, Part, parts_of};
use super::time_reading::read;
use super::{Call, Operands, ScalarFunction, two};
use crate::bytes::ByteRows;
use crate::calendar::{self, Civil, Clock, DAY_NANOS};
use crate::cast::does_not_fit;
use crate::error::{Error, Result};
use crate::scalar::string_literal;
use crate::type_text::quoted;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "formatTime", operands: Operands::exactly(2), kernel: format },
    ScalarFunction { name: "toDate", operands: Operands::exactly(2), kernel: |operands, call| parsed(operands, call, true, days) },
    ScalarFunction { name: "tryToDate", operands: Operands::exactly(2), kernel: |operands, call| parsed(operands, call, false, days) },
    ScalarFunction {
        name: "toTimestamp",
        operands: Operands::exactly(2),
        kernel: |operands, call| parsed(operands, call, true, microseconds),
    },
    ScalarFunction {
        name: "tryToTimestamp",
        operands: Operands::exactly(2),
        kernel: |operands, call| parsed(operands, call, false, microseconds),
    },
];

fn days(moments: &[(i64, i64)], nulls: Option<NullBuffer>) -> ArrayRef {
    let days = moments.iter().map(|&(days, _)| i32::try_from(days).unwrap_or(0));
    Arc::new(Date32Array::new(days.collect(), nulls))
}

fn microseconds(moments: &[(i64, i64)], nulls: Option<NullBuffer>) -> ArrayRef {
    let values = moments.iter().map(|&(days, micros)| days * (DAY_NANOS / 1000) + micros);
    Arc::new(TimestampMicrosecondArray::new(values.collect(), nulls))
}

/// The format of a call, which is the same in every row; none where it is null.
fn format_of(value: &Value) -> Result<Option<Vec<Part>>> {
    if value.is_all_null() || value.array().is_empty() {
        return Ok(None);
    }
    let text = string_literal(value.array())
        .ok_or_else(|| Error::TypeMismatch(format!("expected a format, received {}", value.array().data_type())))?;
    parts_of(text).map(Some)
}

fn format(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, format) = two(operands)?;
    let Some(parts) = format_of(format)? else {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    };
    map(value, call, |array| {
        let clock = Clock::of(array)?;
        let mut texts = StringBuilder::with_capacity(array.len(), array.len() * 16);
        let mut used = 0_usize;
        let mut text = String::new();
        for row in 0..array.len() {
            if array.is_null(row) {
                texts.append_null();
                continue;
            }
            text.clear();
            let (days, nanos) = clock.split(row);
            for part in &parts {
                write(part, days, nanos, &mut text);
            }
            used = used.saturating_add(text.len());
            if used > MOST {
                return Err(Error::OutOfMemory { bytes: used, limit: MOST });
            }
            texts.append_value(&text);
        }
        Ok(Arc::new(texts.finish()))
    })
}

/// The most text of a column with offsets of 32 bits.
const MOST: usize = 0x7fff_ffff;
const SECOND: i64 = 1_000_000_000;

fn write(part: &Part, days: i64, nanos: i64, text: &mut String) {
    let directive = match part {
        Part::Text(part) => {
            text.push_str(part);
            return;
        }
        Part::Directive(directive) => *directive,
    };
    let civil = Civil::of(days);
    let (seconds, hour) = (nanos / SECOND, nanos / SECOND / 3600);
    let month = calendar::MONTHS[usize::try_from(civil.month - 1).unwrap_or(0)];
    let weekday = calendar::WEEKDAYS[usize::try_from(calendar::weekday(days) - 1).unwrap_or(0)];
    // Writing to a String cannot fail.
    let _ = match directive {
        Directive::Year => year(text, civil.year),
        Directive::ShortYear => write!(text, "{:02}", civil.year.rem_euclid(100)),
        Directive::Quarter => write!(text, "{}", (civil.month + 2) / 3),
        Directive::Month => write!(text, "{:02}", civil.month),
        Directive::MonthName => text.write_str(month),
        Directive::ShortMonth => text.write_str(&month[..3]),
        Directive::Day => write!(text, "{:02}", civil.day),
        Directive::DayOfYear => write!(text, "{:03}", calendar::day_of_year(days)),
        Directive::WeekdayName => text.write_str(weekday),
        Directive::ShortWeekday => text.write_str(&weekday[..3]),
        Directive::Weekday => write!(text, "{}", calendar::weekday(days)),
        Directive::IsoYear => year(text, Civil::of(calendar::thursday(days)).year),
        Directive::IsoWeek => write!(text, "{:02}", (calendar::day_of_year(calendar::thursday(days)) - 1) / 7 + 1),
        Directive::Hour => write!(text, "{hour:02}"),
        Directive::HalfHour => write!(text, "{:02}", if hour % 12 == 0 { 12 } else { hour % 12 }),
        Directive::Half => text.write_str(if hour < 12 { "AM" } else { "PM" }),
        Directive::Minute => write!(text, "{:02}", seconds / 60 % 60),
        Directive::Second => write!(text, "{:02}", seconds % 60),
        Directive::Fraction(3) => write!(text, "{:03}", nanos % SECOND / 1_000_000),
        Directive::Fraction(6) => write!(text, "{:06}", nanos % SECOND / 1000),
        Directive::Fraction(_) => write!(text, "{:09}", nanos % SECOND),
    };
}

/// Of four digits or more, after the sign.
fn year(text: &mut String, year: i64) -> std::fmt::Result {
    if year < 0 { write!(text, "-{:04}", -year) } else { write!(text, "{year:04}") }
}

type Finish = fn(&[(i64, i64)], Option<NullBuffer>) -> ArrayRef;

/// Days since 1970 and microseconds of the day that texts stand for, as a column. `strict`: a text of another form is an error, not null.
fn parsed(operands: &[Value], call: &Call<'_>, strict: bool, finish: Finish) -> Result<Value> {
    let (value, format) = two(operands)?;
    let Some(parts) = format_of(format)? else {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    };
    map(value, call, |array| {
        let rows = ByteRows::of(array).ok_or_else(|| Error::TypeMismatch(format!("expected text, received {}", array.data_type())))?;
        let moments = (0..array.len()).map(|row| {
            if array.is_null(row) {
                return Ok(None);
            }
            // Operands of these functions are texts.
            let text = std::str::from_utf8(rows.value(row)).unwrap_or_default();
            match read(&parts, text) {
                None if strict => Err(does_not_fit(quoted(text), array.data_type(), call.data_type, row)),
                moment => Ok(moment),
            }
        });
        let moments = moments.collect::<Result<Vec<_>>>()?;
        let nulls = Some(moments.iter().map(Option::is_some).collect::<NullBuffer>()).filter(|nulls| nulls.null_count() > 0);
        Ok(finish(&moments.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>(), nulls))
    })
}
