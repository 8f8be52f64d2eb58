//! What each vertex passes on per unit of arc weight, as rows read it: in the order of the vertices or hub-sorted, in f64 or rounded.

use crate::adjacency::Offset;
use rayon::prelude::*;

/// Cells a thread fills at a time.
const CHUNK: usize = 1 << 14;

/// A number that rows read.
pub(super) trait Cell: Copy + Default + Send + Sync + 'static {
    /// Whether sums may be taken in any order.
    const REORDERS: bool;
    fn of(value: f64) -> Self;
    fn value(self) -> f64;

    /// `passed` as cells: cell i is that of vertex `order[i]`, or of vertex i without an order. `kept` is memory to use for it.
    fn arrange<'a>(passed: &'a [f64], order: Option<&[u32]>, kept: &'a mut Vec<Self>) -> &'a [Self];
}

fn fill<C: Cell>(kept: &mut Vec<C>, passed: &[f64], order: Option<&[u32]>) {
    kept.resize(passed.len(), C::default());
    let chunks = kept.par_chunks_mut(CHUNK);
    let set = |cell: &mut C, value: f64| *cell = C::of(value);
    match order {
        Some(order) => chunks.zip(order.par_chunks(CHUNK)).for_each(|(cells, order)| {
            cells.iter_mut().zip(order).for_each(|(cell, &v)| set(cell, passed[v.index()]));
        }),
        None => chunks.zip(passed.par_chunks(CHUNK)).for_each(|(cells, passed)| {
            cells.iter_mut().zip(passed).for_each(|(cell, &value)| set(cell, value));
        }),
    }
}

impl Cell for f64 {
    const REORDERS: bool = false;
    #[inline]
    fn of(value: f64) -> Self {
        value
    }
    #[inline]
    fn value(self) -> f64 {
        self
    }
    fn arrange<'a>(passed: &'a [f64], order: Option<&[u32]>, kept: &'a mut Vec<Self>) -> &'a [Self] {
        if order.is_none() {
            return passed;
        }
        fill(kept, passed, order);
        kept
    }
}

/// Half the cache: for `Fast` only.
impl Cell for f32 {
    const REORDERS: bool = true;
    #[inline]
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounding is what this class allows")]
    fn of(value: f64) -> Self {
        value as f32
    }
    #[inline]
    fn value(self) -> f64 {
        f64::from(self)
    }
    fn arrange<'a>(passed: &'a [f64], order: Option<&[u32]>, kept: &'a mut Vec<Self>) -> &'a [Self] {
        fill(kept, passed, order);
        kept
    }
}
