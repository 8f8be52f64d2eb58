//! Regular expressions: whether, where and how often patterns match, and other texts in their places.

use regex::Regex;

use super::build::{write_rows, write_some_rows};
use super::pattern::{Part, compiled, replacement};
use super::rows::{Integers, Texts, any_null, count_of, count_rows, test_rows};
use super::search::both;
use crate::error::{Error, Result};
use crate::functions::Call;
use crate::value::Value;

/// The pattern of a call, which is the same in every row; none where no row needs it.
pub(super) fn pattern_of(patterns: &Texts, call: &Call<'_>) -> Result<Option<Regex>> {
    let is_null = patterns.nulls(call.length).is_some_and(|nulls| nulls.null_count() == call.length);
    if call.length == 0 || is_null { Ok(None) } else { compiled(patterns.get(0)).map(Some) }
}

pub(super) fn matches(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, patterns) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), patterns.nulls(call.length)]);
    let regex = pattern_of(&patterns, call)?;
    Ok(test_rows(call.length, nulls, |row| regex.as_ref().is_some_and(|regex| regex.is_match(texts.get(row)))))
}

pub(super) fn count(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, patterns) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), patterns.nulls(call.length)]);
    let regex = pattern_of(&patterns, call)?;
    Ok(count_rows(call.length, nulls, |row| regex.as_ref().map_or(0, |regex| regex.find_iter(texts.get(row)).count())))
}

/// What the first match is, or a group of it; null where there is none.
pub(super) fn extract(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [whole, pattern, group @ ..] = operands else {
        return Err(Error::InvalidArgument("extract was given too few operands".to_owned()));
    };
    let (texts, patterns) = (Texts::of(whole)?, Texts::of(pattern)?);
    let group = group.first().map(Integers::of).transpose()?;
    let nulls =
        any_null([texts.nulls(call.length), patterns.nulls(call.length), group.as_ref().and_then(|group| group.nulls(call.length))]);
    let regex = pattern_of(&patterns, call)?;
    let number = if call.length == 0 { 0 } else { group.as_ref().map_or(0, |group| count_of(group.get(0))) };
    let mut places = regex.as_ref().map(Regex::capture_locations);
    write_some_rows(call, nulls.as_ref(), texts.bytes(call.length), |row, builder| {
        let (Some(regex), Some(places)) = (&regex, &mut places) else { return Ok(false) };
        let text = texts.get(row);
        let found = if number == 0 {
            regex.find(text).map(|found| found.range())
        } else {
            regex.captures_read(places, text).and_then(|_| places.get(number)).map(|(start, end)| start..end)
        };
        let Some(range) = found else { return Ok(false) };
        builder.push(&text[range])?;
        Ok(true)
    })
}

/// Another text in the place of every match.
pub(super) fn replace(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [whole, pattern, by] = operands else {
        return Err(Error::InvalidArgument("replaceRegex takes a text, a pattern and a replacement".to_owned()));
    };
    let (texts, patterns, by) = (Texts::of(whole)?, Texts::of(pattern)?, Texts::of(by)?);
    let nulls = any_null([&texts, &patterns, &by].map(|operand| operand.nulls(call.length)));
    let regex = pattern_of(&patterns, call)?;
    let parts = if nulls.as_ref().is_some_and(|nulls| nulls.null_count() == call.length) || call.length == 0 {
        Vec::new()
    } else {
        replacement(by.get(0))?
    };
    let has_groups = parts.iter().any(|part| matches!(part, Part::Group(_)));
    write_rows(call, nulls.as_ref(), texts.bytes(call.length), |row, builder| {
        let (Some(regex), text) = (&regex, texts.get(row)) else { return Ok(()) };
        let mut from = 0;
        if has_groups {
            for groups in regex.captures_iter(text) {
                let Some(all) = groups.get(0) else { continue };
                builder.push(&text[from..all.start()])?;
                for part in &parts {
                    match part {
                        Part::Text(text) => builder.push(text)?,
                        Part::Group(number) => builder.push(groups.get(*number).map_or("", |group| group.as_str()))?,
                    }
                }
                from = all.end();
            }
        } else {
            for found in regex.find_iter(text) {
                builder.push(&text[from..found.start()])?;
                for part in &parts {
                    if let Part::Text(text) = part {
                        builder.push(text)?;
                    }
                }
                from = found.end();
            }
        }
        builder.push(&text[from..])
    })
}
