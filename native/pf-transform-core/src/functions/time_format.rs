//! Formats of dates and times, as the catalogue has them.

use crate::error::{Error, Result};

/// A part of a date or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    Year,
    ShortYear,
    Quarter,
    Month,
    MonthName,
    ShortMonth,
    Day,
    DayOfYear,
    WeekdayName,
    ShortWeekday,
    Weekday,
    IsoYear,
    IsoWeek,
    Hour,
    HalfHour,
    Half,
    Minute,
    Second,
    /// of so many digits
    Fraction(u8),
}

/// Text as it is, or a directive.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Directive(Directive),
}

/// # Errors
/// `InvalidArgument` for a directive that there is not, which the planner refuses before.
pub(super) fn parts_of(format: &str) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    add(format, &mut parts)?;
    Ok(parts)
}

fn add(format: &str, parts: &mut Vec<Part>) -> Result<()> {
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            add_text(letter, parts);
            continue;
        }
        let directive = match letters.next() {
            Some('%') => {
                add_text('%', parts);
                continue;
            }
            Some(short @ ('F' | 'T' | 'D' | 'R')) => {
                let long = match short {
                    'F' => "%Y-%m-%d",
                    'T' => "%H:%M:%S",
                    'D' => "%m/%d/%y",
                    _ => "%H:%M",
                };
                add(long, parts)?;
                continue;
            }
            Some(digit @ ('3' | '6' | '9')) if letters.as_str().starts_with('f') => {
                letters.next();
                Some(Directive::Fraction(if digit == '3' {
                    3
                } else if digit == '6' {
                    6
                } else {
                    9
                }))
            }
            Some(letter) => directive(letter),
            None => None,
        };
        let directive =
            directive.ok_or_else(|| Error::InvalidArgument(format!("the format {format:?} has a directive that there is not")))?;
        parts.push(Part::Directive(directive));
    }
    Ok(())
}

fn add_text(letter: char, parts: &mut Vec<Part>) {
    if let Some(Part::Text(text)) = parts.last_mut() {
        text.push(letter);
    } else {
        parts.push(Part::Text(letter.to_string()));
    }
}

const fn directive(letter: char) -> Option<Directive> {
    Some(match letter {
        'Y' => Directive::Year,
        'y' => Directive::ShortYear,
        'q' => Directive::Quarter,
        'm' => Directive::Month,
        'B' => Directive::MonthName,
        'b' => Directive::ShortMonth,
        'd' => Directive::Day,
        'j' => Directive::DayOfYear,
        'A' => Directive::WeekdayName,
        'a' => Directive::ShortWeekday,
        'u' => Directive::Weekday,
        'G' => Directive::IsoYear,
        'V' => Directive::IsoWeek,
        'H' => Directive::Hour,
        'I' => Directive::HalfHour,
        'p' => Directive::Half,
        'M' => Directive::Minute,
        'S' => Directive::Second,
        'f' => Directive::Fraction(6),
        _ => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_parts() {
        let text = |text: &str| Part::Text(text.to_owned());
        let directive = Part::Directive;
        assert_eq!(
            parts_of("%%F%R é").unwrap(),
            [text("%F"), directive(Directive::Hour), text(":"), directive(Directive::Minute), text(" é")]
        );
        assert_eq!(parts_of("%9f%f").unwrap(), [directive(Directive::Fraction(9)), directive(Directive::Fraction(6))]);
        for wrong in ["%", "%Q", "%3", "%4f", "a%"] {
            assert!(parts_of(wrong).is_err(), "{wrong}");
        }
    }
}
