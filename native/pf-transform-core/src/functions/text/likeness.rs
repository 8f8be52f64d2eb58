//! Texts that are the same but for their case, and how many changes make one text another.

use super::case::folded;
use super::rows::{any_null, count_rows, test_rows};
use super::search::both;
use crate::error::Result;
use crate::functions::Call;
use crate::value::Value;

/// Whether two texts are the same in the lower case of their upper case.
pub(super) fn equals_ignore_case(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (left, right) = both(operands)?;
    let nulls = any_null([left.nulls(call.length), right.nulls(call.length)]);
    Ok(test_rows(call.length, nulls, |row| {
        let (a, b) = (left.get(row), right.get(row));
        if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { folded(a).eq(folded(b)) }
    }))
}

/// The distance of Levenshtein: how many code points must be added, removed or changed.
pub(super) fn levenshtein(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (left, right) = both(operands)?;
    let nulls = any_null([left.nulls(call.length), right.nulls(call.length)]);
    let mut distance = Distance::default();
    Ok(count_rows(call.length, nulls, |row| distance.of(left.get(row), right.get(row))))
}

/// Memory of one row of the table, kept from text to text.
#[derive(Default)]
struct Distance {
    letters: Vec<char>,
    line: Vec<usize>,
}

impl Distance {
    /// O(n · m) time for n and m code points, O(m) memory.
    fn of(&mut self, a: &str, b: &str) -> usize {
        let Self { letters, line } = self;
        letters.clear();
        letters.extend(b.chars());
        line.clear();
        line.extend(0..=letters.len());
        for (index, letter) in a.chars().enumerate() {
            let mut diagonal = line[0];
            line[0] = index + 1;
            for (at, &other) in letters.iter().enumerate() {
                let changed = diagonal + usize::from(letter != other);
                diagonal = line[at + 1];
                line[at + 1] = changed.min(diagonal + 1).min(line[at] + 1);
            }
        }
        line[letters.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted() {
        let mut distance = Distance::default();
        let cases = [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("äß", "as", 2), ("ab", "ba", 2), ("same", "same", 0)];
        for (a, b, expected) in cases {
            assert_eq!(distance.of(a, b), expected, "{a} and {b}");
        }
    }
}
