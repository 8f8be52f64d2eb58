//! Counts, different values, any and all, by adding and taking away.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray};

use super::cells::Cells;
use super::frames::Frames;
use super::layout::Layout;
use super::moving::{Moving, slide};
use super::rows::Counts;
use crate::aggregate::Groups;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::value::decode;

struct Count<'a> {
    layout: &'a Layout,
    counts: &'a Counts,
    count: i64,
}

impl Moving for Count<'_> {
    fn clear(&mut self) {
        self.count = 0;
    }
    fn add(&mut self, position: usize) {
        self.count += i64::from(self.counts.counts(self.layout.row(position)));
    }
    fn remove(&mut self, position: usize) {
        self.count -= i64::from(self.counts.counts(self.layout.row(position)));
    }
}

/// How many rows of each frame count.
pub(super) fn count(layout: &Layout, frames: &Frames, counts: &Counts, control: Control<'_>) -> Result<ArrayRef> {
    let cells = Cells::new(layout.rows, false);
    layout.each_partition(
        control,
        || Count { layout, counts, count: 0 },
        |state, partition| {
            if counts.all() {
                for position in partition {
                    cells.set_whole(layout.row(position), i64::from(frames[position].1 - frames[position].0));
                }
                return Ok(());
            }
            slide(state, frames, partition, |state, position| {
                cells.set_whole(layout.row(position), state.count);
                Ok::<_, Error>(())
            })
        },
    )?;
    Ok(cells.whole())
}

struct Distinct<'a> {
    layout: &'a Layout,
    counts: &'a Counts,
    ids: &'a [u32],
    /// per value, how many rows of the frame have it
    seen: Vec<u32>,
    met: Vec<u32>,
    different: i64,
}

impl Moving for Distinct<'_> {
    fn clear(&mut self) {
        for id in self.met.drain(..) {
            self.seen[id as usize] = 0;
        }
        self.different = 0;
    }
    fn add(&mut self, position: usize) {
        let row = self.layout.row(position);
        if self.counts.counts(row) {
            let id = self.ids[row];
            let seen = &mut self.seen[id as usize];
            *seen += 1;
            if *seen == 1 {
                self.different += 1;
                self.met.push(id);
            }
        }
    }
    fn remove(&mut self, position: usize) {
        let row = self.layout.row(position);
        if self.counts.counts(row) {
            let seen = &mut self.seen[self.ids[row] as usize];
            *seen -= 1;
            self.different -= i64::from(*seen == 0);
        }
    }
}

/// How many different values there are in each frame.
pub(super) fn distinct(layout: &Layout, frames: &Frames, column: &ArrayRef, counts: &Counts, control: Control<'_>) -> Result<ArrayRef> {
    let mut groups = Groups::new([column.data_type()].into_iter())?;
    groups.intern(std::slice::from_ref(column), layout.rows)?;
    let (ids, values) = (groups.ids(), groups.count());
    let cells = Cells::new(layout.rows, false);
    layout.each_partition(
        control,
        || Distinct { layout, counts, ids, seen: vec![0; values], met: Vec::new(), different: 0 },
        |state, partition| {
            slide(state, frames, partition, |state, position| {
                cells.set_whole(layout.row(position), state.different);
                Ok::<_, Error>(())
            })
        },
    )?;
    Ok(cells.whole())
}

struct Truth<'a> {
    layout: &'a Layout,
    values: &'a BooleanArray,
    counts: &'a Counts,
    /// what decides: true for any, false for all
    decisive: bool,
    decided: i64,
    nulls: i64,
}

impl Truth<'_> {
    fn change(&mut self, position: usize, by: i64) {
        let row = self.layout.row(position);
        if self.counts.counts(row) {
            if self.values.is_null(row) {
                self.nulls += by;
            } else if self.values.value(row) == self.decisive {
                self.decided += by;
            }
        }
    }
}

impl Moving for Truth<'_> {
    fn clear(&mut self) {
        (self.decided, self.nulls) = (0, 0);
    }
    fn add(&mut self, position: usize) {
        self.change(position, 1);
    }
    fn remove(&mut self, position: usize) {
        self.change(position, -1);
    }
}

/// `any` and `all` in three-valued logic. `counts` is of the condition alone: nulls are values here.
pub(super) fn truth(
    layout: &Layout,
    frames: &Frames,
    column: &ArrayRef,
    counts: &Counts,
    any: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let values = decode(column)?;
    let values = values.as_boolean_opt().ok_or_else(|| Error::Internal("any and all are of bools".to_owned()))?;
    let cells = Cells::new(layout.rows, true);
    layout.each_partition(
        control,
        || Truth { layout, values, counts, decisive: any, decided: 0, nulls: 0 },
        |state, partition| {
            slide(state, frames, partition, |state, position| {
                let row = layout.row(position);
                if state.decided > 0 {
                    cells.set_whole(row, i64::from(any));
                } else if state.nulls == 0 {
                    cells.set_whole(row, i64::from(!any));
                }
                Ok::<_, Error>(())
            })
        },
    )?;
    let whole = cells.whole();
    let numbers = whole.as_primitive::<arrow_array::types::Int64Type>();
    let bits = arrow_buffer::BooleanBuffer::collect_bool(numbers.len(), |row| numbers.value(row) != 0);
    Ok(Arc::new(BooleanArray::new(bits, numbers.nulls().cloned())))
}
