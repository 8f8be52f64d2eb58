//! Texts made of others.

use super::build::{TextBuilder, write_rows};
use super::rows::{Integers, Texts, any_null, count_of};
use super::search::find;
use crate::error::{Error, Result};
use crate::functions::{Call, two};
use crate::value::Value;

/// One text after the other.
pub(super) fn concat(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let all = operands.iter().map(Texts::of).collect::<Result<Vec<_>>>()?;
    let nulls = any_null(all.iter().map(|texts| texts.nulls(call.length)));
    let bytes = all.iter().fold(0_usize, |sum, texts| sum.saturating_add(texts.bytes(call.length)));
    write_rows(call, nulls.as_ref(), bytes, |row, builder| all.iter().try_for_each(|texts| builder.push(texts.get(row))))
}

/// A text so many times.
pub(super) fn repeat(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (whole, count) = two(operands)?;
    let (texts, counts) = (Texts::of(whole)?, Integers::of(count)?);
    let nulls = any_null([texts.nulls(call.length), counts.nulls(call.length)]);
    write_rows(call, nulls.as_ref(), texts.bytes(call.length), |row, builder| {
        let text = texts.get(row);
        if text.is_empty() { Ok(()) } else { builder.repeat(text, count_of(counts.get(row))) }
    })
}

/// Another text in the place of a part: in the first, or in all.
pub(super) fn replace(operands: &[Value], call: &Call<'_>, all: bool) -> Result<Value> {
    let [whole, part, by] = operands else {
        return Err(Error::InvalidArgument("a function of three texts was given another number".to_owned()));
    };
    let (texts, parts, others) = (Texts::of(whole)?, Texts::of(part)?, Texts::of(by)?);
    let nulls = any_null([&texts, &parts, &others].map(|operand| operand.nulls(call.length)));
    write_rows(call, nulls.as_ref(), texts.bytes(call.length), |row, builder| {
        let (part, mut rest) = (parts.get(row), texts.get(row));
        while let Some(at) = if part.is_empty() { None } else { find(rest.as_bytes(), part.as_bytes(), 0) } {
            builder.push(&rest[..at])?;
            builder.push(others.get(row))?;
            rest = &rest[at + part.len()..];
            if !all {
                break;
            }
        }
        builder.push(rest)
    })
}

/// Which end code points are added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

/// As many code points as asked for, the missing ones from another text.
pub(super) fn pad(operands: &[Value], call: &Call<'_>, side: Side) -> Result<Value> {
    let [whole, length, fill @ ..] = operands else {
        return Err(Error::InvalidArgument("a function of a text and a length was given fewer operands".to_owned()));
    };
    let (texts, lengths) = (Texts::of(whole)?, Integers::of(length)?);
    let fills = fill.first().map(Texts::of).transpose()?;
    let fill_nulls = fills.as_ref().and_then(|fills| fills.nulls(call.length));
    let nulls = any_null([texts.nulls(call.length), lengths.nulls(call.length), fill_nulls]);
    write_rows(call, nulls.as_ref(), texts.bytes(call.length).saturating_mul(2), |row, builder| {
        let text = texts.get(row);
        let missing = count_of(lengths.get(row)).saturating_sub(text.chars().count());
        if side == Side::End {
            builder.push(text)?;
        }
        fill_up(builder, fills.as_ref().map_or(" ", |fills| fills.get(row)), missing)?;
        if side == Side::Start { builder.push(text) } else { Ok(()) }
    })
}

fn fill_up(builder: &mut TextBuilder, fill: &str, missing: usize) -> Result<()> {
    let points = fill.chars().count();
    if missing == 0 || points == 0 {
        return Ok(());
    }
    builder.repeat(fill, missing / points)?;
    fill.chars().take(missing % points).try_for_each(|letter| builder.push_char(letter))
}
