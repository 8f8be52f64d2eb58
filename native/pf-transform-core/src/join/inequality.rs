//! Inequality join: pairs of rows whose columns compare as asked. Right rows are sorted by group and by the column that most conditions are on, so that these leave a range of places; a tree of
//! zones over that order (the least and the greatest value of each other column in 16 rows, 32, 64 …: a priority search tree, McCreight 1985, of any number of columns) passes over what has no partner.
//! O((left + right) log right + pairs · log right) time for two conditions; 24 bytes per right row, and 9 for each further column.

use std::ops::RangeInclusive;

use arrow_array::RecordBatch;
use rayon::prelude::*;
use serde::Deserialize;

use super::ordered::{Ordered, Place};
use super::output::{Output, PAIRS, Pairs};
use super::sorted::{Grouping, SortedRows};
use super::{How, Join, JoinedColumn};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::gather::Rows;
use crate::table::Table;
use crate::verbs::pieces;

/// Places in the smallest zone.
const ZONE: usize = 16;
/// Left rows between two looks at the cancel flag.
const CHECKED: usize = 1 << 8;

/// How a left value compares with a right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub enum Comparison {
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = "<")]
    Less,
    #[serde(rename = "<=")]
    LessEqual,
    #[serde(rename = ">")]
    Greater,
    #[serde(rename = ">=")]
    GreaterEqual,
}

/// A condition on a pair of columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Condition {
    /// column of the left table
    pub left: String,
    /// how it compares
    pub is: Comparison,
    /// column of the right table
    pub right: String,
}

/// An inequality join, as it arrives in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InequalityJoin {
    /// all of which hold for the pairs of the result
    pub on: Vec<Condition>,
    /// right columns of the result, after all left ones
    pub right_columns: Vec<JoinedColumn>,
}

/// An inequality, bound to its columns.
struct Bounds {
    left: usize,
    right: usize,
    is: Comparison,
    ordered: Ordered,
}

/// Joins two tables: the pairs for which all conditions hold, in the order of the left rows and then of the right ones.
///
/// Runs on the current rayon pool.
///
/// # Errors
/// `InvalidArgument`, `ColumnNotFound`, `TypeMismatch`, `UnsupportedType`; `OutOfMemory`, `Cancelled`.
pub fn join_where(left: &Table, right: &Table, join: &InequalityJoin, control: Control<'_>) -> Result<Table> {
    control.check()?;
    if join.on.is_empty() {
        return Err(Error::InvalidArgument("an inequality join needs conditions".to_owned()));
    }
    let shape = Join { on: Vec::new(), how: How::Cross, right_columns: join.right_columns.clone(), nulls_equal: false };
    let mut bound = shape.bind(&left.schema, &right.schema)?;
    bound.how = How::Inner;
    let columns = |on: &Condition| Ok((column_index(&left.schema, &on.left)?, column_index(&right.schema, &on.right)?));
    bound.keys = join.on.iter().filter(|on| on.is == Comparison::Equal).map(columns).collect::<Result<_>>()?;
    let rows = Rows::new(right.schema.clone(), &right.batches, control)?;
    let output = Output { bound: &bound, left: &left.schema, right: &rows, matched: &[], control };
    let bounds = |on: &Condition| {
        let (in_left, in_right) = columns(on)?;
        let ordered = Ordered::of(&output.right.key(in_right)?, left.schema.field(in_left).data_type(), control)?;
        Ok(Bounds { left: in_left, right: in_right, is: on.is, ordered })
    };
    let inequalities = join.on.iter().filter(|on| on.is != Comparison::Equal).map(bounds).collect::<Result<Vec<_>>>()?;
    let search = Search::build(&bound, &left.schema, &output, inequalities, control)?;
    let pieces = pieces(&left.batches);
    let batches = pieces.par_iter().map(|piece| search.pairs(piece, &output, control)).collect::<Result<Vec<_>>>()?;
    control.progress(1.0);
    Ok(Table { schema: bound.schema.clone(), batches: batches.into_iter().flatten().collect() })
}

/// What is needed to find the partners of left rows.
struct Search {
    grouping: Grouping,
    sorted: SortedRows,
    /// conditions on the column that right rows are sorted by
    ranges: Vec<Bounds>,
    /// the others, with the tree of their column
    others: Vec<(Bounds, Zones)>,
}

impl Search {
    fn build(
        bound: &super::Bound,
        left: &arrow_schema::SchemaRef,
        output: &Output<'_>,
        inequalities: Vec<Bounds>,
        control: Control<'_>,
    ) -> Result<Self> {
        let count_like = |one: &Bounds| inequalities.iter().filter(|other| other.is_on_column_of(one)).count();
        // The first of those on the column that most are on.
        let most = inequalities.iter().map(count_like).max().unwrap_or(0);
        let first = inequalities.iter().position(|one| count_like(one) == most);
        let rows = output.right.count() as usize;
        let is_there = |row: usize| inequalities.iter().all(|one| one.ordered.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)));
        let none = if first.is_none() { vec![0; rows] } else { Vec::new() };
        let words = first.map_or(none.as_slice(), |first| &inequalities[first].ordered.words);
        let (grouping, sorted) = Grouping::build(bound, left, output.right, words, &is_there, control)?;
        let on_first =
            inequalities.iter().map(|one| first.is_some_and(|first| one.is_on_column_of(&inequalities[first]))).collect::<Vec<_>>();
        let (mut ranges, mut others) = (Vec::new(), Vec::new());
        for (one, on_first) in inequalities.into_iter().zip(on_first) {
            control.check()?;
            if on_first {
                ranges.push(one);
            } else {
                let zones = Zones::new(&one.ordered.words, &sorted.rows, control)?;
                others.push((one, zones));
            }
        }
        Ok(Self { grouping, sorted, ranges, others })
    }

    /// The rows of the result that rows of the left side make.
    fn pairs(&self, piece: &RecordBatch, output: &Output<'_>, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let groups = self.grouping.of_left(piece)?;
        let places = |one: &Bounds| one.ordered.places(piece.column(one.left));
        let ranges = self.ranges.iter().map(places).collect::<Result<Vec<_>>>()?;
        let others = self.others.iter().map(|(one, _)| places(one)).collect::<Result<Vec<_>>>()?;
        let mut batches = Vec::new();
        let mut pairs = Pairs::default();
        let mut partners: Vec<u32> = Vec::new();
        let mut wanted: Vec<RangeInclusive<u64>> = Vec::with_capacity(others.len());
        let mut near = 0;
        'rows: for (left, group) in (0_u32..).zip(groups) {
            let row = left as usize;
            if row.is_multiple_of(CHECKED) {
                control.check()?;
            }
            let Some(group) = group else { continue };
            let mut group = self.sorted.group(group);
            let (mut least, mut greatest) = (0, u64::MAX);
            for (one, places) in self.ranges.iter().zip(&ranges) {
                let Some(range) = places[row].and_then(|place| one.words(place)) else { continue 'rows };
                (least, greatest) = (least.max(*range.start()), greatest.min(*range.end()));
            }
            wanted.clear();
            for ((one, _), places) in self.others.iter().zip(&others) {
                let Some(range) = places[row].and_then(|place| one.words(place)) else { continue 'rows };
                wanted.push(range);
            }
            if least > greatest {
                continue;
            }
            if !self.ranges.is_empty() {
                let start = self.sorted.first_from(&group, near, |word| word < least);
                group = start..self.sorted.first_from(&(start..group.end), start, |word| word <= greatest);
                near = start;
            }
            partners.clear();
            self.find(group, &wanted, &mut partners);
            partners.sort_unstable();
            for partners in partners.chunks(PAIRS) {
                if pairs.left.len() + partners.len() > PAIRS {
                    output.check()?;
                    batches.extend(output.pairs(piece, &std::mem::take(&mut pairs), false)?);
                }
                pairs.right.extend(partners.iter().map(|row| row + 1));
                pairs.left.resize(pairs.right.len(), left);
            }
        }
        if !pairs.left.is_empty() {
            batches.extend(output.pairs(piece, &pairs, false)?);
        }
        Ok(batches)
    }

    /// The rows at some places whose other columns have wanted words.
    fn find(&self, places: std::ops::Range<usize>, wanted: &[RangeInclusive<u64>], found: &mut Vec<u32>) {
        if wanted.is_empty() {
            found.extend_from_slice(&self.sorted.rows[places]);
            return;
        }
        let mut at = places.start;
        let mut level = 0;
        while at < places.end {
            // A zone that begins here, lies within, and has nothing.
            let passes = |level: usize| {
                let size = ZONE << level;
                at.is_multiple_of(size) && at + size <= places.end && self.lacks(level, at, wanted)
            };
            if passes(level) {
                while passes(level + 1) {
                    level += 1;
                }
                at += ZONE << level;
            } else if level > 0 {
                level -= 1;
            } else {
                let end = places.end.min((at / ZONE + 1) * ZONE);
                let is_wanted =
                    |&place: &usize| self.others.iter().zip(wanted).all(|((_, zones), wanted)| wanted.contains(&zones.words[place]));
                found.extend((at..end).filter(is_wanted).map(|place| self.sorted.rows[place]));
                at = end;
            }
        }
    }

    /// Whether no row of the zone of a level that begins at a place can be a partner.
    fn lacks(&self, level: usize, at: usize, wanted: &[RangeInclusive<u64>]) -> bool {
        self.others.iter().zip(wanted).any(|((_, zones), wanted)| !zones.may_have(level, at, wanted))
    }
}

impl Bounds {
    fn is_on_column_of(&self, other: &Self) -> bool {
        self.right == other.right && self.ordered.is_like(&other.ordered)
    }

    /// Words of the partners of a left value.
    fn words(&self, place: Place) -> Option<RangeInclusive<u64>> {
        match self.is {
            Comparison::Less => place.above(false),
            Comparison::LessEqual => place.above(true),
            Comparison::Greater => place.below(false),
            Comparison::GreaterEqual => place.below(true),
            Comparison::Equal => None, // those are groups
        }
    }
}

/// The words of a column in the order that right rows are in, and the least and the greatest of each zone.
struct Zones {
    words: Vec<u64>,
    /// zones of [`ZONE`] places, of twice as many, and so on
    levels: Vec<Vec<(u64, u64)>>,
}

impl Zones {
    fn new(words: &[u64], rows: &[u32], control: Control<'_>) -> Result<Self> {
        control.keep(size_of::<u64>() * rows.len() + 2 * size_of::<(u64, u64)>() * rows.len().div_ceil(ZONE))?;
        let words = rows.par_iter().map(|&row| words[row as usize]).collect::<Vec<_>>();
        let fold = |zones: &[(u64, u64)]| zones.iter().fold((u64::MAX, 0), |(a, b), &(c, d)| (a.min(c), b.max(d)));
        let first = |words: &[u64]| words.iter().fold((u64::MAX, 0), |(low, high), &word| (low.min(word), high.max(word)));
        let mut levels = vec![words.par_chunks(ZONE).map(first).collect::<Vec<_>>()];
        while let Some(last) = levels.last()
            && last.len() > 1
        {
            let next = last.par_chunks(2).map(fold).collect();
            levels.push(next);
        }
        Ok(Self { words, levels })
    }

    /// Whether the zone of a level that begins at a place may have such a word.
    fn may_have(&self, level: usize, at: usize, wanted: &RangeInclusive<u64>) -> bool {
        let zone = self.levels.get(level).and_then(|zones| zones.get(at / (ZONE << level)));
        zone.is_none_or(|&(low, high)| low <= *wanted.end() && high >= *wanted.start())
    }
}

#[cfg(test)]
mod tests;
