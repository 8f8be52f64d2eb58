//! The order of rows as levels: words of 64 bits, each telling rows apart that all before it found equal.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use rayon::prelude::*;

use super::fields::{Field, Source, Word};
use super::numbers::{Half, Number, as_number, ranks};
use super::pairs::Pair;
use super::text::{Prefix, Text};
use super::{Nulls, SortKey};
use crate::bytes::ByteRows;
use crate::control::Control;
use crate::error::{Error, Result};

/// Rows whose words are made at a time, so that they stay in cache.
const CHUNK: usize = 1 << 12;
/// Bytes of a text that are compared as words; what is equal that far is compared as a whole.
const WORD_BYTES: usize = 64;
/// Dictionaries of more values are sorted as the text they stand for.
const RANKED: usize = 1 << 16;

/// What tells rows apart that are equal so far.
pub(super) enum Level {
    /// the first level, which pairs are made with
    First(Word),
    Words(Vec<u64>),
    /// eight bytes of a text
    Bytes {
        text: Arc<Text>,
        at: usize,
    },
    /// whole texts
    Rest(Arc<Text>),
}

/// The keys of a sort.
pub(super) struct Order {
    fields: Vec<Field>,
    pub levels: Vec<Level>,
}

impl Order {
    pub fn new(columns: &[ArrayRef], keys: &[SortKey], rows: u32, control: Control<'_>) -> Result<Self> {
        let mut builder = Builder { rows: rows as usize, fields: Vec::new(), levels: Vec::new(), word: Word::default(), control };
        for (column, key) in columns.iter().zip(keys) {
            control.check()?;
            builder.key(column, key)?;
        }
        builder.finish()
    }

    /// Pairs of the first level and the row, in the order of rows; none when all rows are equal.
    pub fn pairs(&self, rows: u32, control: Control<'_>) -> Result<Option<Vec<Pair>>> {
        let Some(Level::First(word)) = self.levels.first() else { return Ok(None) };
        let mut pairs = vec![(0, 0); rows as usize];
        pairs.par_chunks_mut(CHUNK).enumerate().try_for_each(|(chunk, pairs)| {
            control.check()?;
            let start = chunk * CHUNK;
            let (mut words, mut codes) = ([0; CHUNK], [0; CHUNK]);
            let words = &mut words[..pairs.len()];
            word.fill(&self.fields, start, words, &mut codes[..pairs.len()]);
            // There are no more than 2^32 rows.
            let first = u32::try_from(start).unwrap_or(u32::MAX);
            for ((pair, &mut key), row) in pairs.iter_mut().zip(words).zip(first..) {
                *pair = (key, row);
            }
            Ok::<_, Error>(())
        })?;
        Ok(Some(pairs))
    }
}

struct Builder<'a> {
    rows: usize,
    fields: Vec<Field>,
    levels: Vec<Level>,
    /// being filled
    word: Word,
    control: Control<'a>,
}

impl Builder<'_> {
    fn key(&mut self, column: &ArrayRef, key: &SortKey) -> Result<()> {
        let column = match column.as_any_dictionary_opt() {
            Some(dictionary) if dictionary.values().len() <= RANKED => ranks(dictionary)?,
            Some(dictionary) => crate::value::decode(column).or_else(|_| ranks(dictionary))?,
            None => column.clone(),
        };
        let nulls = column.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        if column.data_type() == &DataType::Null {
            return Ok(());
        }
        if let Some(array) = as_number(&column)? {
            return self.numbers(array, nulls.as_ref(), key);
        }
        let Some(rows) = ByteRows::of(&column) else {
            return Err(Error::UnsupportedType(format!("values of type {} are not sorted here", column.data_type())));
        };
        self.text(Text::new(rows, nulls, self.rows, key.descending), key)
    }

    fn numbers(&mut self, array: ArrayRef, nulls: Option<&NullBuffer>, key: &SortKey) -> Result<()> {
        let mut number = Number::new(array.clone(), Half::High);
        (number.low, number.high) = self.range(&number, nulls)?;
        let decimal = matches!(array.data_type(), DataType::Decimal128(..));
        if decimal && number.low == number.high {
            // Nothing but the lower half differs.
            number = Number::new(array, Half::Low);
            (number.low, number.high) = self.range(&number, nulls)?;
            return self.number(number, nulls, key);
        }
        self.number(number, nulls, key)?;
        if decimal {
            let mut low = Number::new(array, Half::Low);
            (low.low, low.high) = self.range(&low, nulls)?;
            // Nulls are told apart already: here they only have to be equal.
            let equal = nulls.map(|nulls| (nulls.clone(), 0));
            self.push(Field { bits: 64, source: Source::Number(low), descending: key.descending, null: equal, above: 0 })?;
        }
        Ok(())
    }

    fn number(&mut self, number: Number, nulls: Option<&NullBuffer>, key: &SortKey) -> Result<()> {
        let range = number.high - number.low;
        let first = key.nulls == Nulls::First;
        let field = |bits, null, above| Field { source: Source::Number(number), bits, descending: key.descending, null, above };
        match (nulls, range) {
            (None, 0) => Ok(()),
            (None, _) => self.push(field(64 - range.leading_zeros(), None, 0)),
            (Some(nulls), u64::MAX) => {
                self.nulls(nulls, key)?;
                self.push(field(64, Some((nulls.clone(), 0)), 0))
            }
            (Some(nulls), _) => {
                let most = range + 1;
                let (null, above) = if first { (0, 1) } else { (most, 0) };
                self.push(field(64 - most.leading_zeros(), Some((nulls.clone(), null)), above))
            }
        }
    }

    /// One bit that says whether there is a value.
    fn nulls(&mut self, nulls: &NullBuffer, key: &SortKey) -> Result<()> {
        let descending = key.nulls == Nulls::First;
        self.push(Field { source: Source::Nulls(nulls.clone()), bits: 1, descending, null: None, above: 0 })
    }

    fn text(&mut self, text: Text, key: &SortKey) -> Result<()> {
        if let Some(nulls) = text.nulls.clone() {
            self.nulls(&nulls, key)?;
        }
        let (shortest, longest) = text.lengths;
        let text = Arc::new(text);
        let at = text.shared;
        let rest = u32::try_from(longest - at).unwrap_or(u32::MAX);
        let same_length = shortest == longest;
        if rest <= 7 || (rest == 8 && same_length) {
            let length_bits = if same_length { 0 } else { u32::BITS - rest.leading_zeros() };
            return self.prefix(&text, at, rest, length_bits);
        }
        let mut bytes = self.word.room() / 8;
        if bytes == 0 {
            self.close()?;
            bytes = 8;
        }
        self.prefix(&text, at, bytes, 0)?;
        self.close()?;
        let end = longest.min(at + WORD_BYTES);
        let start = at + bytes as usize;
        self.levels.extend((start..end).step_by(8).map(|at| Level::Bytes { text: text.clone(), at }));
        if longest > end || !same_length {
            self.levels.push(Level::Rest(text));
        }
        Ok(())
    }

    fn prefix(&mut self, text: &Arc<Text>, at: usize, bytes: u32, length_bits: u32) -> Result<()> {
        let prefix = Prefix { text: text.clone(), at, bytes, length_bits };
        if prefix.bits() == 0 {
            return Ok(());
        }
        let bits = prefix.bits();
        let null = text.nulls.clone().map(|nulls| (nulls, 0));
        self.push(Field { source: Source::Prefix(prefix), bits, descending: text.descending, null, above: 0 })
    }

    /// The least and the greatest integer of a column, nulls aside.
    fn range(&self, number: &Number, nulls: Option<&NullBuffer>) -> Result<(u64, u64)> {
        let chunks = (0..self.rows.div_ceil(CHUNK)).into_par_iter().map(|chunk| {
            self.control.check()?;
            let start = chunk * CHUNK;
            let mut codes = [0; CHUNK];
            let codes = &mut codes[..CHUNK.min(self.rows - start)];
            number.raw(start, codes);
            let fold = |(low, high): (u64, u64), code: u64| (low.min(code), high.max(code));
            Ok::<_, Error>(match nulls {
                None => codes.iter().copied().fold((u64::MAX, 0), fold),
                Some(nulls) => {
                    (start..).zip(&*codes).filter(|(row, _)| nulls.is_valid(*row)).map(|(_, &code)| code).fold((u64::MAX, 0), fold)
                }
            })
        });
        let (low, high) = chunks.try_reduce(|| (u64::MAX, 0), |a, b| Ok((a.0.min(b.0), a.1.max(b.1))))?;
        // Where there is no value at all.
        Ok(if low > high { (0, 0) } else { (low, high) })
    }

    /// Adds a field, in parts where the word has no room for it.
    fn push(&mut self, field: Field) -> Result<()> {
        let mut bits = field.bits;
        self.fields.push(field);
        let index = self.fields.len() - 1;
        while bits > 0 {
            if self.word.room() == 0 {
                self.close()?;
            }
            let here = bits.min(self.word.room());
            bits -= here;
            self.word.push(index, bits, here);
        }
        Ok(())
    }

    /// Makes a level of the word, if there is anything in it.
    fn close(&mut self) -> Result<()> {
        let word = std::mem::take(&mut self.word);
        if word.room() == 64 {
            return Ok(());
        }
        let level = if self.levels.is_empty() {
            Level::First(word)
        } else {
            self.control.keep(8 * self.rows)?;
            let mut words = vec![0; self.rows];
            words.par_chunks_mut(CHUNK).enumerate().try_for_each(|(chunk, words)| {
                self.control.check()?;
                let mut codes = [0; CHUNK];
                word.fill(&self.fields, chunk * CHUNK, words, &mut codes[..words.len()]);
                Ok::<_, Error>(())
            })?;
            Level::Words(words)
        };
        self.levels.push(level);
        Ok(())
    }

    fn finish(mut self) -> Result<Order> {
        self.close()?;
        Ok(Order { fields: self.fields, levels: self.levels })
    }
}
