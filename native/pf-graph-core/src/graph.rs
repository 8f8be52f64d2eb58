//! A graph that owns its layouts, and the view that kernels take, which may also be of foreign memory.

use crate::{AdjacencyView, Facts, GraphError, Offsets, OffsetsView, Weights};

/// One direction of a graph, owned. Rows as in [`AdjacencyView`].
#[derive(Clone, Debug, PartialEq)]
pub struct Adjacency {
    /// V + 1 entries.
    pub offsets: Offsets,
    /// One entry per arc.
    pub targets: Vec<u32>,
    /// One entry per arc.
    pub weights: Option<Weights>,
}

impl Adjacency {
    /// The same, borrowed.
    pub fn view(&self) -> AdjacencyView<'_> {
        AdjacencyView { offsets: self.offsets.view(), targets: &self.targets, weights: self.weights.as_ref().map(Weights::view) }
    }

    /// Bytes of the three arrays.
    pub fn bytes(&self) -> usize {
        let offsets = match &self.offsets {
            Offsets::U32(offsets) => size_of_val(&offsets[..]),
            Offsets::U64(offsets) => size_of_val(&offsets[..]),
        };
        offsets + size_of_val(&self.targets[..]) + self.weights.as_ref().map_or(0, |weights| weights.view().bytes())
    }
}

/// A built graph. Immutable: put it into an `Arc` to share it or to lend its arrays out.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// Whether edges have a direction; without one, each edge is present both ways.
    pub directed: bool,
    /// CSR: outgoing arcs.
    pub out: Adjacency,
    /// CSC: incoming arcs. None when it was not asked for, and for undirected graphs, whose CSR is their CSC.
    pub incoming: Option<Adjacency>,
    /// What was noted while building.
    pub facts: Facts,
}

impl Graph {
    /// What kernels take.
    pub fn view(&self) -> GraphView<'_> {
        let out = self.out.view();
        GraphView { out, incoming: if self.directed { self.incoming.as_ref().map(Adjacency::view) } else { Some(out) } }
    }

    /// Bytes of all arrays.
    pub fn bytes(&self) -> usize {
        self.out.bytes() + self.incoming.as_ref().map_or(0, Adjacency::bytes)
    }
}

/// A graph in borrowed memory: our own [`Graph`], or arrays that were imported.
#[derive(Clone, Copy, Debug)]
pub struct GraphView<'a> {
    pub(crate) out: AdjacencyView<'a>,
    pub(crate) incoming: Option<AdjacencyView<'a>>,
}

impl<'a> GraphView<'a> {
    /// A directed graph of imported arrays. Without `incoming`, kernels that need it are an error and BFS only goes top-down.
    pub fn directed(out: AdjacencyView<'a>, incoming: Option<AdjacencyView<'a>>) -> Result<Self, GraphError> {
        if let Some(incoming) = incoming {
            let same_width = matches!(
                (out.offsets, incoming.offsets),
                (OffsetsView::U32(_), OffsetsView::U32(_)) | (OffsetsView::U64(_), OffsetsView::U64(_))
            );
            if incoming.vertices() != out.vertices() || incoming.targets.len() != out.targets.len() || !same_width {
                return Err(GraphError::invalid(format!(
                    "CSR has {} vertices and {} arcs, CSC {} and {}; they must be equal, with offsets of one width",
                    out.vertices(),
                    out.targets.len(),
                    incoming.vertices(),
                    incoming.targets.len()
                )));
            }
        }
        Ok(Self { out, incoming })
    }

    /// An undirected graph of imported arrays: the CSR holds every edge both ways.
    pub fn undirected(out: AdjacencyView<'a>) -> Self {
        Self { out, incoming: Some(out) }
    }

    /// V.
    pub fn vertices(&self) -> usize {
        self.out.vertices()
    }

    /// Entries of the CSR.
    pub fn arcs(&self) -> usize {
        self.out.targets.len()
    }

    /// Outgoing arcs.
    pub fn out(&self) -> AdjacencyView<'a> {
        self.out
    }

    /// Incoming arcs.
    pub fn incoming(&self) -> Option<AdjacencyView<'a>> {
        self.incoming
    }

    pub(crate) fn require_incoming(&self, operation: &str) -> Result<AdjacencyView<'a>, GraphError> {
        self.incoming.ok_or_else(|| GraphError::invalid(format!("{operation} needs the incoming arcs (CSC); build the graph with them")))
    }
}

/// Runs `$body` with `$out` (and `$incoming`, an `Option`) bound to rows of the graph's offset width.
macro_rules! with_rows {
    ($graph:expr, $out:ident, $incoming:ident => $body:expr) => {{
        let graph = $graph;
        match graph.out.offsets {
            $crate::OffsetsView::U32(offsets) => {
                let $out = $crate::adjacency::Rows { offsets, targets: graph.out.targets };
                let $incoming = graph.incoming.and_then(|side| match side.offsets {
                    $crate::OffsetsView::U32(offsets) => Some($crate::adjacency::Rows { offsets, targets: side.targets }),
                    $crate::OffsetsView::U64(_) => None,
                });
                $body
            }
            $crate::OffsetsView::U64(offsets) => {
                let $out = $crate::adjacency::Rows { offsets, targets: graph.out.targets };
                let $incoming = graph.incoming.and_then(|side| match side.offsets {
                    $crate::OffsetsView::U64(offsets) => Some($crate::adjacency::Rows { offsets, targets: side.targets }),
                    $crate::OffsetsView::U32(_) => None,
                });
                $body
            }
        }
    }};
}
pub(crate) use with_rows;
