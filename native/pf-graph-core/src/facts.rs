//! What `graph.build` notes about a graph, so that later calls can be checked without another pass.

use crate::GraphError;

/// An edge worth naming in an error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotedEdge {
    /// Zero-based row of the edge input.
    pub row: usize,
    /// Dense source.
    pub src: u32,
    /// Dense target.
    pub dst: u32,
    /// Its weight.
    pub weight: f64,
}

/// Counts and extremes over the whole graph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// V.
    pub vertices: u64,
    /// Entries of the CSR: twice the edges (self-loops once) when undirected.
    pub arcs: u64,
    /// Rows of the edge input.
    pub edges: u64,
    /// Edges from a vertex to itself.
    pub self_loops: u64,
    /// Smallest weight that is a number.
    pub min_weight: Option<f64>,
    /// Largest weight that is a number.
    pub max_weight: Option<f64>,
    /// Edges whose weight is NaN.
    pub nan_weights: u64,
    /// Edges whose weight is below zero.
    pub negative_weights: u64,
    /// Vertices without an outgoing arc.
    pub dangling: u64,
    /// First edge whose weight is NaN.
    pub first_nan: Option<NotedEdge>,
    /// First edge whose weight is below zero.
    pub first_negative: Option<NotedEdge>,
}

impl Facts {
    /// The error of an operation that needs weights ≥ 0.
    pub fn require_non_negative(&self) -> Result<(), GraphError> {
        if let Some(NotedEdge { row, src, dst, .. }) = self.first_nan {
            return Err(GraphError::NanWeight { row, src, dst });
        }
        match self.first_negative {
            Some(NotedEdge { row, src, dst, weight }) => Err(GraphError::NegativeWeight { row, src, dst, weight }),
            None => Ok(()),
        }
    }
}
