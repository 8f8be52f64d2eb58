//! Texts in parts, as lists.

use std::sync::Arc;

use arrow_array::ListArray;
use arrow_array::builder::StringBuilder;
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::patterns::pattern_of;
use super::rows::any_null;
use super::search::{both, find};
use crate::error::{Error, Result};
use crate::functions::Call;
use crate::value::Value;

/// The most text, and the most texts, of a list with offsets of 32 bits.
const MOST: usize = 0x7fff_ffff;

/// The parts between the places of another text.
pub(super) fn split(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, separators) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), separators.nulls(call.length)]);
    list_rows(call, nulls, |row, parts| {
        let (mut rest, separator) = (texts.get(row), separators.get(row));
        while let Some(at) = if separator.is_empty() { None } else { find(rest.as_bytes(), separator.as_bytes(), 0) } {
            parts.push(&rest[..at])?;
            rest = &rest[at + separator.len()..];
        }
        parts.push(rest)
    })
}

/// All matches of a pattern.
pub(super) fn extract_all(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, patterns) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), patterns.nulls(call.length)]);
    let regex = pattern_of(&patterns, call)?;
    list_rows(call, nulls, |row, parts| match &regex {
        Some(regex) => regex.find_iter(texts.get(row)).try_for_each(|found| parts.push(found.as_str())),
        None => Ok(()),
    })
}

/// The texts of all lists, one after the other.
struct Parts {
    texts: StringBuilder,
    bytes: usize,
    count: usize,
}

impl Parts {
    fn push(&mut self, text: &str) -> Result<()> {
        self.bytes = self.bytes.saturating_add(text.len());
        self.count += 1;
        if self.bytes.max(self.count) > MOST {
            return Err(Error::OutOfMemory { bytes: self.bytes, limit: MOST });
        }
        self.texts.append_value(text);
        Ok(())
    }
}

/// A list of texts for each row that is not null.
fn list_rows(call: &Call<'_>, nulls: Option<NullBuffer>, mut write: impl FnMut(usize, &mut Parts) -> Result<()>) -> Result<Value> {
    let DataType::List(field) = call.data_type else {
        return Err(Error::TypeMismatch(format!("expected a list, received {}", call.data_type)));
    };
    let mut parts = Parts { texts: StringBuilder::new(), bytes: 0, count: 0 };
    let mut offsets = Vec::with_capacity(call.length + 1);
    offsets.push(0_i32);
    for row in 0..call.length {
        if !nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            write(row, &mut parts)?;
        }
        offsets.push(i32::try_from(parts.count).unwrap_or(i32::MAX));
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    Ok(Value::Array(Arc::new(ListArray::try_new(field.clone(), offsets, Arc::new(parts.texts.finish()), nulls)?)))
}
