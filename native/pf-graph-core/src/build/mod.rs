//! CSR and CSC from an edge list: radix partition by row into ≤ 1,024 buckets, then a counting sort inside each bucket, whose rows
//! fit the L2 cache (the partitioning of Satish et al., SIGMOD'10, applied to Beamer's GAP builder). O(V + E log d) time: rows are sorted by target
//! unless the scatter already left them so, which it does for the CSC. Peak beyond input and result: 8 bytes and one weight per arc.
//!
//! Both steps are stable, so parallel edges keep their input order, on any number of threads.

mod layout;
mod scan;
mod source;

use crate::weights::{Resolved, Weight};
use crate::{Adjacency, Control, Facts, Graph, GraphError, Weights, WeightsColumn, WeightsView};
use layout::{Layout, RowOrder, layout};
use source::{Edges, Transposed};

/// Edges by dense index; edge `i` goes from `src[i]` to `dst[i]`.
#[derive(Clone, Copy, Debug)]
pub struct EdgeList<'a> {
    /// Dense sources.
    pub src: &'a [u32],
    /// Dense targets.
    pub dst: &'a [u32],
    /// One weight per edge.
    pub weights: Option<WeightsColumn<'a>>,
}

/// What to build.
#[derive(Clone, Copy, Debug)]
pub struct BuildOptions {
    /// Whether edges have a direction (default true). Without one, each edge gives an arc both ways, a self-loop one.
    pub directed: bool,
    /// Whether to build the CSC as well (default true). An undirected graph's CSR is its CSC.
    pub incoming: bool,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self { directed: true, incoming: true }
    }
}

/// Builds a graph of `vertices` vertices.
///
/// # Errors
/// `INVALID_ARGUMENT` for lengths that differ, `VERTEX_ID_OUT_OF_RANGE` for an index ≥ `vertices`, `NULL_WEIGHT`, `WEIGHT_OUT_OF_RANGE`.
pub fn build(vertices: u32, edges: EdgeList<'_>, options: &BuildOptions, control: &Control<'_>) -> Result<Graph, GraphError> {
    let EdgeList { src, dst, weights } = edges;
    if src.len() != dst.len() {
        return Err(GraphError::invalid(format!("{} sources for {} targets", src.len(), dst.len())));
    }
    control.check()?;
    let resolved = weights.map(|column| column.resolve(src.len())).transpose()?;
    let view = resolved.as_ref().map(Resolved::view);
    let facts = scan::scan(vertices, src, dst, view, control)?;
    let task = Task { vertices, src, dst, options, facts, control };
    // Only how many bytes a weight has matters from here on: signed ones and f32 are carried in the unsigned type of their width, bit by bit.
    match view {
        None => task.run::<()>(&[], |_| None),
        Some(WeightsView::U8(weights)) => task.run(weights, |w| Some(Weights::U8(w))),
        Some(WeightsView::U16(weights)) => task.run(weights, |w| Some(Weights::U16(w))),
        Some(WeightsView::U32(weights)) => task.run(weights, |w| Some(Weights::U32(w))),
        Some(WeightsView::F64(weights)) => task.run(weights, |w| Some(Weights::F64(w))),
        Some(WeightsView::I8(weights)) => task.run(&each(weights, i8::cast_unsigned), |w| Some(Weights::I8(back(w, u8::cast_signed)))),
        Some(WeightsView::I16(weights)) => task.run(&each(weights, i16::cast_unsigned), |w| Some(Weights::I16(back(w, u16::cast_signed)))),
        Some(WeightsView::I32(weights)) => task.run(&each(weights, i32::cast_unsigned), |w| Some(Weights::I32(back(w, u32::cast_signed)))),
        Some(WeightsView::F32(weights)) => task.run(&each(weights, f32::to_bits), |w| Some(Weights::F32(back(w, f32::from_bits)))),
    }
}

fn each<T: Copy, C>(weights: &[T], carried: impl Fn(T) -> C) -> Vec<C> {
    weights.iter().map(|&weight| carried(weight)).collect()
}

/// In place: both types have one width.
fn back<C, T>(weights: Vec<C>, weight: impl Fn(C) -> T) -> Vec<T> {
    weights.into_iter().map(weight).collect()
}

/// A build whose edges are known to be right.
struct Task<'a> {
    vertices: u32,
    src: &'a [u32],
    dst: &'a [u32],
    options: &'a BuildOptions,
    facts: Facts,
    control: &'a Control<'a>,
}

impl Task<'_> {
    /// `W` is `()` and `weights` empty for an unweighted graph.
    fn run<W: Weight>(self, weights: &[W], wrap: fn(Vec<W>) -> Option<Weights>) -> Result<Graph, GraphError> {
        let Self { vertices, src, dst, options: &BuildOptions { directed, incoming }, mut facts, control } = self;
        let out = layout(&Edges { src, dst, weights, both: !directed }, vertices, RowOrder::Any, control)?;
        control.report(if directed && incoming { 0.5 } else { 1.0 });
        facts.arcs = out.targets.len().try_into().unwrap_or(u64::MAX);
        facts.dangling = scan::dangling(out.offsets.view());
        let finished = |side: Layout<W>| Adjacency { offsets: side.offsets, targets: side.targets, weights: wrap(side.weights) };
        let incoming = if directed && incoming {
            let source = Transposed::new(out.offsets.view(), &out.targets, &out.weights);
            let incoming = finished(layout(&source, vertices, RowOrder::Ascending, control)?);
            control.report(1.0);
            Some(incoming)
        } else {
            None
        };
        Ok(Graph { directed, out: finished(out), incoming, facts })
    }
}

#[cfg(test)]
mod tests;
