//! Graph layouts and kernels over plain slices: slices in, `Vec`s out, so that a binding can wrap the results without a copy
//! and lend foreign memory without one. Knows nothing of JavaScript.
//!
//! The order of use is [`map_ids`] → [`build`] → [`Graph::view`] → [`bfs`], [`page_rank`], [`wcc`], [`degree`]. Everything runs on the
//! rayon pool of the caller (`pool.install(|| …)`), takes a [`Control`] (cancel flag and progress) and gives the same bytes on any
//! number of threads unless [`ResultClass::Fast`] is asked for.
#![forbid(unsafe_code)]

mod adjacency;
mod bfs;
mod bitmap;
mod build;
mod control;
mod degree;
mod error;
mod facts;
mod gather;
pub mod generate;
mod graph;
mod ids;
mod page_rank;
mod parallel;
mod triangles;
mod wcc;
mod weights;

pub use adjacency::{AdjacencyView, Offsets, OffsetsView};
pub use bfs::{BfsOptions, BfsResult, bfs};
pub use bitmap::{is_valid, validity_of_u32};
pub use build::{BuildOptions, EdgeList, build};
pub use control::{Cancel, Control, NeverCancelled};
pub use degree::{DegreeResult, degree};
pub use error::{EdgeColumn, GraphError};
pub use facts::{Facts, NotedEdge};
pub use gather::{GatheredIds, GatheredWeights, IdChunk, IdType, gather_ids, gather_weights};
pub use graph::{Adjacency, Graph, GraphView};
pub use ids::{IdBuffer, IdColumn, IdMapping, IdValues, MappedIds, VertexIds, lookup_dense, lookup_ids, map_ids, take_dense, take_ids};
pub use page_rank::{PageRankOptions, PageRankResult, page_rank};
pub use triangles::{TrianglesResult, triangles};
pub use wcc::{WccResult, wcc};
pub use weights::{Weights, WeightsColumn, WeightsView};

/// How exact an answer must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultClass {
    /// The same bytes from every engine, on any number of threads.
    #[default]
    Exact,
    /// Any answer within what the operation's documentation allows.
    Fast,
}

/// Marks "no value" in `u32` result columns: unreachable distances and absent predecessors.
pub const NONE: u32 = u32::MAX;

/// The example of the README runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
