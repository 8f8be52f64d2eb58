//! Long rows, four at a time.
//!
//! `Exact` sums a row in order, which is one chain of dependent additions: three or four cycles per arc, though the cache would give one.
//! Short rows overlap in the processor by themselves; rows longer than it looks ahead are summed side by side, each in its own order, so no bit changes.

use crate::adjacency::{Offset, Rows};
use crate::{Control, GraphError, parallel};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Rows summed side by side: as many as an addition takes cycles.
const LANES: usize = 4;
/// Rows of fewer arcs are over before the processor's window is.
const LEAST_ARCS: usize = 256;
/// Arcs of a lane between two looks at the cancel flag.
const SLICE: usize = 1 << 15;

/// The rows that are long enough, in groups of about the same length.
pub(super) struct LongRows {
    groups: Vec<[Option<u32>; LANES]>,
}

/// Whether a row of this many arcs is among the long ones.
pub(super) fn is_long(arcs: usize) -> bool {
    arcs >= LEAST_ARCS
}

impl LongRows {
    /// O(V), and O(k log k) for k long rows.
    pub fn of<O: Offset>(rows: &Rows<'_, O>) -> Self {
        let mut long: Vec<(Reverse<usize>, u32)> =
            (0u32..).zip(0..rows.vertices()).map(|(v, row)| (Reverse(rows.degree(row)), v)).filter(|row| is_long(row.0.0)).collect();
        long.par_sort_unstable();
        let group = |rows: &[(Reverse<usize>, u32)]| std::array::from_fn(|lane| rows.get(lane).map(|row| row.1));
        Self { groups: long.chunks(LANES).map(group).collect() }
    }

    /// Writes the sum of `term(arc)` over each long row's arcs, in their order, to `sums[row]`.
    pub fn sum<O: Offset>(
        &self,
        rows: &Rows<'_, O>,
        term: impl Fn(usize) -> f64 + Sync,
        sums: &mut [f64],
        control: &Control<'_>,
    ) -> Result<(), GraphError> {
        let totals: Vec<[f64; LANES]> = parallel::map(self.groups.len(), &|at| {
            let lanes = self.groups[at].map(|row| row.map_or(0..0, |row| rows.range(row.index())));
            sum_lanes(lanes, &term, control)
        })?;
        for (group, totals) in self.groups.iter().zip(totals) {
            for (row, total) in group.iter().flatten().zip(totals) {
                sums[row.index()] = total;
            }
        }
        Ok(())
    }
}

/// The lanes' lengths fall: all run to the end of the last, those before it to the end of the last but one, and so on.
fn sum_lanes(
    lanes: [std::ops::Range<usize>; LANES],
    term: &impl Fn(usize) -> f64,
    control: &Control<'_>,
) -> Result<[f64; LANES], GraphError> {
    let starts = lanes.clone().map(|lane| lane.start);
    let mut sums = [0.0; LANES];
    let mut done = 0;
    for active in (1..=LANES).rev() {
        let length = lanes[active - 1].len();
        while done < length {
            control.check()?;
            let end = length.min(done + SLICE);
            match active {
                1 => advance::<1>(&starts, done..end, term, &mut sums),
                2 => advance::<2>(&starts, done..end, term, &mut sums),
                3 => advance::<3>(&starts, done..end, term, &mut sums),
                _ => advance::<LANES>(&starts, done..end, term, &mut sums),
            }
            done = end;
        }
    }
    Ok(sums)
}

#[inline]
fn advance<const ACTIVE: usize>(
    starts: &[usize; LANES],
    steps: std::ops::Range<usize>,
    term: &impl Fn(usize) -> f64,
    sums: &mut [f64; LANES],
) {
    let mut local: [f64; ACTIVE] = std::array::from_fn(|lane| sums[lane]);
    for step in steps {
        for lane in 0..ACTIVE {
            local[lane] += term(starts[lane] + step);
        }
    }
    sums[..ACTIVE].copy_from_slice(&local);
}
