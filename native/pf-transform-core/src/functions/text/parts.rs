//! Counts of code points, and parts of texts by their places.

use super::build::{cut_rows, write_rows};
use super::rows::{Integers, Texts, any_null, count_of, count_rows};
use crate::error::{Error, Result};
use crate::functions::{Call, one, two};
use crate::value::Value;

/// `White_Space` of Unicode, which has been the same since version 6.3.
pub(super) const fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
}

/// How many code points each text has.
pub(super) fn length(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let texts = Texts::of(one(operands)?)?;
    if texts.is_ascii(call.length) {
        return byte_length(operands, call);
    }
    Ok(count_rows(call.length, texts.nulls(call.length), |row| texts.get(row).chars().count()))
}

/// How many bytes each text has.
pub(super) fn byte_length(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let texts = Texts::of(one(operands)?)?;
    let nulls = texts.nulls(call.length);
    Ok(match texts.joined() {
        Some((_, ends)) => count_rows(call.length, nulls, |row| ends.at(row + 1) - ends.at(row)),
        None => count_rows(call.length, nulls, |row| texts.get(row).len()),
    })
}

/// Where so many code points end.
fn forward(text: &str, count: usize) -> usize {
    if count >= text.len() {
        return text.len();
    }
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// Where the last so many code points begin.
fn backward(text: &str, count: usize) -> usize {
    if count >= text.len() {
        return 0;
    }
    count.checked_sub(1).map_or(text.len(), |before| text.char_indices().nth_back(before).map_or(0, |(at, _)| at))
}

fn size(count: i128) -> usize {
    count_of(count.saturating_neg())
}

/// The first code points, or all but the last.
pub(super) fn left(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    taken(
        operands,
        call,
        |text, count| if count >= 0 { &text[..forward(text, count_of(count))] } else { &text[..backward(text, size(count))] },
    )
}

/// The last code points, or all but the first.
pub(super) fn right(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    taken(
        operands,
        call,
        |text, count| if count >= 0 { &text[backward(text, count_of(count))..] } else { &text[forward(text, size(count))..] },
    )
}

fn taken(operands: &[Value], call: &Call<'_>, cut: for<'a> fn(&'a str, i128) -> &'a str) -> Result<Value> {
    let (whole, count) = two(operands)?;
    let (texts, counts) = (Texts::of(whole)?, Integers::of(count)?);
    let nulls = any_null([texts.nulls(call.length), counts.nulls(call.length)]);
    cut_rows(call, &texts, nulls.as_ref(), |row, text| cut(text, counts.get(row)))
}

/// So many code points from a place on.
pub(super) fn slice(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [whole, place, many @ ..] = operands else {
        return Err(Error::InvalidArgument("slice was given too few operands".to_owned()));
    };
    let (texts, places) = (Texts::of(whole)?, Integers::of(place)?);
    let many = many.first().map(Integers::of).transpose()?;
    let nulls = any_null([texts.nulls(call.length), places.nulls(call.length), many.as_ref().and_then(|many| many.nulls(call.length))]);
    cut_rows(call, &texts, nulls.as_ref(), |row, text| sliced(text, places.get(row), many.as_ref().map(|many| many.get(row).max(0))))
}

fn sliced(text: &str, start: i128, many: Option<i128>) -> &str {
    if start >= 0 {
        let rest = &text[forward(text, count_of(start))..];
        return many.map_or(rest, |many| &rest[..forward(rest, count_of(many))]);
    }
    let count = i128::try_from(text.chars().count()).unwrap_or(i128::MAX);
    let first = count + start;
    let last = many.map_or(count, |many| first + many);
    let rest = &text[forward(text, count_of(first))..];
    &rest[..forward(rest, count_of(last.min(count) - first.max(0)))]
}

/// Without blanks, or the code points of a second text, at the ends.
pub(super) fn trimmed(operands: &[Value], call: &Call<'_>, at_start: bool, at_end: bool) -> Result<Value> {
    let [whole, letters @ ..] = operands else {
        return Err(Error::InvalidArgument("trim was given no operand".to_owned()));
    };
    let texts = Texts::of(whole)?;
    let Some(letters) = letters.first().map(Texts::of).transpose()? else {
        return cut_rows(call, &texts, texts.nulls(call.length).as_ref(), |_, text| trim(text, at_start, at_end, is_blank));
    };
    let nulls = any_null([texts.nulls(call.length), letters.nulls(call.length)]);
    cut_rows(call, &texts, nulls.as_ref(), |row, text| {
        let letters = letters.get(row);
        trim(text, at_start, at_end, |letter| letters.contains(letter))
    })
}

fn trim(text: &str, at_start: bool, at_end: bool, is_cut: impl Fn(char) -> bool) -> &str {
    let text = if at_start { text.trim_start_matches(&is_cut) } else { text };
    if at_end { text.trim_end_matches(&is_cut) } else { text }
}

/// The code points from the last to the first.
pub(super) fn reverse(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let texts = Texts::of(one(operands)?)?;
    write_rows(call, texts.nulls(call.length).as_ref(), texts.bytes(call.length), |row, builder| {
        texts.get(row).chars().rev().try_for_each(|letter| builder.push_char(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_code_points_from_either_end() {
        let text = "aß\u{1f600}d";
        let cases = [
            (0, None, text),
            (1, Some(2), "ß\u{1f600}"),
            (4, None, ""),
            (9, Some(1), ""),
            (-2, None, "\u{1f600}d"),
            (-6, Some(3), "a"),
            (-6, Some(2), ""),
            (-1, Some(9), "d"),
            (i128::from(i64::MIN), Some(i128::from(i64::MAX)), "aß\u{1f600}"),
            (i128::from(u64::MAX), None, ""),
        ];
        for (start, many, expected) in cases {
            assert_eq!(sliced(text, start, many), expected, "{start} {many:?}");
        }
        assert_eq!((forward(text, 3), backward(text, 1), backward(text, 0), backward(text, 9)), (7, 7, 8, 0));
    }
}
