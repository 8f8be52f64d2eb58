//! Strings and binary as words of eight bytes, the first byte in the highest bits, so that words are ordered as bytes are.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_buffer::NullBuffer;
use rayon::prelude::*;

use crate::bytes::ByteRows;

/// Rows looked at between two steps of a parallel loop.
const CHUNK: usize = 1 << 14;

/// A column of byte strings.
pub(super) struct Text {
    pub rows: ByteRows,
    pub nulls: Option<NullBuffer>,
    pub descending: bool,
    /// bytes that all values begin with
    pub shared: usize,
    /// of the shortest and the longest value
    pub lengths: (usize, usize),
}

impl Text {
    /// Looks at all values for what they have in common.
    pub fn new(rows: ByteRows, nulls: Option<NullBuffer>, count: usize, descending: bool) -> Self {
        let valid = |row: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
        let Some(first) = (0..count).find(|&row| valid(row)) else {
            return Self { rows, nulls, descending, shared: 0, lengths: (0, 0) };
        };
        let first = rows.value(first);
        let seen = (0..count.div_ceil(CHUNK)).into_par_iter().map(|chunk| {
            let (mut shared, mut shortest, mut longest) = (first.len(), first.len(), first.len());
            for row in (chunk * CHUNK..count.min((chunk + 1) * CHUNK)).filter(|&row| valid(row)) {
                let value = rows.value(row);
                if !value.starts_with(&first[..shared]) {
                    shared = first.iter().zip(value).take_while(|(a, b)| a == b).count();
                }
                shortest = shortest.min(value.len());
                longest = longest.max(value.len());
            }
            (shared, shortest, longest)
        });
        let (shared, shortest, longest) =
            seen.reduce(|| (first.len(), first.len(), first.len()), |a, b| (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2)));
        Self { rows, nulls, descending, shared, lengths: (shortest, longest) }
    }

    fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// The eight bytes at `at` of a row, zero beyond the end and for nulls.
    pub fn word(&self, row: usize, at: usize) -> u64 {
        if self.is_null(row) {
            return 0;
        }
        let word = word_at(self.rows.value(row), at);
        if self.descending { !word } else { word }
    }

    /// The order of two rows, both null or neither.
    pub fn compare(&self, a: usize, b: usize) -> Ordering {
        if self.is_null(a) || self.is_null(b) {
            return Ordering::Equal;
        }
        let order = self.rows.value(a)[self.shared..].cmp(&self.rows.value(b)[self.shared..]);
        if self.descending { order.reverse() } else { order }
    }
}

#[inline]
pub(super) fn word_at(value: &[u8], at: usize) -> u64 {
    let rest = value.get(at..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => {
            let mut bytes = [0; 8];
            bytes[..rest.len()].copy_from_slice(rest);
            u64::from_be_bytes(bytes)
        }
    }
}

/// Some bytes of each value, and its length where they are to tell values apart that end there.
pub(super) struct Prefix {
    pub text: Arc<Text>,
    pub at: usize,
    /// up to 8
    pub bytes: u32,
    /// bits for the number of bytes that there are of these; none where it is the same for all
    pub length_bits: u32,
}

impl Prefix {
    pub const fn bits(&self) -> u32 {
        8 * self.bytes + self.length_bits
    }

    pub fn fill(&self, start: usize, out: &mut [u64], descending: bool) {
        let mask = u64::MAX >> (64 - self.bits());
        for (offset, slot) in out.iter_mut().enumerate() {
            let row = start + offset;
            if self.text.is_null(row) {
                *slot = 0;
                continue;
            }
            let value = self.text.rows.value(row);
            let mut code = word_at(value, self.at) >> (64 - 8 * self.bytes);
            if self.length_bits > 0 {
                let there = value.len().saturating_sub(self.at).min(self.bytes as usize) as u64;
                code = (code << self.length_bits) | there;
            }
            *slot = if descending { mask - code } else { code };
        }
    }
}
