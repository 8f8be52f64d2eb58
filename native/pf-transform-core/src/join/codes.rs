//! One word for the keys of a row: what each key is counted from its least value, packed side by side while that fits 64 bits, else numbered.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;

use super::Bound;
use super::canonical::{Canonical, Values};
use super::domain::Domain;
use super::intern::{Bytes, Interner};
use crate::control::Control;
use crate::error::Result;
use crate::gather::Rows;

/// Rows between two looks at the cancel flag.
const CHECKED: usize = 1 << 16;

/// The key of each row; none where it equals nothing on the other side.
pub(super) type Keys = Vec<Option<u64>>;

/// How the values of one key column become numbers.
enum Column {
    /// by how far they are from the least
    Range {
        low: u64,
        high: u64,
    },
    Wide(Interner<i128>),
    Bytes(Bytes),
    None,
}

/// A key column, after those before it.
struct Part {
    /// its indexes on both sides
    columns: (usize, usize),
    domain: Domain,
    column: Column,
    /// how many numbers there are, null among them
    count: u128,
    combined: Combined,
}

/// How the numbers of a column are put together with those of the columns before it.
enum Combined {
    /// the first column
    Alone,
    /// all before it times the count
    Packed,
    /// pairs that the right side has are numbered
    Numbered(Interner<(u64, u64)>),
}

/// What the keys of the right side say of those of the left.
pub(super) struct Codes {
    parts: Vec<Part>,
    nulls_equal: bool,
    size: u128,
}

impl Codes {
    /// Looks at the right side; its keys come with it.
    pub fn build(bound: &Bound, left: &Schema, right: &Rows, control: Control<'_>) -> Result<(Self, Keys)> {
        let mut codes = Self { parts: Vec::new(), nulls_equal: bound.nulls_equal, size: 1 };
        let mut keys: Keys = vec![Some(0); right.count() as usize];
        control.keep(size_of::<Option<u64>>() * keys.len())?;
        for &(in_left, in_right) in &bound.keys {
            control.check()?;
            let array = &right.key(in_right)?;
            let domain = Domain::of(left.field(in_left).data_type(), array.data_type())?;
            let canonical = Canonical::of(array, domain)?;
            let (column, numbers) = codes.column(canonical, keys.len(), control)?;
            let count = column.count() + u128::from(codes.nulls_equal);
            let combined = match codes.size.checked_mul(count) {
                _ if codes.parts.is_empty() => Combined::Alone,
                Some(size) if size <= 1 << 64 => Combined::Packed,
                _ => Combined::Numbered(Interner::new()),
            };
            let mut part = Part { columns: (in_left, in_right), domain, column, count, combined };
            part.insert(&mut keys, &numbers, control)?;
            codes.size = match &part.combined {
                Combined::Alone => count,
                Combined::Packed => codes.size * count,
                Combined::Numbered(pairs) => pairs.len().into(),
            };
            codes.parts.push(part);
        }
        Ok((codes, keys))
    }

    /// Keys are below it.
    pub const fn size(&self) -> u128 {
        self.size
    }

    /// The keys of rows of the left side.
    pub fn of_left(&self, slice: &RecordBatch) -> Result<Keys> {
        let mut keys: Keys = Vec::new();
        for part in &self.parts {
            let numbers = self.numbers(part, slice.column(part.columns.0))?;
            match &part.combined {
                Combined::Alone => keys = numbers,
                Combined::Packed => {
                    keys.iter_mut().zip(numbers).for_each(|(key, number)| *key = packed(*key, number, part.count));
                }
                Combined::Numbered(pairs) => {
                    keys.iter_mut().zip(numbers).for_each(|(key, number)| *key = key.zip(number).and_then(|pair| pairs.find(pair)));
                }
            }
        }
        Ok(keys)
    }

    fn null(&self) -> Option<u64> {
        self.nulls_equal.then_some(0)
    }

    /// Numbers of the values of a right column, and how others get theirs.
    fn column(&self, canonical: Canonical, rows: usize, control: Control<'_>) -> Result<(Column, Keys)> {
        let Canonical { values, nulls, possible } = canonical;
        let first = u64::from(self.nulls_equal);
        let null = |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        let other = |row: usize| possible.as_ref().is_some_and(|possible| !possible[row]);
        let mut numbers = Vec::with_capacity(rows);
        let mut number = |number: &mut dyn FnMut(usize) -> u64| -> Result<()> {
            for row in 0..rows {
                if row % CHECKED == 0 {
                    control.check()?;
                }
                numbers.push(if null(row) {
                    self.null()
                } else if other(row) {
                    None
                } else {
                    Some(number(row).wrapping_add(first))
                });
            }
            Ok(())
        };
        let column = match values {
            Values::None => {
                number(&mut |_| 0)?;
                Column::None
            }
            Values::Words(words) => {
                let valid = (0..rows).filter(|&row| !null(row) && !other(row)).map(|row| words[row]);
                let (low, high) = valid.fold((u64::MAX, 0), |(low, high), word| (low.min(word), high.max(word)));
                if self.nulls_equal && (low, high) == (0, u64::MAX) {
                    // Beside all words there is no number left for null.
                    let mut interner = Interner::new();
                    number(&mut |row| interner.insert(words[row].into()))?;
                    Column::Wide(interner)
                } else {
                    number(&mut |row| words[row].wrapping_sub(low))?;
                    if low > high { Column::None } else { Column::Range { low, high } }
                }
            }
            Values::Wide(wide) => {
                let mut interner = Interner::new();
                number(&mut |row| interner.insert(wide[row]))?;
                Column::Wide(interner)
            }
            Values::Bytes(bytes) => {
                let mut interner = Bytes::new(bytes);
                // There are no more than 2^32 rows.
                number(&mut |row| interner.insert(u32::try_from(row).unwrap_or(u32::MAX)))?;
                Column::Bytes(interner)
            }
        };
        Ok((column, numbers))
    }

    /// Numbers of the values of a left column; none for those that the right one does not have.
    fn numbers(&self, part: &Part, array: &ArrayRef) -> Result<Keys> {
        let Canonical { values, nulls, possible } = Canonical::of(array, part.domain)?;
        let first = u64::from(self.nulls_equal);
        let mut numbers: Keys = match (&part.column, values) {
            (Column::Range { low, high }, Values::Words(words)) => {
                let range = high - low;
                words.into_iter().map(|word| Some(word.wrapping_sub(*low)).filter(|&number| number <= range)).collect()
            }
            (Column::Wide(interner), Values::Words(words)) => words.into_iter().map(|word| interner.find(word.into())).collect(),
            (Column::Wide(interner), Values::Wide(wide)) => wide.into_iter().map(|value| interner.find(value)).collect(),
            (Column::Bytes(interner), Values::Bytes(bytes)) => (0..array.len())
                .map(|row| if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) { None } else { interner.find(bytes.value(row)) })
                .collect(),
            _ => vec![None; array.len()],
        };
        if first > 0 {
            numbers.iter_mut().for_each(|number| *number = number.map(|number| number.wrapping_add(first)));
        }
        if let Some(possible) = possible {
            numbers.iter_mut().zip(possible).filter(|(_, possible)| !possible).for_each(|(number, _)| *number = None);
        }
        if let Some(nulls) = nulls {
            numbers.iter_mut().enumerate().filter(|(row, _)| nulls.is_null(*row)).for_each(|(_, number)| *number = self.null());
        }
        Ok(numbers)
    }
}

impl Column {
    fn count(&self) -> u128 {
        match self {
            Self::Range { low, high } => u128::from(high - low) + 1,
            Self::Wide(interner) => interner.len().into(),
            Self::Bytes(interner) => interner.len().into(),
            Self::None => 0,
        }
    }
}

impl Part {
    /// Adds the numbers of a right column to the keys.
    fn insert(&mut self, keys: &mut Keys, numbers: &Keys, control: Control<'_>) -> Result<()> {
        for (keys, numbers) in keys.chunks_mut(CHECKED).zip(numbers.chunks(CHECKED)) {
            control.check()?;
            for (key, &number) in keys.iter_mut().zip(numbers) {
                *key = match &mut self.combined {
                    Combined::Alone => number,
                    Combined::Packed => packed(*key, number, self.count),
                    Combined::Numbered(pairs) => key.zip(number).map(|pair| pairs.insert(pair)),
                };
            }
        }
        Ok(())
    }
}

/// The product of all counts is at most 2^64, so that nothing is lost.
#[inline]
fn packed(key: Option<u64>, number: Option<u64>, count: u128) -> Option<u64> {
    let count = u64::try_from(count).unwrap_or(0); // 2^64 beside a size of 1, where keys are 0
    Some(key?.wrapping_mul(count).wrapping_add(number?))
}
