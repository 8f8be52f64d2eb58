//! CSR and CSC from an edge list: radix partition by row into ≤ 1,024 buckets, then a counting sort inside each bucket, whose rows
//! fit the L2 cache (the partitioning of Satish et al., SIGMOD'10, applied to Beamer's GAP builder). O(V + E log d) time: rows are sorted by target
//! unless the scatter already left them so, which it does for the CSC. Peak beyond input and result: 8 bytes and one weight per arc.
//!
//! Both steps are stable, so parallel edges keep their input order, on any number of threads.

mod layout;
mod scan;
mod source;

use crate::weights::{Weight, with_weights};
use crate::{Adjacency, Control, Graph, GraphError, Offsets, OffsetsView, WeightsColumn};
use layout::{RowOrder, layout};
use source::{Both, Forward, Transposed};

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
    match weights {
        None => weighted::<()>(vertices, src, dst, &[], options, control),
        Some(column) => {
            let resolved = column.resolve(src.len())?;
            with_weights!(resolved.view(), slice => weighted(vertices, src, dst, slice, options, control))
        }
    }
}

/// `W` is `()` and `weights` empty for an unweighted graph.
fn weighted<W: Weight>(
    vertices: u32,
    src: &[u32],
    dst: &[u32],
    weights: &[W],
    options: &BuildOptions,
    control: &Control<'_>,
) -> Result<Graph, GraphError> {
    let facts = scan::scan(vertices, src, dst, weights, control)?;
    let arcs = if options.directed { src.len() } else { 2 * src.len() - usize::try_from(facts.self_loops).unwrap_or(0) };
    let facts = crate::Facts { arcs: arcs.try_into().unwrap_or(u64::MAX), ..facts };
    let graph = Graph { directed: options.directed, out: empty(), incoming: None, facts };
    if u32::try_from(arcs).is_ok() {
        finish::<u32, W>(graph, vertices, src, dst, weights, options, control, Offsets::U32)
    } else {
        finish::<u64, W>(graph, vertices, src, dst, weights, options, control, Offsets::U64)
    }
}

#[expect(clippy::too_many_arguments, reason = "the inner half of `weighted`, split off for the offset width only")]
fn finish<O: crate::adjacency::Offset, W: Weight>(
    mut graph: Graph,
    vertices: u32,
    src: &[u32],
    dst: &[u32],
    weights: &[W],
    options: &BuildOptions,
    control: &Control<'_>,
    wrap: fn(Vec<O>) -> Offsets,
) -> Result<Graph, GraphError> {
    let out = if options.directed {
        layout::<O, W, _>(&Forward { src, dst, weights }, vertices, RowOrder::Any, control)?
    } else {
        layout::<O, W, _>(&Both { src, dst, weights }, vertices, RowOrder::Any, control)?
    };
    control.report(if options.directed && options.incoming { 0.5 } else { 1.0 });
    graph.facts.dangling = scan::dangling(&out.offsets);
    if options.directed && options.incoming {
        let source = Transposed::new(&out.offsets, &out.targets, &out.weights);
        let incoming = layout::<O, W, _>(&source, vertices, RowOrder::Ascending, control)?;
        graph.incoming = Some(Adjacency { offsets: wrap(incoming.offsets), targets: incoming.targets, weights: W::wrap(incoming.weights) });
        control.report(1.0);
    }
    graph.out = Adjacency { offsets: wrap(out.offsets), targets: out.targets, weights: W::wrap(out.weights) };
    debug_assert!(matches!((graph.out.offsets.view(), size_of::<O>()), (OffsetsView::U32(_), 4) | (OffsetsView::U64(_), 8)));
    Ok(graph)
}

fn empty() -> Adjacency {
    Adjacency { offsets: Offsets::U32(vec![0]), targets: Vec::new(), weights: None }
}

#[cfg(test)]
mod tests;
