//! Texts that stand for dates and times in a format.

use super::time_format::{Directive, Part};
use crate::calendar::{Civil, MONTHS, WEEKDAYS, days_in_month, is_leap};

/// What has been read; months and days count from 1, so that 0 is none.
#[derive(Default)]
struct Fields {
    year: i64,
    month: i64,
    day: i64,
    day_of_year: Option<i64>,
    hour: i64,
    half_hour: Option<i64>,
    /// 0 or 12
    half: i64,
    minute: i64,
    second: i64,
    micros: i64,
}

/// Days since 1970, and microseconds of the day; `None` for texts that are not as the format says, and where there is no such day or time.
pub(super) fn read(parts: &[Part], text: &str) -> Option<(i64, i64)> {
    let mut fields = Fields::default();
    let mut rest = text;
    for part in parts {
        rest = match part {
            Part::Text(part) => rest.strip_prefix(part.as_str())?,
            Part::Directive(directive) => fields.read(*directive, rest)?,
        };
    }
    if rest.is_empty() { fields.moment() } else { None }
}

impl Fields {
    /// What follows.
    fn read<'a>(&mut self, directive: Directive, text: &'a str) -> Option<&'a str> {
        let rest = match directive {
            Directive::Year => number(text, 4, 4, &mut self.year)?,
            Directive::ShortYear => {
                let rest = number(text, 2, 2, &mut self.year)?;
                self.year += if self.year < 69 { 2000 } else { 1900 };
                rest
            }
            Directive::Month => number(text, 1, 2, &mut self.month)?,
            Directive::MonthName => name(text, &MONTHS, false, &mut self.month)?,
            Directive::ShortMonth => name(text, &MONTHS, true, &mut self.month)?,
            Directive::WeekdayName => name(text, &WEEKDAYS, false, &mut 0)?,
            Directive::ShortWeekday => name(text, &WEEKDAYS, true, &mut 0)?,
            Directive::Day => number(text, 1, 2, &mut self.day)?,
            Directive::DayOfYear => number(text, 1, 3, self.day_of_year.insert(0))?,
            Directive::Hour => number(text, 1, 2, &mut self.hour)?,
            Directive::HalfHour => number(text, 1, 2, self.half_hour.insert(0))?,
            Directive::Half => {
                let (half, rest) = text.split_at_checked(2)?;
                self.half = if half.eq_ignore_ascii_case("AM") { 0 } else { 12 };
                if self.half == 12 && !half.eq_ignore_ascii_case("PM") {
                    return None;
                }
                rest
            }
            Directive::Minute => number(text, 1, 2, &mut self.minute)?,
            Directive::Second => number(text, 1, 2, &mut self.second)?,
            Directive::Fraction(_) => {
                let rest = number(text, 1, 9, &mut self.micros)?;
                let digits = text.len() - rest.len();
                let power = |digits: usize| 10_i64.pow(u32::try_from(digits).unwrap_or(0));
                self.micros = if digits < 6 { self.micros * power(6 - digits) } else { self.micros / power(digits - 6) };
                rest
            }
            Directive::Quarter | Directive::Weekday | Directive::IsoYear | Directive::IsoWeek => return None,
        };
        Some(rest)
    }

    fn moment(&self) -> Option<(i64, i64)> {
        let days = match self.day_of_year {
            Some(day) if (1..=if is_leap(self.year) { 366 } else { 365 }).contains(&day) => {
                Civil { year: self.year, month: 1, day: 1 }.days() + day - 1
            }
            None if (1..=12).contains(&self.month) && (1..=days_in_month(self.year, self.month)).contains(&self.day) => {
                Civil { year: self.year, month: self.month, day: self.day }.days()
            }
            _ => return None,
        };
        let hour = match self.half_hour {
            None => self.hour,
            Some(hour) if (1..=12).contains(&hour) => hour % 12 + self.half,
            Some(_) => return None,
        };
        let fits = hour < 24 && self.minute < 60 && self.second < 60;
        fits.then_some((days, ((hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.micros))
    }
}

/// A number of ASCII digits, as many as there are, within bounds.
fn number<'a>(text: &'a str, least: usize, most: usize, value: &mut i64) -> Option<&'a str> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    *value = text[..digits].parse().ok()?;
    Some(&text[digits..])
}

/// The place of a name, from 1, whatever its case.
fn name<'a>(text: &'a str, names: &[&str], short: bool, value: &mut i64) -> Option<&'a str> {
    for (place, name) in (1..).zip(names) {
        let name = if short { &name[..3] } else { name };
        if let Some((given, rest)) = text.split_at_checked(name.len())
            && given.eq_ignore_ascii_case(name)
        {
            *value = place;
            return Some(rest);
        }
    }
    None
}
