//! Values of other rows: before and after, the first, the last, the nth, the least and the greatest of a frame. O(n).

use std::collections::VecDeque;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_schema::DataType;
use arrow_select::concat::concat;
use arrow_select::take::take;
use rayon::prelude::*;

use super::cells::Picks;
use super::frames::Frames;
use super::layout::Layout;
use super::rows::Counts;
use crate::aggregate::canonical;
use crate::compare::order_of;
use crate::control::Control;
use crate::error::Result;
use crate::value::decode;

/// Rows of the result that are taken together.
const BATCH: usize = 1 << 20;

/// The value so many positions further on; where there is none, that of `second`, or null.
pub(super) fn shifted(
    layout: &Layout,
    column: &ArrayRef,
    second: Option<&ArrayRef>,
    distance: i64,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let picks = Picks::new(layout.rows);
    let distance = isize::try_from(distance).unwrap_or(isize::MAX);
    layout.each_partition(
        control,
        || (),
        |(), partition| {
            for position in partition.clone() {
                let row = layout.row(position);
                match position.checked_add_signed(distance).filter(|other| partition.contains(other)) {
                    Some(other) => picks.set(row, layout.row(other)),
                    None if second.is_some() => picks.set(row, layout.rows + row),
                    None => {}
                }
            }
            Ok(())
        },
    )?;
    match second {
        None => taken(column, &picks.rows()),
        Some(second) => taken(&concat(&[column, second])?, &picks.rows()),
    }
}

/// Rows taken in parallel, where there are many.
fn taken(column: &ArrayRef, rows: &UInt32Array) -> Result<ArrayRef> {
    if rows.len() <= BATCH {
        return Ok(take(column, rows, None)?);
    }
    let share = rows.len().div_ceil(rayon::current_num_threads());
    let parts = (0..rows.len()).step_by(share).collect::<Vec<_>>();
    let taken = parts.into_par_iter().map(|start| take(column, &rows.slice(start, share.min(rows.len() - start)), None));
    let taken = taken.collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(concat(&taken.iter().map(AsRef::as_ref).collect::<Vec<&dyn Array>>())?)
}

/// The value of row `n` of each frame, from 1 on.
pub(super) fn nth(layout: &Layout, frames: &Frames, column: &ArrayRef, n: u32) -> Result<ArrayRef> {
    let picks = Picks::new(layout.rows);
    frames.par_iter().enumerate().with_min_len(1 << 12).for_each(|(position, &(from, to))| {
        let other = from as usize + n as usize - 1;
        if other < to as usize {
            picks.set(layout.row(position), layout.row(other));
        }
    });
    taken(column, &picks.rows())
}

/// The first or the last row of each frame that is a candidate.
pub(super) fn end(
    layout: &Layout,
    frames: &Frames,
    column: &ArrayRef,
    candidates: &Counts,
    last: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let picks = Picks::new(layout.rows);
    layout.each_partition(control, Vec::new, |near: &mut Vec<usize>, partition| {
        // The next candidate at or after a position, or the last at or before it; the end of the partition where there is none.
        near.clear();
        near.resize(partition.len(), partition.end);
        let mut found = partition.end;
        for index in 0..partition.len() {
            let index = if last { index } else { partition.len() - 1 - index };
            if candidates.counts(layout.row(partition.start + index)) {
                found = partition.start + index;
            }
            near[index] = found;
        }
        for position in partition.clone() {
            let (from, to) = (frames[position].0 as usize, frames[position].1 as usize);
            if from < to {
                let other = near[if last { to - 1 } else { from } - partition.start];
                if (from..to).contains(&other) {
                    picks.set(layout.row(position), layout.row(other));
                }
            }
        }
        Ok(())
    })?;
    one_nan(&taken(column, &picks.rows())?)
}

/// The value of `column` in the candidate of each frame where `by` is least or greatest, the first of several: a queue of those that no later one is preferred to (Lemire, arXiv cs/0610046).
pub(super) fn extreme(
    layout: &Layout,
    frames: &Frames,
    column: &ArrayRef,
    by: &ArrayRef,
    candidates: &Counts,
    least: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let values = decode(by)?;
    let picks = Picks::new(layout.rows);
    if let Some(codes) = codes(&values) {
        let codes = layout.by_position(|row| if least { codes(row) } else { !codes(row) });
        queue(layout, frames, candidates, |a, b| codes[a] < codes[b], &picks, control)?;
    } else {
        let order = order_of(&values, &values)?;
        let before = |a: usize, b: usize| {
            let order = order(layout.row(a), layout.row(b));
            if least { order.is_lt() } else { order.is_gt() }
        };
        queue(layout, frames, candidates, before, &picks, control)?;
    }
    one_nan(&taken(column, &picks.rows())?)
}

fn queue(
    layout: &Layout,
    frames: &Frames,
    candidates: &Counts,
    is_better: impl Fn(usize, usize) -> bool + Sync,
    picks: &Picks,
    control: Control<'_>,
) -> Result<()> {
    layout.each_partition(control, VecDeque::new, |queue: &mut VecDeque<usize>, partition| {
        queue.clear();
        let mut next = partition.start;
        for position in partition {
            let (from, to) = (frames[position].0 as usize, frames[position].1 as usize);
            next = next.max(from);
            while next < to {
                if candidates.counts(layout.row(next)) {
                    while queue.back().is_some_and(|&held| is_better(next, held)) {
                        queue.pop_back();
                    }
                    queue.push_back(next);
                }
                next += 1;
            }
            while queue.front().is_some_and(|&held| held < from) {
                queue.pop_front();
            }
            if let Some(&held) = queue.front() {
                picks.set(layout.row(position), layout.row(held));
            }
        }
        Ok(())
    })
}

type Code = Box<dyn Fn(usize) -> u64 + Send + Sync>;

/// Integers in the order of floats in which -0 is below 0 and NaN above all, and of whole numbers of 64 bits; none for other types.
fn codes(values: &ArrayRef) -> Option<Code> {
    use arrow_array::types::{Float16Type, Float32Type, Float64Type, Int32Type, Int64Type};
    const SIGN: u64 = 1 << 63;
    fn total(value: f64) -> u64 {
        let bits = value.to_bits();
        if value.is_nan() {
            u64::MAX
        } else if bits & SIGN == 0 {
            bits | SIGN
        } else {
            !bits
        }
    }
    Some(match values.data_type() {
        DataType::Float64 => {
            let values = values.as_primitive::<Float64Type>().values().clone();
            Box::new(move |row| total(values[row]))
        }
        DataType::Float32 => {
            let values = values.as_primitive::<Float32Type>().values().clone();
            Box::new(move |row| total(f64::from(values[row])))
        }
        DataType::Float16 => {
            let values = values.as_primitive::<Float16Type>().values().clone();
            Box::new(move |row| total(f64::from(values[row])))
        }
        DataType::Int64 => {
            let values = values.as_primitive::<Int64Type>().values().clone();
            Box::new(move |row| values[row].cast_unsigned() ^ SIGN)
        }
        DataType::Int32 => {
            let values = values.as_primitive::<Int32Type>().values().clone();
            Box::new(move |row| i64::from(values[row]).cast_unsigned() ^ SIGN)
        }
        _ => return None,
    })
}

/// NaN has one bit pattern, also among the values of a dictionary.
fn one_nan(array: &ArrayRef) -> Result<ArrayRef> {
    Ok(match array.as_any_dictionary_opt() {
        Some(dictionary) => dictionary.with_values(one_nan(dictionary.values())?),
        None => canonical(array),
    })
}
