//! Texts made row by row, into one buffer.

use std::fmt::Write;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{LargeStringBuilder, StringBuilder, StringViewBuilder};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::rows::Texts;
use crate::error::{Error, Result};
use crate::functions::Call;
use crate::value::Value;

/// The longest text, and the most text of a column with offsets of 32 bits.
const MOST: usize = 0x7fff_ffff;

/// A column of texts under construction.
pub(super) struct TextBuilder {
    column: Column,
    /// bytes so far
    used: usize,
    /// bytes when the row began
    row: usize,
}

enum Column {
    Utf8(StringBuilder),
    Large(LargeStringBuilder),
    /// views are made of whole texts
    View(StringViewBuilder, String),
}

impl TextBuilder {
    pub(super) fn new(call: &Call<'_>, bytes: usize) -> Result<Self> {
        let bytes = bytes.min(MOST);
        let column = match call.data_type {
            DataType::Utf8 => Column::Utf8(StringBuilder::with_capacity(call.length, bytes)),
            DataType::LargeUtf8 => Column::Large(LargeStringBuilder::with_capacity(call.length, bytes)),
            DataType::Utf8View => Column::View(StringViewBuilder::with_capacity(call.length), String::new()),
            other => return Err(Error::TypeMismatch(format!("expected text, received {other}"))),
        };
        Ok(Self { column, used: 0, row: 0 })
    }

    /// Counts bytes that are about to be written.
    ///
    /// # Errors
    /// `OutOfMemory` before memory is taken.
    pub(super) fn reserve(&mut self, bytes: usize) -> Result<()> {
        let used = self.used.saturating_add(bytes);
        let counted = if matches!(self.column, Column::Large(_)) { used - self.row } else { used };
        if counted > MOST {
            return Err(Error::OutOfMemory { bytes: counted, limit: MOST });
        }
        self.used = used;
        Ok(())
    }

    /// Adds to the text of this row.
    #[inline]
    pub(super) fn push(&mut self, text: &str) -> Result<()> {
        self.reserve(text.len())?;
        self.write(text);
        Ok(())
    }

    /// Adds a text again and again.
    pub(super) fn repeat(&mut self, text: &str, times: usize) -> Result<()> {
        self.reserve(text.len().saturating_mul(times))?;
        // A few bytes at a time would take as many calls.
        let block = text.repeat((4096 / text.len().max(1)).clamp(1, times.max(1)));
        let in_block = block.len().checked_div(text.len()).unwrap_or(1).max(1);
        for _ in 0..times / in_block {
            self.write(&block);
        }
        for _ in 0..times % in_block {
            self.write(text);
        }
        Ok(())
    }

    #[inline]
    pub(super) fn push_char(&mut self, letter: char) -> Result<()> {
        self.push(letter.encode_utf8(&mut [0; 4]))
    }

    /// Writing into memory does not fail.
    #[inline]
    fn write(&mut self, text: &str) {
        let _ = match &mut self.column {
            Column::Utf8(builder) => builder.write_str(text),
            Column::Large(builder) => builder.write_str(text),
            Column::View(_, row) => row.write_str(text),
        };
    }

    /// Ends the text of this row.
    #[inline]
    pub(super) fn end(&mut self) {
        self.row = self.used;
        match &mut self.column {
            Column::Utf8(builder) => builder.append_value(""),
            Column::Large(builder) => builder.append_value(""),
            Column::View(builder, row) => {
                builder.append_value(row.as_str());
                row.clear();
            }
        }
    }

    fn null(&mut self) {
        match &mut self.column {
            Column::Utf8(builder) => builder.append_null(),
            Column::Large(builder) => builder.append_null(),
            Column::View(builder, _) => builder.append_null(),
        }
    }

    fn finish(self) -> ArrayRef {
        match self.column {
            Column::Utf8(mut builder) => Arc::new(builder.finish()),
            Column::Large(mut builder) => Arc::new(builder.finish()),
            Column::View(mut builder, _) => Arc::new(builder.finish()),
        }
    }
}

/// A text for each row that is not null, written by `write`; they may come to so many bytes.
pub(super) fn write_rows(
    call: &Call<'_>,
    nulls: Option<&NullBuffer>,
    bytes: usize,
    mut write: impl FnMut(usize, &mut TextBuilder) -> Result<()>,
) -> Result<Value> {
    write_some_rows(call, nulls, bytes, |row, builder| write(row, builder).map(|()| true))
}

/// The same where `write` may find that there is none, having written nothing.
pub(super) fn write_some_rows(
    call: &Call<'_>,
    nulls: Option<&NullBuffer>,
    bytes: usize,
    mut write: impl FnMut(usize, &mut TextBuilder) -> Result<bool>,
) -> Result<Value> {
    let mut builder = TextBuilder::new(call, bytes)?;
    for row in 0..call.length {
        if !nulls.is_some_and(|nulls| nulls.is_null(row)) && write(row, &mut builder)? {
            builder.end();
        } else {
            builder.null();
        }
    }
    Ok(Value::Array(builder.finish()))
}

/// A part of each text.
pub(super) fn cut_rows(
    call: &Call<'_>,
    texts: &Texts,
    nulls: Option<&NullBuffer>,
    mut cut: impl for<'a> FnMut(usize, &'a str) -> &'a str,
) -> Result<Value> {
    write_rows(call, nulls, texts.bytes(call.length), |row, builder| builder.push(cut(row, texts.get(row))))
}
