//! As-of join: every left row with the right row whose value is nearest. Right rows are sorted by group and value, left rows are searched among them in parallel, each from where the one
//! before it of its group was found. O((left + right) log right) time, linear where both come in order; 24 to 60 bytes per right row.

use std::ops::Range;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_buffer::ScalarBuffer;
use rayon::prelude::*;
use serde::Deserialize;

use super::ordered::{Ordered, Place};
use super::output::{Output, Pairs};
use super::sorted::{Grouping, SortedRows};
use super::{How, Join, JoinKey, JoinedColumn};
use crate::compare::instants;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::gather::Rows;
use crate::numeric::Carrier;
use crate::table::Table;
use crate::value::decode;
use crate::verbs::pieces;

/// Rows between two looks at the cancel flag.
const CHECKED: usize = 1 << 12;
/// Groups up to which each piece of the left side remembers where it was in them.
const REMEMBERED: usize = 1 << 14;

/// Which right row is the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strategy {
    /// the greatest value that is not greater
    Backward,
    /// the least value that is not less
    Forward,
    /// the nearer one of both, the one before where they are as near
    Nearest,
}

/// An as-of join, as it arrives in a plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AsofJoin {
    /// columns whose values are compared
    pub on: JoinKey,
    /// pairs of columns that must be equal
    #[serde(default)]
    pub by: Vec<JoinKey>,
    /// which right row
    pub strategy: Strategy,
    /// whether equal values are partners
    pub exact_matches: bool,
    /// greatest distance, in units of the left column
    #[serde(default)]
    pub tolerance: Option<f64>,
    /// right columns of the result, after all left ones
    pub right_columns: Vec<JoinedColumn>,
}

/// Joins two tables: all left rows in their order, each with its partner or with nulls.
///
/// Runs on the current rayon pool.
///
/// # Errors
/// `InvalidArgument`, `ColumnNotFound`, `TypeMismatch`, `UnsupportedType`; `OutOfMemory`, `Cancelled`.
pub fn join_asof(left: &Table, right: &Table, asof: &AsofJoin, control: Control<'_>) -> Result<Table> {
    control.check()?;
    let on = std::iter::once(&asof.on).chain(&asof.by).cloned().collect();
    let join = Join { on, how: How::Left, right_columns: asof.right_columns.clone(), nulls_equal: false };
    let mut bound = join.bind(&left.schema, &right.schema)?;
    bound.keys.remove(0);
    let compared = (column_index(&left.schema, &asof.on.left)?, column_index(&right.schema, &asof.on.right)?);
    let rows = Rows::new(right.schema.clone(), &right.batches, control)?;
    let output = Output { bound: &bound, left: &left.schema, right: &rows, matched: &[], control };
    let column = &rows.key(compared.1)?;
    let ordered = Ordered::of(column, left.schema.field(compared.0).data_type(), control)?;
    let is_there = |row: usize| ordered.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) && !ordered.is_nan(row);
    let (grouping, sorted) = Grouping::build(&bound, &left.schema, &rows, &ordered.words, &is_there, control)?;
    let search = Search { asof, compared: compared.0, ordered: &ordered, grouping: &grouping, sorted: &sorted, right: column };
    let pieces = pieces(&left.batches);
    let joined = |piece: &RecordBatch| {
        let partners = search.partners(piece, control)?;
        output.pairs(piece, &Pairs { left: (0..).take(partners.len()).collect(), right: partners }, true)
    };
    let batches = pieces.par_iter().map(joined).collect::<Result<Vec<_>>>()?;
    control.progress(1.0);
    Ok(Table { schema: bound.schema.clone(), batches: batches.into_iter().flatten().collect() })
}

/// What is needed to find the partners of left rows.
struct Search<'a> {
    asof: &'a AsofJoin,
    compared: usize,
    ordered: &'a Ordered,
    grouping: &'a Grouping,
    sorted: &'a SortedRows,
    right: &'a ArrayRef,
}

impl Search<'_> {
    /// The right row of each left row plus one, 0 for none.
    fn partners(&self, piece: &RecordBatch, control: Control<'_>) -> Result<Vec<u32>> {
        let column = piece.column(self.compared);
        let mut places = self.ordered.places(column)?;
        if let Some(Carrier::Float(values)) = Carrier::of(&decode(column)?) {
            // NaN is no distance from anything.
            places.iter_mut().zip(values.iter()).filter(|(_, value)| value.is_nan()).for_each(|(place, _)| *place = None);
        }
        let groups = self.grouping.of_left(piece)?;
        let measures = self.asof.tolerance.is_some() || self.asof.strategy == Strategy::Nearest;
        let distances = if measures { Some(Distances::new(column, self.right)?) } else { None };
        let count = self.sorted.groups();
        let mut last = if count <= REMEMBERED { vec![0; count] } else { Vec::new() };
        let mut partners = vec![0; places.len()];
        for (row, partner) in partners.iter_mut().enumerate() {
            if row.is_multiple_of(CHECKED) {
                control.check()?;
            }
            let (Some(place), Some(number)) = (places[row], groups[row]) else { continue };
            let group = self.sorted.group(number);
            let near = last.get(number as usize).copied().unwrap_or(group.start + group.len() / 2);
            let (found, at) = self.partner(&group, near, place, row, distances.as_ref());
            if let Some(last) = last.get_mut(number as usize) {
                *last = at;
            }
            *partner = found.map_or(0, |row| row + 1);
        }
        Ok(partners)
    }

    /// The partner of a left row, and where in its group it was looked for.
    fn partner(&self, group: &Range<usize>, near: usize, place: Place, row: usize, distances: Option<&Distances>) -> (Option<u32>, usize) {
        let AsofJoin { strategy, exact_matches, tolerance, .. } = *self.asof;
        let Place { word, exact, beyond } = place;
        // Equal values lie in least .. past.
        let least = self.sorted.first_from(group, near, |other| beyond || other < word);
        let needs_past =
            exact && if strategy == Strategy::Forward { !exact_matches } else { exact_matches || strategy == Strategy::Nearest };
        let past = if needs_past { self.sorted.first_from(group, least, |other| other <= word) } else { least };
        let (before, after) = if exact_matches { (past, least) } else { (least, past) };
        let rows = &self.sorted.rows;
        let back = (strategy != Strategy::Forward && before > group.start).then(|| rows[before - 1]);
        let forth = (strategy != Strategy::Backward && after < group.end).then(|| rows[after]);
        let found = match (back, forth, distances) {
            (Some(back), Some(forth), Some(distances)) if distances.is_nearer(row, forth, back) => Some(forth),
            (Some(back), ..) => Some(back),
            (None, forth, _) => forth,
        };
        let is_near = |&other: &u32| match (tolerance, distances) {
            (Some(tolerance), Some(distances)) => distances.is_within(row, other, tolerance),
            _ => true,
        };
        (found.filter(is_near), least)
    }
}

/// How far left and right values are from each other.
enum Distances {
    Floats(ScalarBuffer<f64>, ScalarBuffer<f64>),
    Whole(Carrier, Carrier),
}

impl Distances {
    fn new(left: &ArrayRef, right: &ArrayRef) -> Result<Self> {
        let (left, right) = (carrier(left)?, carrier(right)?);
        Ok(match (&left, &right) {
            (Carrier::Float(_), _) | (_, Carrier::Float(_)) => Self::Floats(left.to_float(), right.to_float()),
            _ => Self::Whole(left, right),
        })
    }

    /// Whether `other` is nearer to a left row than `than`.
    fn is_nearer(&self, row: usize, other: u32, than: u32) -> bool {
        match self {
            Self::Floats(left, right) => float_distance(left[row], right[other as usize]) < float_distance(left[row], right[than as usize]),
            Self::Whole(left, right) => whole_distance(left, row, right, other) < whole_distance(left, row, right, than),
        }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a tolerance is no less than 0, and one beyond all integers is as good as the greatest
    fn is_within(&self, row: usize, other: u32, tolerance: f64) -> bool {
        match self {
            Self::Floats(left, right) => float_distance(left[row], right[other as usize]) <= tolerance,
            Self::Whole(left, right) => whole_distance(left, row, right, other) <= tolerance.floor() as u128,
        }
    }
}

fn carrier(column: &ArrayRef) -> Result<Carrier> {
    let column = decode(column)?;
    if let Some((values, ..)) = instants(&column)? {
        return Ok(Carrier::Signed(values));
    }
    Carrier::of(&column).ok_or_else(|| Error::TypeMismatch(format!("values of type {} have no distances", column.data_type())))
}

/// Also between infinities.
fn float_distance(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a - b).abs() }
}

fn whole_distance(left: &Carrier, row: usize, right: &Carrier, other: u32) -> u128 {
    whole(left, row).abs_diff(whole(right, other as usize))
}

fn whole(carrier: &Carrier, row: usize) -> i128 {
    match carrier {
        Carrier::Signed(values) => values[row].into(),
        Carrier::Unsigned(values) => values[row].into(),
        Carrier::Decimal(values, _) => values[row],
        Carrier::Float(_) => 0, // distances of floats are no integers
    }
}

#[cfg(test)]
mod tests;
