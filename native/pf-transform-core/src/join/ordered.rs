//! Right values as words of 64 bits in their order, and where left values lie among them: exactly, also between types.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use rayon::prelude::*;

use crate::compare::{instants, order_of, temporal};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::numeric::{Carrier, compare_signed_float, compare_unsigned_float};
use crate::value::decode;

const SIGN: u64 = 1 << 63;
const TWO_63: f64 = 9_223_372_036_854_775_808.0;
const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// How right values become words.
enum Domain {
    /// int64
    Signed,
    /// uint64
    Unsigned,
    /// float64: NaN after all numbers, −0 is 0
    Float,
    /// by their place among the different ones, of each of which one row is known
    Ranked { column: ArrayRef, rows: Vec<u32> },
    /// one side has nothing but nulls
    Nothing,
}

/// The values of a right column.
pub(super) struct Ordered {
    domain: Domain,
    /// one for each row, any for nulls
    pub words: Vec<u64>,
    pub nulls: Option<NullBuffer>,
}

/// Where a left value lies among right ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// right values below it have smaller words, and no others
    pub word: u64,
    /// that word is its own
    pub exact: bool,
    /// all right values are below it
    pub beyond: bool,
}

impl Place {
    const BEYOND: Self = Self { word: u64::MAX, exact: false, beyond: true };

    const fn exact(word: u64) -> Self {
        Self { word, exact: true, beyond: false }
    }

    const fn before(word: u64) -> Self {
        Self { word, exact: false, beyond: false }
    }

    /// Words of right values that are greater, or at least as great where `equal`.
    pub fn above(self, equal: bool) -> Option<RangeInclusive<u64>> {
        match self {
            Self { beyond: true, .. } => None,
            Self { word, exact: true, .. } if !equal => word.checked_add(1).map(|word| word..=u64::MAX),
            Self { word, .. } => Some(word..=u64::MAX),
        }
    }

    /// Words of right values that are less, or at most as great where `equal`.
    pub fn below(self, equal: bool) -> Option<RangeInclusive<u64>> {
        match self {
            Self { beyond: true, .. } => Some(0..=u64::MAX),
            Self { word, exact: true, .. } if equal => Some(0..=word),
            Self { word, .. } => word.checked_sub(1).map(|word| 0..=word),
        }
    }
}

impl Ordered {
    /// The right column as it is compared with left ones of a type.
    ///
    /// # Errors
    /// `TypeMismatch` for types of different families; `OutOfMemory`, `Cancelled`.
    pub fn of(right: &ArrayRef, left: &DataType, control: Control<'_>) -> Result<Self> {
        control.check()?;
        let right = decode(right)?;
        control.keep(size_of::<u64>() * right.len())?;
        let left = value_type(left);
        let nulls = right.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        if right.data_type() == &DataType::Null || left == &DataType::Null {
            return Ok(Self { domain: Domain::Nothing, words: vec![0; right.len()], nulls: Some(NullBuffer::new_null(right.len())) });
        }
        let of_numbers = |numbers: &Carrier| -> Option<(Domain, Vec<u64>)> {
            Some(match numbers {
                Carrier::Signed(values) => (Domain::Signed, values.par_iter().map(|&value| signed(value)).collect()),
                Carrier::Unsigned(values) => (Domain::Unsigned, values.to_vec()),
                Carrier::Float(values) => (Domain::Float, values.par_iter().map(|&value| float(value)).collect()),
                Carrier::Decimal(..) => return None,
            })
        };
        let plain = match (Carrier::of(&right), temporal(left), temporal(right.data_type())) {
            (Some(numbers), ..) if !matches!(left, DataType::Decimal128(..)) && left.is_numeric() => of_numbers(&numbers),
            (_, Some(a), Some(b)) if a == b => instants(&right)?.and_then(|(values, ..)| of_numbers(&Carrier::Signed(values))),
            _ => None,
        };
        let (domain, words) = match plain {
            Some(plain) => plain,
            None => ranked(right, nulls.as_ref(), control)?,
        };
        Ok(Self { domain, words, nulls })
    }

    /// Whether two left columns are placed among the same words.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.domain) == std::mem::discriminant(&other.domain)
    }

    /// Whether the word of a row stands for NaN.
    pub fn is_nan(&self, row: usize) -> bool {
        matches!(self.domain, Domain::Float) && self.words[row] == u64::MAX
    }

    /// Where the values of left rows lie; none for nulls.
    ///
    /// # Errors
    /// `TypeMismatch` for types of different families.
    pub fn places(&self, left: &ArrayRef) -> Result<Vec<Option<Place>>> {
        let left = decode(left)?;
        let numbers = match instants(&left)? {
            Some((values, ..)) => Some(Carrier::Signed(values)),
            None => Carrier::of(&left),
        };
        let mut places = match (&self.domain, numbers) {
            (Domain::Nothing, _) => vec![None; left.len()],
            (Domain::Ranked { column, rows }, _) => ranks(&left, column, rows)?,
            (Domain::Signed, Some(Carrier::Signed(values))) => each(&values, |value| Place::exact(signed(value))),
            (Domain::Signed, Some(Carrier::Unsigned(values))) => {
                each(&values, |value| i64::try_from(value).map_or(Place::BEYOND, |value| Place::exact(signed(value))))
            }
            (Domain::Signed, Some(Carrier::Float(values))) => each(&values, float_among_signed),
            (Domain::Unsigned, Some(Carrier::Unsigned(values))) => each(&values, Place::exact),
            (Domain::Unsigned, Some(Carrier::Signed(values))) => {
                each(&values, |value| u64::try_from(value).map_or(Place::before(0), Place::exact))
            }
            (Domain::Unsigned, Some(Carrier::Float(values))) => each(&values, float_among_unsigned),
            (Domain::Float, Some(Carrier::Float(values))) => each(&values, |value| Place::exact(float(value))),
            (Domain::Float, Some(Carrier::Signed(values))) => each(&values, |value| {
                let near = nearest_signed(value);
                among_floats(near, compare_signed_float(value, near))
            }),
            (Domain::Float, Some(Carrier::Unsigned(values))) => each(&values, |value| {
                let near = nearest_unsigned(value);
                among_floats(near, compare_unsigned_float(value, near))
            }),
            _ => return Err(Error::Internal(format!("a column of type {} is not of the type bound", left.data_type()))),
        };
        if let Some(nulls) = left.logical_nulls() {
            places.iter_mut().enumerate().filter(|(row, _)| nulls.is_null(*row)).for_each(|(_, place)| *place = None);
        }
        Ok(places)
    }
}

fn value_type(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => value_type(values),
        other => other,
    }
}

fn each<T: Copy>(values: &[T], place: impl Fn(T) -> Place) -> Vec<Option<Place>> {
    values.iter().map(|&value| Some(place(value))).collect()
}

const fn signed(value: i64) -> u64 {
    value.cast_unsigned() ^ SIGN
}

fn float(value: f64) -> u64 {
    if value.is_nan() {
        return u64::MAX;
    }
    let bits = (value + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

#[allow(clippy::cast_precision_loss)] // the nearest float is what is wanted
const fn nearest_signed(value: i64) -> f64 {
    value as f64
}

#[allow(clippy::cast_precision_loss)] // the nearest float is what is wanted
const fn nearest_unsigned(value: u64) -> f64 {
    value as f64
}

/// An integer that is so ordered against the float nearest to it: words of neighbouring floats are neighbours.
fn among_floats(near: f64, order: Ordering) -> Place {
    match order {
        Ordering::Equal => Place::exact(float(near)),
        Ordering::Less => Place::before(float(near)),
        Ordering::Greater => Place::before(float(near) + 1),
    }
}

#[allow(clippy::cast_possible_truncation)] // it is whole and in range
fn float_among_signed(value: f64) -> Place {
    let whole = value.ceil();
    if value.is_nan() || whole >= TWO_63 {
        return Place::BEYOND;
    }
    if whole < -TWO_63 {
        return Place::before(0);
    }
    let word = signed(whole as i64);
    if whole == value { Place::exact(word) } else { Place::before(word) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is whole and in range
fn float_among_unsigned(value: f64) -> Place {
    let whole = value.ceil();
    if value.is_nan() || whole >= TWO_64 {
        return Place::BEYOND;
    }
    if value < 0.0 {
        return Place::before(0);
    }
    let word = whole as u64;
    if whole == value { Place::exact(word) } else { Place::before(word) }
}

/// The place of each right value among the different ones.
fn ranked(column: ArrayRef, nulls: Option<&NullBuffer>, control: Control<'_>) -> Result<(Domain, Vec<u64>)> {
    let order = order_of(&column, &column)?;
    // There are no more than 2^32 rows.
    let mut sorted = (0..u32::try_from(column.len()).unwrap_or(u32::MAX))
        .filter(|&row| nulls.is_none_or(|nulls| nulls.is_valid(row as usize)))
        .collect::<Vec<_>>();
    control.keep(size_of::<u32>() * sorted.len())?;
    sorted.par_sort_unstable_by(|&a, &b| order(a as usize, b as usize));
    control.check()?;
    let mut words = vec![0; column.len()];
    let mut rows: Vec<u32> = Vec::new();
    for row in sorted {
        if rows.last().is_none_or(|&last| order(last as usize, row as usize) == Ordering::Less) {
            rows.push(row);
        }
        words[row as usize] = rows.len() as u64 - 1;
    }
    Ok((Domain::Ranked { column, rows }, words))
}

fn ranks(left: &ArrayRef, right: &ArrayRef, rows: &[u32]) -> Result<Vec<Option<Place>>> {
    let order = order_of(left, right)?;
    let place = |row: usize| {
        if left.is_null(row) {
            return None;
        }
        let rank = rows.partition_point(|&other| order(row, other as usize) == Ordering::Greater);
        Some(match rows.get(rank) {
            None => Place::BEYOND,
            Some(&other) if order(row, other as usize) == Ordering::Equal => Place::exact(rank as u64),
            Some(_) => Place::before(rank as u64),
        })
    };
    Ok((0..left.len()).map(place).collect())
}
