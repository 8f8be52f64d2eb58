//! Right rows by group and then by value: what as-of and inequality joins search in.

use std::ops::Range;

use arrow_schema::SchemaRef;
use rayon::prelude::*;

use super::Bound;
use super::codes::{Codes, Keys};
use super::index::Index;
use crate::control::Control;
use crate::error::Result;
use crate::gather::Rows;

/// Rows of a group from which on it is sorted by all cores.
const LARGE: usize = 1 << 16;

/// Rows whose keys are equal, by the number of their group.
pub(super) struct Grouping {
    by: Option<(Codes, Index)>,
    /// per right row that is the first with its keys the number of their group; groups without a row that can be a partner have none
    numbers: Vec<u32>,
}

/// The right rows that can be partners.
pub(super) struct SortedRows {
    /// in the order of groups, and then of their words, and then of their numbers
    pub words: Vec<u64>,
    pub rows: Vec<u32>,
    /// where each group begins, and where the last one ends
    starts: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Grouping {
    /// Groups of the right rows, and these in order. `is_there`: whether a row can be a partner.
    pub fn build(
        bound: &Bound,
        left: &SchemaRef,
        right: &Rows,
        words: &[u64],
        is_there: &(dyn Fn(usize) -> bool + Sync),
        control: Control<'_>,
    ) -> Result<(Self, SortedRows)> {
        // A pair is made for each row, and taken apart again.
        let scratch = size_of::<(u64, u32)>() * words.len();
        control.keep(scratch + size_of::<(u64, u32)>() * words.len())?;
        let by = if bound.keys.is_empty() {
            None
        } else {
            let (codes, keys) = Codes::build(bound, left, right, control)?;
            let index = Index::build(&keys, codes.size(), control)?;
            Some((codes, index, keys))
        };
        // There are no more than 2^32 rows.
        let there = (0..u32::try_from(words.len()).unwrap_or(u32::MAX)).filter(|&row| is_there(row as usize));
        let Some((codes, index, keys)) = by else {
            let mut pairs = there.map(|row| (words[row as usize], row)).collect::<Vec<_>>();
            sort(&mut pairs);
            control.check()?;
            let starts = vec![0, u32::try_from(pairs.len()).unwrap_or(u32::MAX)];
            control.release(scratch);
            return Ok((Self { by: None, numbers: Vec::new() }, SortedRows::new(&pairs, starts)));
        };
        control.keep(size_of::<u32>() * words.len())?;
        let firsts = index.first_rows(&keys);
        drop(keys);
        control.check()?;
        let group_of = |row: u32| firsts[row as usize].checked_sub(1);
        let mut numbers = vec![NONE; words.len()];
        let mut counts: Vec<u32> = Vec::new();
        for (row, first) in there.clone().filter_map(|row| group_of(row).map(|first| (row, first))) {
            if row.is_multiple_of(1 << 16) {
                control.check()?;
            }
            let number = &mut numbers[first as usize];
            if *number == NONE {
                *number = u32::try_from(counts.len()).unwrap_or(NONE);
                counts.push(0);
            }
            counts[*number as usize] += 1;
        }
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut total = 0;
        for count in &counts {
            starts.push(total);
            total += count;
        }
        starts.push(total);
        let mut next = starts.clone();
        let mut pairs = vec![(0, 0); total as usize];
        for (row, first) in there.filter_map(|row| group_of(row).map(|first| (row, first))) {
            let place = &mut next[numbers[first as usize] as usize];
            pairs[*place as usize] = (words[row as usize], row);
            *place += 1;
        }
        control.check()?;
        let mut rest = pairs.as_mut_slice();
        let mut groups = Vec::with_capacity(counts.len());
        for &count in &counts {
            let (group, others) = rest.split_at_mut(count as usize);
            groups.push(group);
            rest = others;
        }
        groups.into_par_iter().for_each(sort);
        control.check()?;
        control.release(scratch);
        Ok((Self { by: Some((codes, index)), numbers }, SortedRows::new(&pairs, starts)))
    }

    /// The groups of left rows; none for keys that no partner has.
    pub fn of_left(&self, slice: &arrow_array::RecordBatch) -> Result<Vec<Option<u32>>> {
        let Some((codes, index)) = &self.by else { return Ok(vec![Some(0); slice.num_rows()]) };
        let keys: Keys = codes.of_left(slice)?;
        let number = |first: u32| first.checked_sub(1).map(|first| self.numbers[first as usize]).filter(|&number| number != NONE);
        Ok(index.first_rows(&keys).into_iter().map(number).collect())
    }
}

/// Often rows come in order.
fn sort(pairs: &mut [(u64, u32)]) {
    if pairs.is_sorted() {
    } else if pairs.len() < LARGE {
        pairs.sort_unstable();
    } else {
        pairs.par_sort_unstable();
    }
}

impl SortedRows {
    fn new(pairs: &[(u64, u32)], starts: Vec<u32>) -> Self {
        let (words, rows) = rayon::join(|| pairs.iter().map(|&(word, _)| word).collect(), || pairs.iter().map(|&(_, row)| row).collect());
        Self { words, rows, starts }
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.starts.len() - 1
    }

    /// The places of a group.
    pub fn group(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        self.starts[number] as usize..self.starts[number + 1] as usize
    }

    /// The first place of a range whose word is not below, found from `near` on: rows that follow each other often lie near each other.
    pub fn first_from(&self, range: &Range<usize>, near: usize, below: impl Fn(u64) -> bool) -> usize {
        let words = &self.words;
        let near = near.clamp(range.start, range.end);
        let mut step = 1;
        let (mut low, mut high);
        if near < range.end && below(words[near]) {
            low = near + 1;
            while near + step < range.end && below(words[near + step]) {
                low = near + step + 1;
                step *= 2;
            }
            high = range.end.min(near + step);
        } else {
            (low, high) = (range.start, near);
            while step <= near - range.start && !below(words[near - step]) {
                high = near - step;
                step *= 2;
            }
            if step <= near - range.start {
                low = near - step + 1;
            }
        }
        low + words[low..high].partition_point(|&word| below(word))
    }
}
