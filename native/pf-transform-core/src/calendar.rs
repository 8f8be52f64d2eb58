//! The Gregorian calendar, counted in days since 1970-01-01, also before it was introduced, and the clock of a zone at a fixed offset.
//! Algorithms of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.

use arrow_array::ArrayRef;
use arrow_buffer::ScalarBuffer;
use arrow_schema::DataType;

use crate::compare::instants;
use crate::error::{Error, Result};

/// Nanoseconds in a day.
pub(crate) const DAY_NANOS: i64 = 86_400_000_000_000;
const SECOND_NANOS: i64 = 1_000_000_000;
const ERA_DAYS: i64 = 146_097;

/// Names in English.
pub(crate) const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/// From Monday on.
pub(crate) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub year: i64,
    /// 1 to 12
    pub month: i64,
    /// 1 to 31
    pub day: i64,
}

impl Civil {
    /// Of a day that a timestamp of 64 bits can have.
    pub const fn of(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(ERA_DAYS);
        let day_of_era = shifted.rem_euclid(ERA_DAYS);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        // Of a year that begins in March.
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Self { year, month, day: day_of_year - (153 * shifted_month + 2) / 5 + 1 }
    }

    /// Since 1970-01-01.
    pub const fn days(self) -> i64 {
        let shifted = if self.month <= 2 { self.year - 1 } else { self.year };
        let year_of_era = shifted.rem_euclid(400);
        let shifted_month = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + self.day - 1;
        shifted.div_euclid(400) * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }
}

/// Whether the year has 366 days.
pub(crate) const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days the month has.
pub(crate) const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 1 to 366.
pub(crate) const fn day_of_year(days: i64) -> i64 {
    days - Civil { year: Civil::of(days).year, month: 1, day: 1 }.days() + 1
}

/// ISO 8601: 1 is Monday. 1970 began on a Thursday.
pub(crate) const fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// The day whose year and week are those of the ISO week.
pub(crate) const fn thursday(days: i64) -> i64 {
    days - weekday(days) + 4
}

/// Dates and times as the clock of their zone shows them.
pub(crate) struct Clock {
    values: ScalarBuffer<i64>,
    /// nanoseconds in a unit; of dates of days, a day
    unit: i64,
    per_day: i64,
    /// nanoseconds that the clock is ahead of UTC
    offset: i64,
}

impl Clock {
    /// # Errors
    /// `TypeMismatch` for what is no date or time, or of a zone without a fixed offset: the planner has refused it.
    pub fn of(array: &ArrayRef) -> Result<Self> {
        let refuse = || refused(array);
        let offset = match array.data_type() {
            DataType::Timestamp(_, Some(zone)) => fixed_offset(zone).ok_or_else(refuse)? * SECOND_NANOS,
            _ => 0,
        };
        Self::at(array, offset)
    }

    /// By the clock of a zone that is so many nanoseconds ahead of UTC, whatever the type says.
    ///
    /// # Errors
    /// `TypeMismatch` for what is no date or time.
    pub fn at(array: &ArrayRef, offset: i64) -> Result<Self> {
        let refuse = || refused(array);
        let (values, unit, _) = instants(array)?.ok_or_else(refuse)?;
        let unit = i64::try_from(unit).map_err(|_| refuse())?;
        Ok(Self { values, unit, per_day: DAY_NANOS / unit, offset })
    }

    /// Nanoseconds that the clock is ahead of UTC.
    pub const fn offset(&self) -> i64 {
        self.offset
    }

    /// The value of a day and its nanoseconds, which are whole units; `None` beyond 64 bits.
    pub fn count(&self, days: i64, nanos: i64) -> Option<i64> {
        let nanos = i128::from(days) * i128::from(DAY_NANOS) + i128::from(nanos) - i128::from(self.offset);
        i64::try_from(nanos / i128::from(self.unit)).ok()
    }

    /// Nanoseconds in a unit; of dates of days, in a day.
    pub const fn unit(&self) -> i64 {
        self.unit
    }

    /// The value itself.
    pub fn value(&self, row: usize) -> i64 {
        self.values[row]
    }

    /// The day, and the nanoseconds of it.
    pub fn split(&self, row: usize) -> (i64, i64) {
        let value = self.values[row];
        let (day, nanos) = (value.div_euclid(self.per_day), value.rem_euclid(self.per_day) * self.unit);
        if self.offset == 0 {
            return (day, nanos);
        }
        let nanos = nanos + self.offset;
        (day + nanos.div_euclid(DAY_NANOS), nanos.rem_euclid(DAY_NANOS))
    }

    pub fn day(&self, row: usize) -> i64 {
        self.split(row).0
    }
}

fn refused(array: &ArrayRef) -> Error {
    Error::TypeMismatch(format!("expected a date or a time at a fixed offset, received {}", array.data_type()))
}

/// Seconds that the clock of a zone is ahead of UTC, where that never changes; `None` for zones that need a database.
pub(crate) fn fixed_offset(zone: &str) -> Option<i64> {
    if matches!(zone, "UTC" | "Z" | "Etc/UTC") {
        return Some(0);
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = if digits.len() == 5 && digits.as_bytes()[2] == b':' { digits.replacen(':', "", 1) } else { digits.to_owned() };
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = (digits[..2].parse::<i64>().ok()?, digits[2..].parse::<i64>().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse_for_eight_centuries_around_1970_and_year_1() {
        for days in (-150_000..150_000).chain(-720_000..-718_000) {
            let civil = Civil::of(days);
            assert_eq!(civil.days(), days);
            assert!((1..=12).contains(&civil.month) && (1..=days_in_month(civil.year, civil.month)).contains(&civil.day));
        }
        assert_eq!(Civil::of(-719_162), Civil { year: 1, month: 1, day: 1 });
        assert_eq!(Civil::of(2_932_896), Civil { year: 9999, month: 12, day: 31 });
    }

    #[test]
    fn offsets_are_read_and_zones_are_not() {
        assert_eq!(fixed_offset("+05:30"), Some(19_800));
        assert_eq!(fixed_offset("-0100"), Some(-3600));
        for zone in ["Europe/Berlin", "+24:00", "+1:00", "", "+", "ä", "+0:100", "+01:60"] {
            assert_eq!(fixed_offset(zone), None, "{zone}");
        }
    }
}
