//! Clocks of time zones. O(n log changes) time, 8 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, new_null_array};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::calendar::{beyond, unit_of};
use super::{Call, Operands, ScalarFunction, two};
use crate::bytes::ByteRows;
use crate::calendar::{Civil, Clock, DAY_NANOS};
use crate::error::{Error, Result};
use crate::scalar::reinterpret;
use crate::type_text::type_text;
use crate::value::Value;
use crate::zone::{Found, Transitions};

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "localTime", operands: Operands::exactly(2), kernel: local_time },
    ScalarFunction { name: "zonedTime", operands: Operands::between(5, 6), kernel: zoned_time },
];

const SECOND: i64 = 1_000_000_000;

/// Timestamps as whole seconds, and the units of the last one.
struct Seconds {
    clock: Clock,
    per_second: i64,
    nulls: Option<NullBuffer>,
}

impl Seconds {
    fn of(value: &Value, length: usize) -> Result<Self> {
        let array = value.decoded()?.into_rows(length)?;
        let clock = Clock::at(&array, 0)?;
        let per_second = SECOND / clock.unit();
        Ok(Self { clock, per_second, nulls: array.nulls().cloned() })
    }

    fn split(&self, row: usize) -> (i64, i64) {
        let value = self.clock.value(row);
        (value.div_euclid(self.per_second), value.rem_euclid(self.per_second))
    }

    /// So many seconds later.
    fn later(&self, row: usize, seconds: i64) -> Option<i64> {
        self.clock.value(row).checked_add(seconds.checked_mul(self.per_second)?)
    }

    /// `2024-10-27T02:30:00`.
    fn shown(&self, row: usize) -> String {
        let (days, nanos) = self.clock.split(row);
        let Civil { year, month, day } = Civil::of(days);
        let seconds = nanos % DAY_NANOS / SECOND;
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

fn table_of(value: &Value) -> Result<Transitions> {
    let rows = ByteRows::of(value.array()).filter(|_| value.is_literal());
    Transitions::of(rows.ok_or_else(|| Error::InvalidArgument("the table of a zone must be a literal".to_owned()))?.value(0))
}

fn timestamps(call: &Call<'_>, values: Vec<i64>, nulls: Option<NullBuffer>) -> Result<Value> {
    let raw: ArrayRef = Arc::new(Int64Array::new(values.into(), nulls));
    Ok(Value::Array(reinterpret(&raw, call.data_type)?))
}

fn local_time(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (time, table) = two(operands)?;
    if time.is_all_null() || table.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let zone = table_of(table)?;
    let times = Seconds::of(time, call.length)?;
    let mut values = vec![0; call.length];
    for (row, value) in values.iter_mut().enumerate() {
        if times.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            continue;
        }
        let offset = zone.offset_at(times.split(row).0);
        *value = times.later(row, offset).ok_or_else(|| beyond(format!("localTime of {}", times.shown(row)), call, row))?;
    }
    timestamps(call, values, times.nulls)
}

/// What is done with times that a clock shows twice or not at all.
struct Rules {
    ambiguous: String,
    non_existent: String,
}

fn zoned_time(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [local, _, table, ambiguous, non_existent, like @ ..] = operands else {
        return Err(super::wrong_number(5, operands.len()));
    };
    let like = like.first();
    if local.is_all_null() || table.is_all_null() || like.is_some_and(Value::is_all_null) {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let rules = Rules { ambiguous: unit_of(ambiguous)?, non_existent: unit_of(non_existent)? };
    let zone = table_of(table)?;
    let locals = Seconds::of(local, call.length)?;
    let like = like.map(|like| Seconds::of(like, call.length)).transpose()?;
    let nulls = NullBuffer::union(locals.nulls.as_ref(), like.as_ref().and_then(|like| like.nulls.as_ref()));
    let from = local.array().data_type();
    let (mut values, mut valid) = (vec![0; call.length], vec![true; call.length]);
    for row in 0..call.length {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            valid[row] = false;
            continue;
        }
        let preferred = || like.as_ref().map(|like| zone.offset_at(like.split(row).0));
        match rules.moment(&zone, &locals, row, preferred) {
            Ok(Some(value)) => values[row] = value.ok_or_else(|| beyond(format!("zonedTime of {}", locals.shown(row)), call, row))?,
            Ok(None) => valid[row] = false,
            Err(why) => return Err(refused(&locals, from, call, row, why)),
        }
    }
    timestamps(call, values, Some(NullBuffer::from(valid)).filter(|nulls| nulls.null_count() > 0))
}

impl Rules {
    /// The moment of a time, `None` within for one that does not fit; `None` where it shall be null.
    fn moment(
        &self,
        zone: &Transitions,
        locals: &Seconds,
        row: usize,
        preferred: impl Fn() -> Option<i64>,
    ) -> std::result::Result<Option<Option<i64>>, &'static str> {
        let (seconds, rest) = locals.split(row);
        let at_offset = |offset: i64| Some(locals.later(row, -offset));
        Ok(match zone.find(seconds) {
            Found::Once(offset) => at_offset(offset),
            Found::Never { at, before } => match self.non_existent.as_str() {
                "null" => None,
                "shift" => at_offset(before),
                "next" => Some(locals.later(row, at - seconds).and_then(|moment| moment.checked_sub(rest))),
                _ => return Err("whose clock skips it; give nonExistent: 'null'"),
            },
            Found::Often(offsets) => match self.ambiguous.as_str() {
                "null" => None,
                "latest" => offsets.last().copied().and_then(at_offset),
                "raise" => return Err("whose clock shows it twice; give ambiguous: 'earliest', 'latest' or 'null'"),
                mode => {
                    let same = if mode == "same" { preferred().filter(|offset| offsets.contains(offset)) } else { None };
                    same.or_else(|| offsets.first().copied()).and_then(at_offset)
                }
            },
        })
    }
}

fn refused(locals: &Seconds, from: &DataType, call: &Call<'_>, row: usize, why: &str) -> Error {
    Error::CastFailed {
        value: locals.shown(row),
        from: type_text(from),
        target: format!("{}, {why}", type_text(call.data_type)),
        row: Some(row),
    }
}
