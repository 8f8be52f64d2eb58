//! Fields: parts of a key as unsigned integers of few bits, which are packed into words one after the other.

use arrow_buffer::NullBuffer;

use super::numbers::Number;
use super::text::Prefix;

/// What a field is of.
pub(super) enum Source {
    /// whether a value is there: for keys whose values take all 64 bits
    Nulls(NullBuffer),
    Number(Number),
    Prefix(Prefix),
}

/// Unsigned integers below 2^`bits`, in the order of what they stand for.
pub(super) struct Field {
    pub source: Source,
    pub bits: u32,
    /// smaller integers for greater values
    pub descending: bool,
    /// what nulls become; values keep clear of it
    pub null: Option<(NullBuffer, u64)>,
    /// added to the integers of values
    pub above: u64,
}

impl Field {
    /// The integers of rows `start .. start + out.len()`.
    pub fn fill(&self, start: usize, out: &mut [u64]) {
        match &self.source {
            Source::Nulls(nulls) => {
                for (offset, slot) in out.iter_mut().enumerate() {
                    *slot = u64::from(nulls.is_null(start + offset) != self.descending);
                }
                return;
            }
            Source::Number(number) => number.fill(start, out, self.descending),
            Source::Prefix(prefix) => prefix.fill(start, out, self.descending),
        }
        if self.above > 0 {
            out.iter_mut().for_each(|slot| *slot = slot.wrapping_add(self.above));
        }
        if let Some((nulls, code)) = &self.null {
            for (offset, slot) in out.iter_mut().enumerate() {
                if nulls.is_null(start + offset) {
                    *slot = *code;
                }
            }
        }
    }
}

/// Fields side by side in one word, the first in the highest bits.
#[derive(Default)]
pub(super) struct Word {
    /// a field, by how many bits it is moved to the right (its lower bits are in the next word), and how many of its bits there are here
    parts: Vec<(usize, u32, u32)>,
    used: u32,
}

impl Word {
    pub const fn room(&self) -> u32 {
        64 - self.used
    }

    /// Takes `bits` bits of a field, which has `below` more under them.
    pub fn push(&mut self, field: usize, below: u32, bits: u32) {
        self.parts.push((field, below, bits));
        self.used += bits;
    }

    /// The words of rows `start .. start + out.len()`; `codes` is room for one field.
    pub fn fill(&self, fields: &[Field], start: usize, out: &mut [u64], codes: &mut [u64]) {
        out.fill(0);
        for &(field, below, bits) in &self.parts {
            fields[field].fill(start, codes);
            let mask = u64::MAX >> (64 - bits);
            for (word, code) in out.iter_mut().zip(&*codes) {
                let shifted = if bits == 64 { 0 } else { *word << bits };
                *word = shifted | ((code >> below) & mask);
            }
        }
    }
}
