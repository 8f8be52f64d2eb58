//! Compressed rows: `offsets` has exactly V + 1 entries, starts at 0, never falls and ends at the number of arcs; row `v` is
//! `targets[offsets[v]..offsets[v + 1]]`, ascending, with parallel edges in input order.

use crate::{GraphError, WeightsView};
use rayon::prelude::*;

/// Owned row offsets: u32 below 2^32 arcs, else u64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offsets {
    /// For fewer than 2^32 arcs.
    U32(Vec<u32>),
    /// For more.
    U64(Vec<u64>),
}

impl Offsets {
    /// The same, borrowed.
    pub fn view(&self) -> OffsetsView<'_> {
        match self {
            Self::U32(offsets) => OffsetsView::U32(offsets),
            Self::U64(offsets) => OffsetsView::U64(offsets),
        }
    }
}

/// Borrowed row offsets.
#[derive(Clone, Copy, Debug)]
pub enum OffsetsView<'a> {
    /// For fewer than 2^32 arcs.
    U32(&'a [u32]),
    /// For more.
    U64(&'a [u64]),
}

impl OffsetsView<'_> {
    /// V + 1.
    pub fn len(&self) -> usize {
        match self {
            Self::U32(offsets) => offsets.len(),
            Self::U64(offsets) => offsets.len(),
        }
    }

    /// Never true for offsets of a graph: there is always the leading 0.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As [`balanced`].
    pub(crate) fn balanced(&self, parts: usize) -> Vec<usize> {
        match self {
            Self::U32(offsets) => balanced(offsets, parts),
            Self::U64(offsets) => balanced(offsets, parts),
        }
    }

    /// Where row `row` starts.
    pub fn get(&self, row: usize) -> usize {
        match self {
            Self::U32(offsets) => offsets[row].index(),
            Self::U64(offsets) => offsets[row].index(),
        }
    }
}

/// One direction of a graph in borrowed memory, ours or foreign.
#[derive(Clone, Copy, Debug)]
pub struct AdjacencyView<'a> {
    pub(crate) offsets: OffsetsView<'a>,
    pub(crate) targets: &'a [u32],
    pub(crate) weights: Option<WeightsView<'a>>,
}

impl<'a> AdjacencyView<'a> {
    /// Checks that the lengths fit together, in constant time. [`AdjacencyView::validate`] checks the content.
    pub fn new(offsets: OffsetsView<'a>, targets: &'a [u32], weights: Option<WeightsView<'a>>) -> Result<Self, GraphError> {
        if offsets.is_empty() {
            return Err(GraphError::invalid("offsets must have V + 1 entries, received none"));
        }
        let (first, last) = (offsets.get(0), offsets.get(offsets.len() - 1));
        if first != 0 || last != targets.len() {
            return Err(GraphError::invalid(format!(
                "offsets must run from 0 to the number of targets ({}), received {first} to {last}",
                targets.len()
            )));
        }
        if let Some(weights) = weights
            && weights.len() != targets.len()
        {
            return Err(GraphError::invalid(format!("{} weights for {} targets", weights.len(), targets.len())));
        }
        Ok(Self { offsets, targets, weights })
    }

    /// Checks the content of foreign arrays: offsets never fall, rows ascend, targets are below V. O(V + E), parallel.
    pub fn validate(&self) -> Result<(), GraphError> {
        match self.offsets {
            OffsetsView::U32(offsets) => Rows { offsets, targets: self.targets }.validate(),
            OffsetsView::U64(offsets) => Rows { offsets, targets: self.targets }.validate(),
        }
    }

    /// V.
    pub fn vertices(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Row offsets.
    pub fn offsets(&self) -> OffsetsView<'a> {
        self.offsets
    }

    /// Row entries.
    pub fn targets(&self) -> &'a [u32] {
        self.targets
    }

    /// Weight of each entry.
    pub fn weights(&self) -> Option<WeightsView<'a>> {
        self.weights
    }
}

/// An integer that offsets are kept in. Code is generic over it only where it loops over arcs between offsets; the rest asks [`OffsetsView::get`].
pub(crate) trait Offset: Copy + Default + Send + Sync + 'static {
    fn index(self) -> usize;
    /// The caller has chosen the width so that `index` fits.
    fn of(index: usize) -> Self;
}

#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "usize has 64 bits; the width was chosen by arc count")]
mod widths {
    use super::Offset;

    impl Offset for u32 {
        #[inline]
        fn index(self) -> usize {
            self as usize
        }
        #[inline]
        fn of(index: usize) -> Self {
            debug_assert!(index <= u32::MAX as usize);
            index as u32
        }
    }

    impl Offset for u64 {
        #[inline]
        fn index(self) -> usize {
            self as usize
        }
        #[inline]
        fn of(index: usize) -> Self {
            index as u64
        }
    }
}

/// Rows with the offset width as a type: what kernels loop over.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a, O> {
    pub offsets: &'a [O],
    pub targets: &'a [u32],
}

impl<'a, O: Offset> Rows<'a, O> {
    #[inline]
    pub fn vertices(&self) -> usize {
        self.offsets.len() - 1
    }

    #[inline]
    pub fn range(&self, v: usize) -> std::ops::Range<usize> {
        self.offsets[v].index()..self.offsets[v + 1].index()
    }

    #[inline]
    pub fn row(&self, v: usize) -> &'a [u32] {
        &self.targets[self.range(v)]
    }

    #[inline]
    pub fn degree(&self, v: usize) -> usize {
        self.offsets[v + 1].index() - self.offsets[v].index()
    }

    fn validate(&self) -> Result<(), GraphError> {
        let vertices = self.vertices();
        if let Some(v) = (0..vertices).into_par_iter().find_first(|&v| self.offsets[v].index() > self.offsets[v + 1].index()) {
            return Err(GraphError::invalid(format!(
                "offsets fall from {} to {} at vertex {v}",
                self.offsets[v].index(),
                self.offsets[v + 1].index()
            )));
        }
        let bad = |v: &usize| self.row(*v).is_sorted() && self.row(*v).last().is_none_or(|&u| u.index() < vertices);
        match (0..vertices).into_par_iter().find_first(|v| !bad(v)) {
            Some(v) => Err(GraphError::invalid(format!("row {v} is not ascending or has a target outside 0…{vertices}"))),
            None => Ok(()),
        }
    }
}

/// Cuts 0…V into at most `parts` runs of about equal work, where a vertex costs its degree + 1. Depends on the graph and `parts` alone.
pub(crate) fn balanced<O: Offset>(offsets: &[O], parts: usize) -> Vec<usize> {
    let vertices = offsets.len() - 1;
    let work = |v: usize| offsets[v].index() + v;
    let total = work(vertices);
    let parts = parts.clamp(1, vertices.max(1));
    let mut bounds = Vec::with_capacity(parts + 1);
    bounds.push(0);
    for part in 1..parts {
        let goal = total / parts * part;
        let (mut low, mut high) = (bounds[part - 1], vertices);
        while low < high {
            let middle = low.midpoint(high);
            if work(middle) < goal { low = middle + 1 } else { high = middle }
        }
        bounds.push(low);
    }
    bounds.push(vertices);
    bounds
}

/// Splits `values` at `bounds` (as of [`balanced`]) into slices that threads may write independently.
pub(crate) fn split_at_bounds<'a, T>(mut values: &'a mut [T], bounds: &[usize]) -> Vec<&'a mut [T]> {
    let mut parts = Vec::with_capacity(bounds.len() - 1);
    for pair in bounds.windows(2) {
        let (part, rest) = values.split_at_mut(pair[1] - pair[0]);
        parts.push(part);
        values = rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_arrays_that_do_not_fit() {
        assert!(AdjacencyView::new(OffsetsView::U32(&[]), &[], None).is_err());
        assert!(AdjacencyView::new(OffsetsView::U32(&[0, 2]), &[0], None).is_err());
        assert!(AdjacencyView::new(OffsetsView::U64(&[0, 1]), &[0], None).is_ok());
    }

    #[test]
    fn validates_content() {
        let view = |offsets, targets| AdjacencyView::new(OffsetsView::U32(offsets), targets, None).map(|v| v.validate());
        assert_eq!(view(&[0, 2, 2, 3], &[1, 2, 0]), Ok(Ok(())));
        assert!(matches!(view(&[0, 2, 1, 3], &[1, 2, 0]), Ok(Err(_))));
        assert!(matches!(view(&[0, 2, 2, 3], &[2, 1, 0]), Ok(Err(_))));
        assert!(matches!(view(&[0, 2, 2, 3], &[1, 3, 0]), Ok(Err(_))));
    }

    #[test]
    fn balances_by_edges() {
        assert_eq!(balanced(&[0u32, 100, 100, 101, 102], 2), vec![0, 1, 4]);
        assert_eq!(balanced(&[0u32], 4), vec![0, 0]);
        assert_eq!(balanced(&[0u32, 1, 2], 8), vec![0, 1, 2]);
    }
}
