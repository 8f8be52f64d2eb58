//! Where arcs come from, in the order that parallel arcs must keep.

use crate::OffsetsView;
use crate::weights::Weight;

/// Arcs (row, entry, weight) in blocks that can be visited independently and any number of times, always in the same order.
pub(super) trait ArcSource<W>: Sync {
    /// How many arcs there are at most.
    fn arcs(&self) -> usize;
    /// How many blocks of at most about 2^18 arcs.
    fn blocks(&self) -> usize;
    /// Visits the arcs of one block in order.
    fn visit(&self, block: usize, arc: impl FnMut(u32, u32, W));
}

const BLOCK: usize = 1 << 17;

fn weight_at<W: Weight>(weights: &[W], i: usize) -> W {
    if size_of::<W>() == 0 { W::default() } else { weights[i] }
}

/// Edge i as the arc src → dst and, for `both` ways, dst → src; a self-loop once.
pub(super) struct Edges<'a, W> {
    pub src: &'a [u32],
    pub dst: &'a [u32],
    pub weights: &'a [W],
    pub both: bool,
}

impl<W: Weight> ArcSource<W> for Edges<'_, W> {
    fn arcs(&self) -> usize {
        if self.both { 2 * self.src.len() } else { self.src.len() }
    }
    fn blocks(&self) -> usize {
        self.src.len().div_ceil(BLOCK)
    }
    #[inline]
    fn visit(&self, block: usize, mut arc: impl FnMut(u32, u32, W)) {
        let range = block * BLOCK..self.src.len().min((block + 1) * BLOCK);
        let edges = range.clone().zip(self.src[range.clone()].iter().zip(&self.dst[range]));
        if !self.both {
            edges.for_each(|(i, (&src, &dst))| arc(src, dst, weight_at(self.weights, i)));
            return;
        }
        for (i, (&src, &dst)) in edges {
            let weight = weight_at(self.weights, i);
            arc(src, dst, weight);
            if src != dst {
                arc(dst, src, weight);
            }
        }
    }
}

/// The arcs of a CSR reversed, by ascending source: scattering them stably leaves every row of the CSC sorted.
pub(super) struct Transposed<'a, W> {
    offsets: OffsetsView<'a>,
    targets: &'a [u32],
    weights: &'a [W],
    bounds: Vec<usize>,
}

impl<'a, W: Weight> Transposed<'a, W> {
    pub fn new(offsets: OffsetsView<'a>, targets: &'a [u32], weights: &'a [W]) -> Self {
        Self { offsets, targets, weights, bounds: offsets.balanced((targets.len() + offsets.len()).div_ceil(BLOCK)) }
    }
}

impl<W: Weight> ArcSource<W> for Transposed<'_, W> {
    fn arcs(&self) -> usize {
        self.targets.len()
    }
    fn blocks(&self) -> usize {
        self.bounds.len() - 1
    }
    #[inline]
    fn visit(&self, block: usize, mut arc: impl FnMut(u32, u32, W)) {
        let mut end = self.offsets.get(self.bounds[block]);
        for source in self.bounds[block]..self.bounds[block + 1] {
            let range = end..self.offsets.get(source + 1);
            end = range.end;
            // V < 2^32, so that every vertex is a u32.
            let entry = u32::try_from(source).unwrap_or(u32::MAX);
            for (i, &target) in range.clone().zip(&self.targets[range]) {
                arc(target, entry, weight_at(self.weights, i));
            }
        }
    }
}
